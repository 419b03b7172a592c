import DialModel
import GRDB

/// How good one source's leads are, by what the last call to each came to.
public struct SourceFigures: Hashable, Sendable {
    /// Empty: of leads that name none.
    public var name: String
    public var leads = 0
    /// Leads called at least once.
    public var attempted = 0
    /// Numbers called: of leads with several, each counts.
    public var numbers = 0
    /// Of these, numbers that nobody has.
    public var vacant = 0
    /// Leads at which a person answered.
    public var people = 0
    /// Of these, leads whose disposition is called `wrong person` or `wrong number`; nil when the
    /// campaign has no such disposition.
    public var wrong: Int?
    /// Rows that were no leads, of each file as it was imported last.
    public var rejected = 0

    init(name: String) { self.name = name }

    /// Of the numbers called.
    public var vacantShare: Double? { share(vacant, numbers) }
    /// Of the leads called.
    public var peopleShare: Double? { share(people, attempted) }
    /// Of the people.
    public var wrongShare: Double? { wrong.flatMap { share($0, people) } }

    private func share(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}

extension CampaignReport {
    /// - Complexity: one pass over the leads, where any has a source.
    mutating func readSources(_ db: Database) throws {
        // Stores of older versions know none.
        guard try db.tableExists("sources") else { return }
        var names: [Int64: String] = [:]
        try HotStatement("SELECT id, name FROM sources", in: db).rows {
            names[$0.integer(0)] = $0.text(1)
        }
        if names.count < 2 { return }
        var wrong: Set<Int64> = []
        var connected: Set<Int64> = []
        try HotStatement("SELECT code, name, connected FROM outcomes", in: db).rows { row in
            if row.integer(2) != 0 { connected.insert(row.integer(0)) }
            if ["wrong person", "wrong number"].contains(row.text(1).lowercased()) {
                wrong.insert(row.integer(0))
            }
        }
        let vacant = Int64(Outcome.notConnected(.vacantNumber).code)
        var figures: [Int64: SourceFigures] = [:]
        var counts: [Int64: [Int]] = [:]
        // In a single pass; grouping in SQL would sort the leads first. 256: none.
        try HotStatement("SELECT source, ifnull(outcome, 256) FROM leads", in: db).rows {
            counts[$0.integer(0), default: Array(repeating: 0, count: 257)][Int($0.integer(1))] += 1
        }
        for (source, counts) in counts {
            var own = SourceFigures(name: names[source] ?? "")
            if !wrong.isEmpty { own.wrong = 0 }
            for (code, count) in counts.enumerated() where count > 0 {
                own.leads += count
                if code < 256 {
                    own.attempted += count
                    own.numbers += count
                }
                if code == vacant { own.vacant += count }
                if connected.contains(Int64(code)) { own.people += count }
                if wrong.contains(Int64(code)) { own.wrong? += count }
            }
            figures[source] = own
        }
        try countNumbersOfSeveral(&figures, vacant, in: db)
        try HotStatement(
            """
            SELECT source, sum(count) FROM import_counts
            WHERE result = 'rejected' AND import IN (SELECT max(id) FROM imports GROUP BY file)
            GROUP BY source
            """, in: db
        ).rows { row in
            let source = row.integer(0)
            figures[source, default: SourceFigures(name: names[source] ?? "")].rejected =
                Int(row.integer(1))
        }
        sources = figures.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Adds further numbers of leads that were called, and those that were dropped as vacant, but for those by
    /// which their leads have been counted.
    private func countNumbersOfSeveral(
        _ figures: inout [Int64: SourceFigures], _ vacant: Int64, in db: Database
    ) throws {
        guard try db.tableExists("lead_numbers") else { return }
        let select = try HotStatement(
            """
            SELECT l.source, count(*) FROM lead_numbers n JOIN leads l ON l.id = n.lead
            LEFT JOIN attempts a ON a.id = l.last_attempt
            WHERE n.dropped = ?1 AND NOT (l.outcome IS ?1 AND a.number IS n.number)
            GROUP BY l.source
            """, in: db)
        select.bind(1, vacant)
        try select.rows { figures[$0.integer(0)]?.vacant += Int($0.integer(1)) }
        let called = """
            SELECT l.source, count(DISTINCT a.number) - count(DISTINCT a.lead)
            FROM attempts a JOIN leads l ON l.id = a.lead
            WHERE a.lead IN (SELECT lead FROM lead_numbers) GROUP BY l.source
            """
        try HotStatement(called, in: db).rows {
            figures[$0.integer(0)]?.numbers += Int($0.integer(1))
        }
    }

    /// A paragraph for each source.
    func writeSources(_ page: inout Page) {
        if sources.isEmpty { return }
        page.section("Sources", grouped(sources.count { !$0.name.isEmpty }))
        for source in sources {
            let name = source.name.isEmpty ? "(none)" : String(source.name.prefix(40))
            page.line(name, grouped(source.leads), "leads, \(grouped(source.attempted)) called")
            page.line("  a person answered", percent(source.peopleShare), "of those called")
            if source.wrong != nil {
                page.line("  the wrong person", percent(source.wrongShare), "of those people")
            }
            page.line("  vacant number", percent(source.vacantShare), "of the numbers called")
            if source.rejected > 0 {
                page.line("  rows rejected", grouped(source.rejected), "in the list")
            }
        }
    }
}

extension SourceFigures {
    var tree: JSONTree {
        .object([
            ("name", .text(name)), ("leads", .count(leads)), ("attempted", .count(attempted)),
            ("people", .count(people)), ("peopleShare", .share(peopleShare)),
            ("wrong", wrong.map(JSONTree.count) ?? .null), ("wrongShare", .share(wrongShare)),
            ("vacant", .count(vacant)), ("vacantShare", .share(vacantShare)),
            ("rejected", .count(rejected)),
        ])
    }

    /// Figures and what they are called.
    var rows: [(name: String, value: String)] {
        let of = name.isEmpty ? "(none)" : name
        func text(_ share: Double?) -> String { share.map { "\($0)" } ?? "" }
        return [
            ("\(of): leads", "\(leads)"), ("\(of): attempted", "\(attempted)"),
            ("\(of): people", "\(people)"), ("\(of): people share", text(peopleShare)),
            ("\(of): wrong", wrong.map { "\($0)" } ?? ""),
            ("\(of): wrong share", text(wrongShare)), ("\(of): vacant", "\(vacant)"),
            ("\(of): vacant share", text(vacantShare)), ("\(of): rejected", "\(rejected)"),
        ]
    }
}
