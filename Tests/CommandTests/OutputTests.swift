import Foundation
import Testing

/// What is said, and what becomes of it when nobody can hear it.
@Suite struct OutputTests {
    private let scratch: Scratch

    /// A store with a campaign that has run.
    init() throws {
        scratch = try Scratch()
        try scratch.write("p.csv", "phone,name\n+1 415 555 0100,Ann\n+1 415 555 0194,Bob\n")
        try scratch.write("c.yaml", "name: x\nmode: progressive\nleads: p.csv\n")
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `a listing has its header first, also in a file`() throws {
        let run = try Command.run("report", "s.sqlite", "--leads", in: scratch)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "number,attempts,state,outcome")
        #expect(lines.count == 3)
    }

    @Test(arguments: ["json", "text"])
    func `a listing in another format is refused`(format: String) throws {
        let run = try Command.run(
            "report", "s.sqlite", "--leads", "--format", format, in: scratch)
        #expect(run.status != 0)
        #expect(run.errors.contains("--leads is always CSV"), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test(arguments: [
        "report s.sqlite", "report s.sqlite --leads", "run c.yaml", "check c.yaml",
    ])
    func `what could not be written is no success`(command: String) throws {
        for nowhere in [">/dev/full", ">&-"] {
            let run = try Command.shell("\"$dialpace\" \(command) \(nowhere)", in: scratch)
            #expect(run.status == 1, "\(nowhere)")
            #expect(run.errors.contains("the output cannot be written: "), "\(run.errors)")
        }
    }

    @Test func `whoever stops reading is told nothing`() throws {
        let run = try Command.shell(
            "{ sleep 0.2; \"$dialpace\" report s.sqlite; echo $? >status; } | true", in: scratch)
        #expect(run.errors == "")
        #expect(scratch.read("status") == "1\n")
    }

    @Test(arguments: ["2>&-", "2>/dev/full"])
    func `a campaign that nobody listens to runs all the same`(nowhere: String) throws {
        let run = try Command.shell(
            "\"$dialpace\" run c.yaml --store n.sqlite --trace trunk.log \(nowhere)", in: scratch)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("x\n=\n"))
        // Nothing was said into a file that got the number of standard error.
        #expect(!scratch.read("trunk.log").contains("added"))
        #expect(try Command.run("report", "n.sqlite", in: scratch).output == run.output)
    }

    @Test(arguments: [
        (["--speed", "0"], "above 0 and at most 100000"), (["--speed", "abc"], "at most 100000"),
        (["--speed", "1e9"], "at most 100000"), (["--speed", "-1"], "at most 100000"),
        (["--seed", "-1"], "from 0 to 2^64 − 1"), (["--seed", "x"], "from 0 to 2^64 − 1"),
    ])
    func `an option says what is allowed`(option: [String], message: String) throws {
        let run = try Command.Running(["run", "c.yaml"] + option, in: scratch).finish()
        #expect(run.status == 64)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func `rejected rows of a list that lies elsewhere are kept here when they must`() throws {
        try scratch.write("r.csv", "phone\n+1 415 555 0100\nx\n")
        let run = try Command.shell(
            "\"$dialpace\" run c.yaml --leads /proc/self/fd/0 <r.csv", in: scratch)
        #expect(run.status == 0)
        #expect(
            run.errors.contains("1 lead added, 1 row rejected: see ./0.rejected.csv"),
            "\(run.errors)")
        #expect(scratch.read("0.rejected.csv").contains(",x\n"))
    }
}
