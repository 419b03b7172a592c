import DialModel
import DialPorts
import Synchronization

/// News of cases on their way to a running campaign.
final class CasePost: Sendable {
    typealias Waiting = CheckedContinuation<Bool, Never>
    private struct State {
        var letters: [(batch: NewsBatch, waiting: Waiting)] = []
        var isClosed = false
    }
    private let state = Mutex(State())

    /// - Returns: false when it is closed; nobody will see to the batch.
    func put(_ batch: NewsBatch, _ waiting: Waiting) -> Bool {
        state.withLock { state in
            if state.isClosed { return false }
            state.letters.append((batch, waiting))
            return true
        }
    }

    func takeAll() -> [(batch: NewsBatch, waiting: Waiting)] {
        state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }

    /// What is left is not taken any more.
    func close() {
        state.withLock { $0.isClosed = true }
        for letter in takeAll() { letter.waiting.resume(returning: false) }
    }
}

extension LiveCampaign {
    /// Puts the news that have come on disk, behind everything the dialer has done so far, and lets it
    /// know what follows.
    ///
    /// - Parameter isAsked: whether there may be something to know even without news.
    func settleCases(isAsked: Bool) async throws {
        guard let ledger else {
            post.close()
            return
        }
        let letters = post.takeAll()
        if letters.isEmpty, !isAsked { return }
        var orders: [CaseOrders] = []
        do {
            if letters.isEmpty {
                orders.append(try await ledger.settle([], cursor: nil, at: clock.now))
            }
            for (batch, _) in letters {
                orders.append(
                    try await ledger.settle(batch.news, cursor: batch.cursor, at: clock.now))
            }
        } catch {
            for letter in letters { letter.waiting.resume(returning: false) }
            throw error
        }
        for letter in letters { letter.waiting.resume(returning: true) }
        tell(orders)
    }
}
