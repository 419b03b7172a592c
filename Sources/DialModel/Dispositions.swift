/// The names of all outcomes in one campaign: the built-in ones and its own.
///
///     var names = Dispositions()
///     names.add("wrong person", connected: true)     // .connected(.custom(0))
///     names["wrong person"]                          // .connected(.custom(0))
///     names.name(.notConnected(.vacantNumber))       // "vacant number"
public struct Dispositions: Hashable, Sendable {
    public private(set) var notConnected: [String] = []
    public private(set) var connected: [String] = []

    public init() {}

    /// Adds a disposition of the campaign's own.
    ///
    /// - Returns: nil when the name is taken, or 64 are there already.
    @discardableResult
    public mutating func add(_ name: String, connected isConnected: Bool) -> Outcome? {
        guard self[name] == nil, (isConnected ? connected : notConnected).count < 64 else {
            return nil
        }
        if isConnected {
            connected.append(name)
            return .connected(.custom(UInt8(connected.count - 1)))
        }
        notConnected.append(name)
        return .notConnected(.custom(UInt8(notConnected.count - 1)))
    }

    /// The outcome called `name`, nil when there is none.
    public subscript(name: String) -> Outcome? {
        if let place = notConnected.firstIndex(of: name) {
            return .notConnected(.custom(UInt8(place)))
        }
        if let place = connected.firstIndex(of: name) { return .connected(.custom(UInt8(place))) }
        return Outcome.builtIn.first { self.name($0) == name }
    }

    /// The outcome's name; `custom 7` for one that was never added.
    public func name(_ outcome: Outcome) -> String {
        switch outcome {
        case .notConnected(let kind):
            switch kind {
            case .noAnswer: "no answer"
            case .busy: "busy"
            case .poweredOff: "powered off"
            case .suspended: "suspended"
            case .vacantNumber: "vacant number"
            case .outOfArea: "out of area"
            case .rejected: "rejected"
            case .congestion: "congestion"
            case .fax: "fax"
            case .machine: "machine"
            case .failed: "failed"
            case .unknown: "unknown"
            case .messageLeft: "message left"
            case .custom(let place):
                Int(place) < notConnected.count ? notConnected[Int(place)] : "custom \(place)"
            }
        case .connected(let kind):
            switch kind {
            case .refused: "refused"
            case .interested: "interested"
            case .deal: "deal"
            case .followUp: "follow-up"
            case .hungUp: "hung up"
            case .abandoned: "abandoned"
            case .completed: "completed"
            case .undisposed: "undisposed"
            case .custom(let place):
                Int(place) < connected.count ? connected[Int(place)] : "custom \(place)"
            }
        }
    }

    /// All outcomes this campaign knows, in the order of their codes.
    public var all: [Outcome] {
        (Outcome.builtIn
            + notConnected.indices.map { .notConnected(.custom(UInt8($0))) }
            + connected.indices.map { .connected(.custom(UInt8($0))) })
            .sorted { $0.code < $1.code }
    }
}
