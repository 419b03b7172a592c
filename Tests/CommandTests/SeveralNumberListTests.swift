import Foundation
import Testing

/// A list with several numbers a lead, from its file to what is told of it.
@Suite struct SeveralNumberListTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func run(_ arguments: String...) throws -> Command {
        let done = try Command.Running(arguments, in: scratch).finish()
        #expect(done.status == 0, "\(done.errors)")
        return done
    }

    @Test func `numbers, worth and segments go from the list to the calls, export, why and report`()
        throws
    {
        try scratch.write(
            "people.jsonl",
            """
            {"mobile":"+999000000091","work":"+999000000188","amount":5,"vendor":"a"}
            {"mobile":"+999000000291","work":"+999000000391","amount":7,"vendor":"a"}
            {"mobile":"+999000000488","work":"12","amount":9,"vendor":"b"}
            {"mobile":"+999000000588","work":"+999000000688","amount":1,"vendor":"b"}
            {"mobile":"1"}

            """)
        try scratch.write("dnc.txt", "+999000000588\n")
        try scratch.write(
            "a.yaml",
            """
            name: several
            mode: progressive
            agents: {count: 1, talk: 30s, wrapUp: 5s, dispositions: {refused: 100%}}
            leads: {file: people.jsonl, phones: [mobile, work], worth: 2 * amount, source: vendor}
            segments: {large: {where: amount > 6}}
            protection: {doNotCall: dnc.txt}
            trunk: {eventLoss: 0%, setupFailure: 0%, force: standard,
              screening: {personTakenForMachine: 0%, machineTakenForPerson: 0%, notSure: 0%}}
            """)
        let imported = try run("import", "a.yaml", "--store", "a.sqlite")
        #expect(
            imported.errors.hasPrefix(
                "4 leads added, 1 row rejected: see people.rejected.jsonl, "
                    + "1 number of leads with others left out ("), "\(imported.errors)")
        _ = try run("run", "a.yaml", "--store", "a.sqlite")
        let calls = try run("export", "a.sqlite").output.split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(
            calls.map { "\($0[1]) \($0[2]) \($0[13])" }.sorted() == [
                "1 +999000000091 vacant number", "1 +999000000188 refused",
                "2 +999000000291 vacant number", "2 +999000000391 vacant number",
                "3 +999000000488 refused", "4 +999000000688 refused",
            ])
        let leads = try run("export", "a.sqlite", "--what", "leads", "--format", "jsonl").output
        let first = leads.split(separator: "\n").first ?? ""
        #expect(first.contains(#""segment":null,"state":"closed","attempts":2"#), "\(first)")
        #expect(
            first.contains(#""worth":10.0,"numbers":"mobile +999000000091, work +999000000188","#))
        #expect(leads.contains(#""segment":"large""#))
        let why = try run("why", "a.sqlite", "+999000000188").output
        #expect(
            why.contains(
                "  mobile +999000000091: 1 call, the last one vacant number; not called any more: "
                    + "vacant number\n  work +999000000188: 1 call, the last one refused; the next\n"
            ), "\(why)")
        let listed = try run("why", "a.sqlite", "+999000000588").output
        #expect(
            listed.contains("mobile +999000000588: not called; not called any more: do not call"))
        let report = try run("report", "a.sqlite", "--format", "json").output
            .filter { !$0.isWhitespace }
        #expect(report.contains(#""name":"a","leads":2,"attempted":2"#), "\(report)")
        #expect(report.contains(#""vacant":3,"vacantShare":0.75"#))
    }
}
