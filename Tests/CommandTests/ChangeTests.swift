import Foundation
import Testing

/// What is changed from outside while a campaign runs, and before it does.
@Suite struct ChangeTests {
    /// The shipped progressive campaign, with `more` at its end, beside its people.
    private func write(_ more: String, in scratch: Scratch) throws {
        let campaign = try String(contentsOfFile: shipped("progressive.yaml"), encoding: .utf8)
        try scratch.write("c.yaml", campaign + more)
        let people = try String(contentsOfFile: shipped("people.csv"), encoding: .utf8)
        try scratch.write("people.csv", people)
    }

    /// Runs it sixty times as fast as real time, and returns once it says how it stands.
    private func running(in scratch: Scratch) throws -> Command.Running {
        let run = try Command.Running(
            ["run", "c.yaml", "--store", "s.sqlite", "--speed", "60", "--trace", "trunk.log"],
            in: scratch)
        run.until { scratch.read("trunk.log").contains("place") }
        return run
    }

    private func command(_ line: String, in scratch: Scratch) throws -> Command {
        // Its own output, beside that of the run.
        let all = try Command.shell("$dialpace \(line) > out 2> err; echo $? > status", in: scratch)
        #expect(all.status == 0)
        return Command(
            output: scratch.read("out"), errors: scratch.read("err"),
            status: Int32(scratch.read("status").trimmingCharacters(in: .whitespacesAndNewlines))
                ?? -1)
    }

