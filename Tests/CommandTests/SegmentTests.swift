import Testing

/// Segments of a list as a user sees them.
@Suite struct SegmentTests {
    @Test func `the last segment takes the rest, and no listing shows an agent whole numbers`()
        throws
    {
        let scratch = try Scratch()
        var list = "mobile,work,tier\n"
        for lead in 0..<40 {
            list +=
                "+1202555\(1_000 + lead),+1212555\(1_000 + lead),\(lead % 4 == 0 ? "large" : "")\n"
        }
        try scratch.write("list.csv", list)
        try scratch.write(
            "c.yaml",
            """
            name: segments
            mode: progressive
            agents: 4
            leads: {file: list.csv, phones: [mobile, work], numbers: any}
            segments:
              large: {where: tier = large, priority: 1}
              rest: {priority: 6}
            """)
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let leads = try Command.run("export", "s.sqlite", "--what", "leads", in: scratch).output
        #expect(leads.split(separator: ",large,").count - 1 == 10, "\(leads)")
        #expect(leads.split(separator: ",rest,").count - 1 == 30)
        let masked = try Command.run(
            "export", "s.sqlite", "--what", "leads", "--as", "agent", in: scratch
        ).output
        #expect(leads.contains("+12125551007") && masked.contains("+1212555****"))
        #expect(!masked.contains(/\+1\d{10}/), "\(masked)")
    }
}
