import Foundation
import GRDB
import Testing

/// Deals that are followed to their end, as a user does it.
@Suite struct ConfirmTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func writeCampaign(_ confirmation: String, leads: Int = 60, more: String = "") throws {
        let rows = (0..<leads).map { "+99900000\(1_000 + $0)\n" }.joined()
        try scratch.write("people.csv", "phone\n" + rows)
        try scratch.write(
            "c.yaml",
            """
            name: c
            mode: progressive
            start: 2026-01-05T09:00:00Z
            leads: {file: people.csv, number: phone}
            agents: {count: 5, talk: 20s, dispositions: {deal: 100%}}
            retry: {attempts: 2, after: {no answer: 10m}}
            trunk: {force: none, outcomes: {person: 90%}, leavesTalk: {share: 0%}}
            confirmation: \(confirmation)
            \(more)
            """)
    }

    private func table(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: scratch.path("s.sqlite")).read { try String.fetchAll($0, sql: sql) }
    }

    @Test func `the shipped campaign comes to its end with every state reached`() throws {
        let run = try Command.run(
            "run", shipped("confirmed.yaml"), "--store", "s.sqlite", "--format", "json", in: scratch
        )
        #expect(run.status == 0, "\(run.errors)")
        let again = try Command.run(
            "run", shipped("confirmed.yaml"), "--format", "json", in: scratch)
        #expect(again.output == run.output, "the same campaign, the same report")
        let reached = Set(
            try table(
                """
                SELECT to_state || ' ' || node FROM case_changes WHERE refused IS NULL
                UNION SELECT 'pending 2' FROM cases
                """))
        #expect(
            reached.isSuperset(of: [
                "pending 2", "sold 2", "cancelled 2", "revisit scheduled 2", "sold 3",
                "cancelled 3", "rescheduled 3", "on hold 3",
            ]), "\(reached)")
        // Each deal made in a call that was no revisit is followed, and told of.
        #expect(
            try table(
                """
                SELECT id FROM cases WHERE NOT EXISTS (
                    SELECT 1 FROM outbox WHERE case_id = cases.id AND delivered IS NOT NULL)
                """) == [])
        #expect(try table("SELECT id FROM leads WHERE state <> 3") == [])
        #expect(try table("SELECT id FROM callbacks WHERE ended IS NULL") == [])
        let listed = try Command.run(
            "export", "s.sqlite", "--what", "confirmations", in: scratch)
        #expect(listed.output.hasPrefix("case,lead,number,attempt,outcome,opened,node,state,"))
        let cases = try table("SELECT id FROM cases").count
        #expect(listed.output.split(separator: "\n").count == cases + 1 && cases > 100)
        let text = try Command.run("report", "s.sqlite", in: scratch).output
        #expect(text.contains("Confirmations") && text.contains("by a further call"))
    }

    @Test func `people say what has become of a deal, and a revisit is called when it is due`()
        throws
    {
        try writeCampaign("{after: [deal]}")
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0)
        let number = "+" + (try table("SELECT number FROM leads ORDER BY id LIMIT 1")[0])
        let revisit = try Command.run(
            "confirm", "s.sqlite", "--lead", number, "--state", "revisitScheduled", "--revisit",
            "2026-01-07T10:00:00Z", "--by", "Ann Lee", "--note", "not before", in: scratch)
        #expect(revisit.status == 0, "\(revisit.errors)")
        let why = try Command.run("why", "s.sqlite", number, in: scratch).output
        #expect(why.contains("revisit scheduled, to be called 2026-01-07T10:00:00Z"), "\(why)")
        #expect(why.contains("Ann Lee: revisit scheduled (not before)"), "\(why)")
        let other = try Command.run(
            "confirm", "s.sqlite", "--case", "2", "--state", "sold", "--by", "Ann Lee", in: scratch)
        #expect(other.status == 0)
        let wrong = try Command.run(
            "confirm", "s.sqlite", "--case", "2", "--state", "on hold", "--by", "Ann Lee",
            in: scratch)
        #expect(wrong.status == 1)
        #expect(
            wrong.errors
                == "case 2 stays as it is: it is sold, which is final; on hold cannot follow\n")
        let missing = try Command.run(
            "confirm", "s.sqlite", "--case", "999", "--state", "sold", "--by", "Ann", in: scratch)
        #expect(missing.status == 1 && missing.errors.contains("there is no case 999"))
        let none = try Command.run("confirm", "s.sqlite", "--send", in: scratch)
        #expect(none.status == 1 && none.errors.contains("names no connector"))

        let more = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(more.status == 0, "\(more.errors)")
        #expect(
            try table(
                "SELECT started / 1000000000 FROM attempts a JOIN cases c ON c.lead = a.lead "
                    + "WHERE c.id = (SELECT min(id) FROM cases WHERE lead = 1) AND a.id > c.attempt "
                    + "ORDER BY a.id LIMIT 1") == ["1767780000"])
    }

    @Test func `a folder is seen to when the campaign is over`() throws {
        try writeCampaign("{connector: {folder: handover, format: json}, keepOpen: 0s}")
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0)
        #expect(run.errors.contains("confirm s.sqlite --send"), "\(run.errors)")
        let cases = try table("SELECT id FROM cases").count
        let sent = try Command.run("confirm", "s.sqlite", "--send", in: scratch)
        #expect(
            sent.output
                == "\(cases) messages delivered; 0 calls arranged; \(cases) cases open\n",
            "\(sent.output)\(sent.errors)")
        try scratch.write(
            "handover/in/a.csv",
            "case,state,revisit\n1,sold,\n2,revisit scheduled,2026-02-01T09:00:00Z\n")
        let news = try Command.run("confirm", "s.sqlite", "--send", in: scratch)
        #expect(
            news.output == "0 messages delivered; 1 call arranged; \(cases - 1) cases open\n",
            "\(news.output)\(news.errors)")
        try scratch.write("handover/in/b.csv", "case,state\n3,vanished\n3,sold\n")
        let odd = try Command.run("confirm", "s.sqlite", "--send", in: scratch)
        #expect(
            odd.output
                == "0 messages delivered; 1 of the news refused (dialpace report tells why); "
                + "0 calls arranged; \(cases - 2) cases open\n",
            "\(odd.output)\(odd.errors)")
    }

    @Test func `a live campaign tells the folder of its deals and heeds what it finds there`()
        throws
    {
        try writeCampaign("{connector: {folder: handover, format: csv}, keepOpen: 1h}", leads: 10)
        let running = try Command.Running(
            ["run", "c.yaml", "--store", "s.sqlite", "--speed", "300"], in: scratch)
        let out = scratch.url.appendingPathComponent("handover/out")
        func cases() -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: out.path)) ?? []
            return names.filter { $0.hasSuffix("-1.csv") && !$0.hasPrefix(".") }.sorted()
        }
        running.until { cases().count >= 3 }
        var news = "case,state,id\n"
        for place in 1...40 { news += "\(place),sold,n\(place)\n" }
        try scratch.write("handover/in/.a.part", news)
        try FileManager.default.moveItem(
            atPath: scratch.path("handover/in/.a.part"), toPath: scratch.path("handover/in/a.csv"))
        let run = try running.finish()
        #expect(run.status == 0, "\(run.errors)")
        #expect(cases().count >= 3)
        #expect(try table("SELECT id FROM cases WHERE settled = 1").count >= 3)
    }
}
