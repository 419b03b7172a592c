import DialModel
import DialPorts
import DialStore
import Foundation

/// A folder of the test's own, gone when the test is.
final class Scratch {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("dialpace-connectors-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
    }
}

func at(_ seconds: Int64) -> Instant { .epoch + .seconds(seconds) }

extension Store {
    /// A store in which each of so many leads has made a deal, at 60 s.
    static func withDeals(_ count: Int) throws -> Store {
        let store = try inMemory()
        let facts = CampaignFacts(name: "spring", seed: 7, mode: .progressive, created: at(0))
        try store.begin(facts)
        var rules = ConfirmationRules()
        rules.after = [.connected(.deal)]
        try store.follow(rules, as: facts)
        _ = try store.importLeads(
            (1...count).map { place in
                Lead(
                    number: PhoneNumber(digits: UInt64(3_610_000_000 + place)),
                    name: "Ann \"A,B\"\nLee", fields: [.init(name: "city", value: "Győr, HU")])
            })
        var records: [DialModel.Record] = []
        for place in 1...Int64(count) {
            let start = AttemptStart(
                attempt: AttemptID(place), lead: LeadID(place),
                number: PhoneNumber(digits: UInt64(3_610_000_000 + place)), ordinal: 1,
                mode: .progressive, agent: AgentID(1), at: at(0))
            let end = AttemptEnd(
                start: start, outcome: .connected(.deal), at: at(60), lead: .closed)
            records += [.started(start), .ended(end)]
        }
        try store.write(records)
        return store
    }

    /// Puts a batch on disk.
    func take(_ batch: NewsBatch, at now: Instant) throws {
        _ = try takeNews(batch.news, cursor: batch.cursor, at: now)
    }
}
