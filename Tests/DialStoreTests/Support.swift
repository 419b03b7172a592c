import DialModel
import DialStore
import Foundation

/// Instants and records as short as a test likes them.
func at(_ seconds: Double) -> Instant {
    Instant(nanoseconds: Int64((seconds * 1e6).rounded()) * 1_000)
}

func leads(_ count: Int, from first: Int = 1) -> [Lead] {
    (first..<first + count).map { Lead(number: number(Int64($0))) }
}

/// The number of the lead with this ID, when leads were made by ``leads(_:from:)``.
func number(_ lead: Int64) -> PhoneNumber { PhoneNumber(digits: UInt64(3_610_000_000 + lead)) }

func start(
    _ attempt: Int64, lead: Int64, ordinal: UInt16 = 1, mode: DialMode = .predictive,
    at seconds: Double = 0
) -> AttemptStart {
    AttemptStart(
        attempt: AttemptID(attempt), lead: LeadID(lead), number: number(lead), ordinal: ordinal,
        mode: mode, agent: nil, at: at(seconds))
}

func noAnswer(_ start: AttemptStart, at seconds: Double, due: Double?) -> AttemptEnd {
    AttemptEnd(
        start: start, outcome: .notConnected(.noAnswer), at: at(seconds),
        lead: due.map { .due(at($0)) } ?? .closed)
}

/// A person answers, gets agent 1 after `delay` and talks for `talk` seconds.
func talk(
    _ start: AttemptStart, person: Double, delay: Double, talk: Double,
    _ outcome: Outcome = .connected(.undisposed), lead: LeadState = .inWrapUp
) -> AttemptEnd {
    var end = AttemptEnd(
        start: start, outcome: outcome, at: at(person + delay + talk), lead: lead)
    end.answered = at(person)
    end.personAt = at(person)
    end.connected = at(person + delay)
    end.agent = AgentID(1)
    return end
}

func abandoned(_ start: AttemptStart, person: Double, at seconds: Double) -> AttemptEnd {
    var end = AttemptEnd(
        start: start, outcome: .connected(.abandoned), at: at(seconds), lead: .closed)
    end.answered = at(person)
    end.personAt = at(person)
    return end
}

/// A folder of its own for one test, gone with it.
final class Folder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("dialpace-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "spring.sqlite") -> String { path + "/" + name }
}

extension Store {
    static func inMemory(leads count: Int) throws -> Store {
        let store = try inMemory()
        _ = try store.importLeads(leads(count))
        return store
    }
}