    @Test func `numbers in changes are masked, however they are written`() throws {
        let scratch = try Scratch()
        try write("", in: scratch)
        _ = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        for number in ["+12025550147", "+1 202 555 0147", "12025550147"] {
            let put = try Command.run("change", "s.sqlite", "doNotCall", number, in: scratch)
            #expect(put.status == 0, "\(put.errors)")
        }
        let wrong = try Command.run("change", "s.sqlite", "doNotCall", "2125550100", in: scratch)
        #expect(
            wrong.status == 1 && wrong.errors.contains("would be +2125550100, which is too short"))
        let list = try Command.run("change", "s.sqlite", "--list", "--as", "agent", in: scratch)
        #expect(list.output.split(separator: "\n").count == 3)
        #expect(!list.output.contains("0147"), "\(list.output)")
        let all = try Command.run("change", "s.sqlite", "--list", in: scratch)
        #expect(all.output.split(separator: "0147").count == 4)
    }

    @Test func `one lead is called at once, by the agent it is wanted for`() throws {
        let scratch = try Scratch()
        try write("", in: scratch)
        let people = scratch.read("people.csv").split(whereSeparator: \.isNewline)
        let field = people.last!.split(separator: ",").first { $0.hasPrefix("+") }
        let number = try #require(field).filter { $0 != " " }
        _ = try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch)
        let wish = "{number: \(number), agent: 2}"
        _ = try Command.run("change", "s.sqlite", "call", wish, "--by", "ann", in: scratch)
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let told = try Command.run("export", "s.sqlite", "--what", "operations", in: scratch)
        let answer = try #require(told.output.firstMatch(of: /agent 2: attempt (\d+)/))
        let calls = try Command.run(
            "export", "s.sqlite", "--what", "attempts", "--format", "jsonl", in: scratch)
        let call = calls.output.split(separator: "\n").first {
            $0.contains("\"attempt\":\(answer.1),")
        }
        #expect(call?.contains("\"number\":\"\(number)\"") == true, "\(String(describing: call))")
        #expect(Int(answer.1)! < 20, "it did not wait for its turn")
        #expect(calls.output.split(separator: number).count - 1 <= 3, "three attempts at the most")
        let wrong = try Command.run("change", "s.sqlite", "call", "12x", in: scratch)
        #expect(wrong.status == 1)
        #expect(wrong.errors == "command line: \"12x\" is no dialable number\n")
    }

    @Test func `a running campaign is changed, and everyone can see by whom`() throws {
        let scratch = try Scratch()
        try write("", in: scratch)
        let inner = try Scratch()
        let store = scratch.path("s.sqlite")
        #expect(
            try command("import \(scratch.path("c.yaml")) --store \(store)", in: inner).status == 0)
        #expect(try command("change \(store) lines 9 --by bob", in: inner).status == 0)
        let run = try running(in: scratch)
        let wrong = try command("change \(store) lines 1.5 --by ann", in: inner)
        #expect(wrong.status == 1)
        #expect(wrong.errors == "command line: lines is \"1.5\"; a whole number is expected\n")
        let change = try command(
            "change \(store) lines 7 agents 3 hours '{daily: 00:00-24:00}' --by ann --note 'two ill'",
            in: inner)
        #expect(change.status == 0 && change.output.contains("within about a second"))
        var list = ""
        run.until {
            list = (try? command("change \(store) --list", in: inner).output) ?? ""
            return list.count { $0 == "\n" } == 2 && !list.contains("waiting")
        }
        #expect(list.contains("ann (two ill)  lines: 7, agents: 3"), "\(list)")
        var why = ""
        run.until {
            why = (try? command("why \(store)", in: inner).output) ?? ""
            return why.contains(" of 7 lines")
        }
        #expect(why.contains("live, ") && why.contains("it starts no more calls because"), "\(why)")
        #expect(why.contains("lines: 7, by ann"), "\(why)")
        _ = try command("change \(store) do stop --by ann", in: inner)
        let end = try run.finish()
        #expect(end.status == 0, "\(end.errors)")
        let operations = try command("export \(store) --what operations", in: inner).output
        let rows = operations.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(rows[0] == ["operation", "at", "by", "what"])
        #expect(
            rows.suffix(4).map { "\($0[2]) \($0[3])" } == [
                "ann hours: at any time", "ann agents: 3", "ann lines: 7", "ann stop",
            ])
        #expect(rows.count { $0.suffix(2) == ["bob", "lines: 9"] } == 1, "it is made once")
        let after = try command("why \(store)", in: inner).output
        #expect(!after.contains("live, "), "\(after)")
    }

    @Test func `a pause holds when the campaign is resumed, until somebody starts it`() throws {
        let scratch = try Scratch()
        try write("", in: scratch)
        let campaign = scratch.read("c.yaml").split(
            separator: "\n", omittingEmptySubsequences: false)
        try scratch.write(
            "c.yaml", campaign.filter { !$0.hasPrefix("duration") }.joined(separator: "\n"))
        func run() throws -> Command {
            try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        }
        _ = try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch)
        _ = try Command.run("change", "s.sqlite", "do", "pause", "--by", "ann", in: scratch)
        #expect(try run().errors.contains("the campaign is paused"))
        for _ in 0..<2 {
            let again = try run()
            #expect(again.errors.contains("it was paused by ann at 2026-01-05T14:00:00Z (pause)"))
            #expect(again.errors.contains("dialpace change s.sqlite do start"))
            #expect(again.errors.contains("no call was made"))
        }
        _ = try Command.run("change", "s.sqlite", "do", "start", "--by", "bob", in: scratch)
        _ = try run()
        let attempts = try Command.run("export", "s.sqlite", "--what", "attempts", in: scratch)
        #expect(attempts.output.count { $0 == "\n" } > 100)
        let told = try Command.run("export", "s.sqlite", "--what", "operations", in: scratch)
        #expect(told.output.contains(",ann (as before),pause"), "\(told.output)")
        let over = try Command.run("change", "s.sqlite", "lines", "9", in: scratch)
        #expect(over.output.contains("which needs new leads: every lead is closed"))
        let nobody = try Command.run("change", "s.sqlite", "call", "+12025559999", in: scratch)
        #expect(
            nobody.errors
                == "command line: call is +12025559999, which no lead of the campaign has\n")
    }

    @Test func `a change waits for the next run, and holds when that is resumed`() throws {
        let scratch = try Scratch()
        try write("", in: scratch)
        #expect(try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch).status == 0)
        for change in ["hours '{daily: 10:00-13:00}' lines 4", "lines x", "agents 5"] {
            let put = try Command.shell("$dialpace change s.sqlite \(change) --by bob", in: scratch)
            #expect(put.output.contains("next run"), "\(put.errors)")
        }
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0)
        #expect(run.errors.contains("change 2, by bob, is refused: lines is \"x\""))
        let list = try Command.run("change", "s.sqlite", "--list", in: scratch).output
        let states = list.split(separator: "\n").map { $0.contains("taken") }
        #expect(states == [true, false, true], "\(list)")
        let check = try Command.shell(
            "$dialpace export s.sqlite > a.csv; \(Command.root.path)/scripts/check-attempts a.csv "
                + "--hours 'mon-sun 10:00-13:00'", in: scratch)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        #expect(scratch.read("a.csv").split(separator: "\n").count > 100)
        // The file's own 8 hours are over; with more of them, the change still holds.
        let campaign = scratch.read("c.yaml").replacing("duration: 8h", with: "duration: 14h")
        try scratch.write("c.yaml", campaign)
        let again = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(again.errors.contains("resuming"), "\(again.errors)")
        let operations = try Command.run(
            "export", "s.sqlite", "--what", "operations", in: scratch
        ).output.split(separator: "\n")
        #expect(again.errors.contains("lines: 4 (bob); agents: 5 (bob)"), "\(again.errors)")
        for name in ["bob", "bob (as before)"] {
            #expect(operations.count { $0.hasSuffix(",\(name),lines: 4") } == 1)
            #expect(operations.count { $0.hasSuffix(",\(name),agents: 5") } == 1)
        }
    }

    @Test func `a file of numbers not to be called is followed while the campaign runs`() throws {
        let scratch = try Scratch()
        try write("protection: {doNotCall: [dnc.csv]}\n", in: scratch)
        try scratch.write("dnc.csv", "+14155550178\n")
        let inner = try Scratch()
        let store = scratch.path("s.sqlite")
        let run = try running(in: scratch)
        try scratch.write("dnc.csv", "+14155550178\n+12025550199\n+12025550198\n")
        func done() -> String {
            (try? command("export \(store) --what operations", in: inner).output) ?? ""
        }
        run.until { done().contains("added") }
        #expect(done().contains("file,\"do not call: dnc.csv, 2 added, 0 removed\""), "\(done())")
        try FileManager.default.removeItem(atPath: scratch.path("dnc.csv"))
        run.until { scratch.read("stderr").contains("stay in force") }
        run.interrupt()
        let end = try run.finish()
        let told = end.errors.split(separator: "\n").filter { $0.contains("stay in force") }
        #expect(told.count == 1 && told[0].contains("there is no such file"), "\(end.errors)")
        #expect(done().split(separator: "\n").count { $0.contains("do not call") } == 1)
    }

    @Test func `no log and no listing for agents shows a whole number`() throws {
        let scratch = try Scratch()
        try write(
            """
            masking: {agent: 4, log: all}
            protection: {doNotCall: [dnc.csv]}
            """, in: scratch)
        try scratch.write("dnc.csv", "+14155550178\n")
        let run = try Command.run(
            "run", "c.yaml", "--store", "s.sqlite", "--trace", "trunk.log", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let whole = /\+[0-9]{7,15}([^0-9*]|$)/
        #expect(!run.errors.contains(whole))
        let trace = scratch.read("trunk.log")
        #expect(trace.contains("place 1 +*******") && !trace.contains(whole))
        let put = try Command.run(
            "change", "s.sqlite", "doNotCall", "+12025550188", "--by", "ann", in: scratch)
        #expect(put.status == 0, "\(put.errors)")
        for listing in [
            "report s.sqlite --leads", "change s.sqlite --list", "why s.sqlite +12025550188",
            "export s.sqlite", "export s.sqlite --what leads", "export s.sqlite --what outcomes",
            "export s.sqlite --what refusals", "export s.sqlite --what call-records",
            "export s.sqlite --what operations --format jsonl", "why s.sqlite",
        ] {
            let list = try Command.shell("$dialpace \(listing) --as agent", in: scratch)
            #expect(list.status == 0 && !list.output.isEmpty, "\(listing): \(list.errors)")
            #expect(!list.output.contains(whole), "\(listing)")
            let open = try Command.shell("$dialpace \(listing) --as supervisor", in: scratch)
            let hasNumbers = list.output.contains("****")
            #expect(open.output.contains(whole) == hasNumbers, "\(listing)")
        }
    }
}
