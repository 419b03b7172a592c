import Foundation
import Testing

/// Who called, and what is done when people complain of it: from the campaign file to the listings.
@Suite struct ComplaintTests {
    private func write(_ more: String, in scratch: Scratch) throws {
        try scratch.write(
            "c.yaml",
            """
            name: spring
            mode: progressive
            seed: 3
            leads: {file: people.csv, numbers: any}
            agents: {count: 2, talk: 20s, wrapUp: 5s, dispositions: {stop: 100%}}
            dispositions: {connected: [stop]}
            trunk: {outcomes: {person: 50%, noAnswer: 50%}}
            \(more)
            """)
        let rows = (0..<40).map { "+9990000\(1_000 + $0)" }
        try scratch.write("people.csv", (["number"] + rows).joined(separator: "\n") + "\n")
    }

    private func run(_ arguments: String..., in scratch: Scratch) throws -> Command {
        let run = try Command.Running(arguments, in: scratch).finish()
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    @Test func `a campaign that too many complain of pauses, says so, and can be gone on with`()
        throws
    {
        let scratch = try Scratch()
        try write(
            "protection: {complaints: [stop], alert: {complaints: 3, within: 8h, do: pause}}",
            in: scratch)
        let first = try run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        let alert = "3 complaints within 8 h: dialing pauses"
        #expect(first.errors.contains("alert: \(alert)\n"), "\(first.errors)")
        #expect(first.errors.contains("the campaign is paused"), "\(first.errors)")
        // One agent may have been talking when the other's talk was complained of.
        let told = try #require(first.output.firstMatch(of: #/complaints +([0-9]+)/#))
        #expect(["3", "4"].contains(told.1), "\(first.output)")
        let done = try run("export", "s.sqlite", "--what", "operations", in: scratch).output
        #expect(done.contains(alert), "\(done)")
        let still = try run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        let kept = "(\(alert)), and stays so until it is started"
        #expect(still.errors.contains(kept), "\(still.errors)")
        _ = try run("change", "s.sqlite", "do", "start", "--by", "ann", in: scratch)
        let second = try run(
            "run", "c.yaml", "--store", "s.sqlite", "--format", "csv", in: scratch)
        let more = try #require(second.output.firstMatch(of: /people,complaints,([0-9]+)/))
        #expect(Int(more.1) ?? 0 >= 6, "\(second.output)")
        let dialled = try run("export", "s.sqlite", in: scratch).output.split(separator: "\n")
        let stopped = dialled.filter { $0.contains(",stop,") }
        #expect(stopped.count == Int(more.1))
    }

    @Test func `an alert that only tells stops nobody`() throws {
        let scratch = try Scratch()
        try write(
            "protection: {complaints: [stop], alert: {complaints: 3, within: 8h, do: tell}}",
            in: scratch)
        let told = try run("run", "c.yaml", "--format", "json", in: scratch)
        #expect(told.errors.contains("alert: 3 complaints within 8 h\n"), "\(told.errors)")
        let count = try #require(told.output.firstMatch(of: /"complaints": ?([0-9]+)/))
        #expect(Int(count.1) ?? 0 > 10, "\(told.output)")
    }

    @Test func `the caller's number is on every call, and in every record of one`() throws {
        let scratch = try Scratch()
        try write(
            "callerIdentity: {number: \"+1 202 555 0100\", name: \"Acme, Inc\"}", in: scratch)
        _ = try run(
            "run", "c.yaml", "--store", "s.sqlite", "--trace", "trunk.log", in: scratch)
        let placed = scratch.read("trunk.log").split(separator: "\n").filter {
            $0.contains(" place ")
        }
        #expect(placed.count > 40)
        #expect(placed.allSatisfy { $0.hasSuffix(" from +12025550100 Acme, Inc") })
        let records = try run("export", "s.sqlite", "--what", "call-records", in: scratch).output
            .split(separator: "\n").dropFirst()
        #expect(records.count == placed.count)
        #expect(records.allSatisfy { $0.contains(",+12025550100,\"Acme, Inc\",") })
        let attempts = try run("export", "s.sqlite", in: scratch).output.split(separator: "\n")
        #expect(attempts[0].hasSuffix(",caller"))
        #expect(attempts.dropFirst().allSatisfy { $0.hasSuffix(",+12025550100") })
    }

    @Test func `rules that want the caller shown are not kept without a number`() throws {
        let scratch = try Scratch()
        let rules = Command.root.appendingPathComponent("config/rules").path
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("rules"), withDestinationPath: rules)
        try write("rules: [au-2017]", in: scratch)
        let wrong = try Command.Running(["check", "c.yaml"], in: scratch).finish()
        #expect(wrong.status == 1)
        #expect(
            (wrong.output + wrong.errors).contains(
                "c.yaml:8: au-2017 requires the caller's number to be shown; add callerIdentity"),
            "\(wrong)")
        try write(
            "rules: [au-2017]\ncallerIdentity: {number: \"+61 2 5550 1234\"}", in: scratch)
        let right = try run("check", "c.yaml", in: scratch)
        #expect(right.output.contains("+61255501234"), "\(right.output)")
    }
}
