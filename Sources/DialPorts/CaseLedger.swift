import DialModel

/// Where a campaign's cases are kept.
public protocol CaseLedger: Sendable {
    /// Takes the news, and says what has changed for the dialer since the last time.
    ///
    /// - Parameter cursor: kept with the news, for the next ones; nil: as before.
    /// - Returns: when the news are on disk.
    func settle(
        _ news: [CaseNews], cursor: String?, at now: Instant
    ) async throws -> CaseOrders
}

/// What the business system has still to be told.
public protocol CaseOutbox: Sendable {
    /// Messages that may be tried at `now`: of each case the earliest that has not been delivered, so
    /// that those of a case keep their order.
    func due(_ count: Int, at now: Instant) async throws -> [CaseMessage]

    /// Notes what became of a message that was tried at `now`.
    ///
    /// - Parameter next: when it is tried again, where it was not delivered.
    func note(
        _ delivery: Delivery, of message: CaseMessage, at now: Instant, next: Instant
    ) async throws

    /// The cursor of the news taken last.
    func cursor() async throws -> String?
}
