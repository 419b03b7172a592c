import DialModel
import DialPorts
import DialWorld
import Synchronization

/// A simulated business system.
public final class SimulatedBusiness: BusinessConnector {
    private let model: BusinessModel
    private let answers = Mutex<[String: CaseNews]>([:])

    /// - Parameter told: what it has been told before and may not have answered yet.
    public init(_ model: BusinessModel, told: [CaseMessage] = []) {
        self.model = model
        for message in told { take(message) }
    }

    public func submit(_ message: CaseMessage, at now: Instant) async -> Delivery {
        take(message)
        return .delivered(nil)
    }

    private func take(_ message: CaseMessage) {
        // It has nothing to say of what is settled, or of a call that is yet to be made.
        guard let body = MessageBody(message), let told = instant(body.at),
            !CaseState(body.state).isSettled, body.revisit == nil,
            let number = UInt64(body.number.dropFirst()),
            let ordinal = message.id.split(separator: "-").last.flatMap({ UInt64($0) }),
            let answer = model.answer(number: number, ordinal: ordinal, told: told)
        else { return }
        let news = CaseNews(
            id: "answer-\(message.id)", caseID: message.caseID, state: answer.state.name,
            at: answer.at, revisit: answer.revisit, by: "simulated")
        answers.withLock { $0[news.id] = news }
    }

    /// When it next has something to say, as far as it has been told; ``Instant/never``: not any more.
    public var nextNews: Instant {
        answers.withLock { $0.values.compactMap(\.at).min() } ?? .never
    }

    public func news(after cursor: String?, at now: Instant) async throws -> NewsBatch? {
        let due = answers.withLock { answers in
            answers.values.filter { ($0.at ?? now) <= now }
        }.sorted { ($0.at ?? now, $0.id) < ($1.at ?? now, $1.id) }
        return due.isEmpty ? nil : NewsBatch(due, source: "the simulated business")
    }

    public func taken(_ batch: NewsBatch) async throws {
        answers.withLock { answers in
            for news in batch.news { answers[news.id] = nil }
        }
    }
}
