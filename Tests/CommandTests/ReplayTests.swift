import Foundation
import GRDB
import Testing

@Suite struct ReplayTests {
    private func replay(_ arguments: String..., in scratch: Scratch) throws -> Command {
        try Command.Running(
            ["replay", "s.sqlite", "--policy", "progressive", "--replications", "2"] + arguments,
            in: scratch
        ).finish()
    }

    private func repetition(_ run: Command) throws -> [String: Any] {
        let tree = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        return try #require((tree as? [String: Any])?["repetition"] as? [String: Any])
    }

    @Test func `a campaign in virtual time repeats itself, from its store alone`() throws {
        let scratch = try Scratch()
        try FitTests.run(in: scratch)
        for file in ["known.yaml", "people.csv"] {
            try FileManager.default.removeItem(atPath: scratch.path(file))
        }
        let text = try replay(in: scratch)
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.output.contains("repeats itself: "))
        #expect(text.output.contains("ESTIMATE"))
        let json = try replay("--format", "json", in: scratch)
        let found = try repetition(json)
        #expect(found["same"] as? Bool == true)
        #expect(found["attempts"] as? Int ?? 0 > 1_000)
        #expect(found["differing"] as? Int == 0)
    }

    @Test func `the recorded policy's estimate tells the recorded day`() throws {
        let scratch = try Scratch()
        try FitTests.run(in: scratch)
        let run = try replay("--format", "json", in: scratch)
        let tree = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let recorded = try #require(tree["recorded"] as? [String: Double])
        let estimates = try #require(tree["estimates"] as? [[String: Any]])
        let occupancies = estimates.compactMap {
            ($0["occupancy"] as? [String: Double?])?["mean"] as? Double
        }
        #expect(occupancies.count == 2)
        #expect(abs(occupancies[0] - recorded["occupancy"]!) < 0.03)
        #expect(occupancies[1] < occupancies[0])
    }

    @Test func `an attempt whose time was changed is found`() throws {
        let scratch = try Scratch()
        try FitTests.run(in: scratch)
        let store = try DatabaseQueue(path: scratch.path("s.sqlite"))
        try store.write {
            try $0.execute(
                sql: "UPDATE attempts SET answered = answered + 1 WHERE id = "
                    + "(SELECT id FROM attempts WHERE answered IS NOT NULL AND id > 700 LIMIT 1)")
        }
        let id = try store.read {
            try Int.fetchOne(
                $0, sql: "SELECT id FROM attempts WHERE answered IS NOT NULL AND id > 700")
        }
        try store.close()
        let run = try replay("--format", "json", in: scratch)
        #expect(run.status == 1)
        let found = try repetition(run)
        #expect(found["differing"] as? Int == 1)
        let first = try #require(found["first"] as? [String: Any])
        #expect(first["attempt"] as? Int == id)
        #expect(first["what"] as? String == "answered")
    }

    @Test func `a campaign that was stopped and resumed is compared until then`() throws {
        let scratch = try Scratch()
        try FitTests.run(in: scratch)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let store = try DatabaseQueue(
            path: scratch.path("s.sqlite"), configuration: configuration)
        // As Ctrl-C an hour after the start leaves it.
        try store.write {
            try $0.execute(
                sql:
                    "INSERT INTO operations (at, text) SELECT started + 3600000000000, 'stop' FROM runs"
            )
            try $0.execute(
                sql:
                    "DELETE FROM attempts WHERE started > (SELECT started + 3600000000000 FROM runs)"
            )
        }
        try store.close()
        let found = try repetition(try replay("--format", "json", in: scratch))
        #expect(found["same"] as? Bool == true)
        #expect(found["until"] as? String == "stop")
    }

    @Test func `where nothing can be compared, nothing has failed`() throws {
        let scratch = try Scratch()
        try FitTests.run(in: scratch)
        let store = try DatabaseQueue(path: scratch.path("s.sqlite"))
        // Someone stopped it before the first call.
        try store.write {
            try $0.execute(
                sql: "INSERT INTO operations (id, at, text) SELECT 0, started, 'stop' FROM runs")
        }
        let attempts = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempts") }
        try store.close()
        let text = try replay(in: scratch)
        #expect(text.status == 0, "\(text.output)")
        #expect(text.output.contains("NOTHING TO COMPARE"), "\(text.output)")
        #expect(!text.output.contains("DOES NOT REPEAT"))
        let found = try repetition(try replay("--format", "json", in: scratch))
        #expect(found["same"] is NSNull && found["attempts"] as? Int == 0)
        #expect(found["onlyRecorded"] as? Int == attempts)
    }

    @Test func `of a live run only outcomes are compared`() throws {
        let scratch = try Scratch()
        var people = "phone\n"
        for place in 0..<40 { people += "+1415555\(1_000 + place)\n" }
        try scratch.write("people.csv", people)
        try scratch.write(
            "known.yaml",
            FitTests.campaign.replacingOccurrences(of: "duration: 8h", with: "duration: 20m"))
        let run = try Command.run(
            "run", "known.yaml", "--store", "s.sqlite", "--speed", "600", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let text = try replay(in: scratch)
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.output.contains("was run live, at 600 campaign seconds a second"))
        // One attempt that the repetition does not have.
        let store = try DatabaseQueue(path: scratch.path("s.sqlite"))
        let attempts = try store.write {
            try $0.execute(sql: "UPDATE attempts SET ordinal = 99 WHERE id = 1")
            return try Int.fetchOne($0, sql: "SELECT count(*) FROM attempts")
        }
        try store.close()
        let found = try repetition(try replay("--format", "json", in: scratch))
        let (compared, alone) = (found["attempts"] as? Int, found["onlyRecorded"] as? Int)
        #expect(alone ?? 0 >= 1 && (compared ?? 0) + (alone ?? 0) == attempts)
        #expect(try replay(in: scratch).output.contains("\nnot compared: \(alone!) attempt"))
    }

    @Test func `an unknown policy is refused`() throws {
        let run = try Command.run("replay", "s.sqlite", "--policy", "brave", in: Scratch())
        #expect(run.status == 64)
        #expect(run.errors.contains("brave"))
    }
}
