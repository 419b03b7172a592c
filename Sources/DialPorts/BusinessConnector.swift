import DialModel

/// Carries what becomes of deals between a campaign and the system that knows: a folder, a web
/// service, a simulated one.
public protocol BusinessConnector: Sendable {
    /// Hands over one message. The same message may come again, with the same ID, when it is not
    /// known what became of it.
    func submit(_ message: CaseMessage, at now: Instant) async -> Delivery

    /// What there is to be taken next; nil: nothing.
    ///
    /// - Parameters:
    ///   - cursor: of the last news that was taken; nil: none was.
    ///   - now: what comes later is left.
    /// - Throws: ``ConnectorFault`` when there is no reading it now.
    func news(after cursor: String?, at now: Instant) async throws -> NewsBatch?

    /// The news are on disk and need not come again.
    func taken(_ batch: NewsBatch) async throws
}

/// What became of a message.
public enum Delivery: Hashable, Sendable {
    /// It is there; the answer may have had news already.
    case delivered(CaseNews?)
    /// Nothing is wrong with it, but it is not there.
    ///
    /// - Parameter after: how long to wait at least, as the other side asks.
    case later(String, after: Duration?)
    /// The other side will never take it.
    case parked(String)
}

/// News that belong together, such as those of one file.
public struct NewsBatch: Hashable, Sendable {
    public var news: [CaseNews]
    /// From where to go on; nil: as before.
    public var cursor: String?
    /// Where they are from.
    public var source: String
    /// What could not be read of it, each in a sentence.
    public var unreadable: [String] = []

    public init(_ news: [CaseNews], cursor: String? = nil, source: String = "") {
        self.news = news
        self.cursor = cursor
        self.source = source
    }
}

/// Why a connector cannot be used now.
public struct ConnectorFault: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
    /// How long to wait at least, as the other side asks.
    public var after: Duration?

    public init(_ description: String, after: Duration? = nil) {
        self.description = description
        self.after = after
    }
}
