import DialModel
import GRDB

/// What has come of one segment's leads.
public struct SegmentFigures: Hashable, Sendable {
    /// Empty: of leads that are in none.
    public var name: String
    public var leads = 0
    /// Leads called at least once.
    public var attempted = 0
    /// Attempts that have ended.
    public var attempts = 0
    /// Attempts at which a person was there.
    public var people = 0
    /// Of these, those to whom an agent talked.
    public var connected = 0
    /// And those who found no agent in time.
    public var abandoned = 0
    /// Of all talks together.
    public var talk = Duration.zero

    init(name: String) { self.name = name }

    /// Of the attempts.
    public var peopleShare: Double? {
        attempts > 0 ? Double(people) / Double(attempts) : nil
    }

    /// Of the people who were connected or abandoned.
    public var abandonedShare: Double? {
        let reached = connected + abandoned
        return reached > 0 ? Double(abandoned) / Double(reached) : nil
    }

    /// For each one.
    public var meanTalk: Duration? {
        connected > 0
            ? Duration(nanoseconds: talk.nanoseconds / Int64(connected)) : nil
    }
}

extension CampaignReport {
    /// - Complexity: one pass over the leads and one over the attempts, where leads are in segments.
    mutating func readSegments(_ db: Database) throws {
        // Stores of older versions know none.
        guard try db.tableExists("segments") else { return }
        var figures: [Int64: SegmentFigures] = [:]
        try HotStatement("SELECT id, name FROM segments", in: db).rows {
            figures[$0.integer(0)] = SegmentFigures(name: $0.text(1))
        }
        if figures.count < 2 { return }
        // In a single pass each; grouping in SQL would sort the rows first.
        try HotStatement("SELECT segment, outcome IS NOT NULL FROM leads", in: db).rows { row in
            figures[row.integer(0)]?.leads += 1
            figures[row.integer(0)]?.attempted += Int(row.integer(1))
        }
        let abandonedCode = Int64(Outcome.connected(.abandoned).code)
        try HotStatement(
            """
            SELECT l.segment, a.outcome, a.person IS NOT NULL, a.ended - a.connected
            FROM attempts a JOIN leads l ON l.id = a.lead WHERE a.outcome IS NOT NULL
            """, in: db
        ).rows { row in
            let segment = row.integer(0)
            guard var own = figures[segment] else { return }
            own.attempts += 1
            own.people += Int(row.integer(2))
            if let talk = row.integerOrNull(3) {
                own.connected += 1
                own.talk = own.talk + Duration(nanoseconds: talk)
            } else if row.integer(1) == abandonedCode {
                own.abandoned += 1
            }
            figures[segment] = own
        }
        // Leads that are in none are told of where there are any.
        segments = figures.sorted { $0.key < $1.key }.map(\.value)
            .filter { $0.leads > 0 || !$0.name.isEmpty }
    }

    /// A paragraph for each segment.
    func writeSegments(_ page: inout Page) {
        if segments.isEmpty { return }
        page.section("Segments", grouped(segments.count { !$0.name.isEmpty }))
        for segment in segments {
            let name = segment.name.isEmpty ? "(none)" : String(segment.name.prefix(40))
            page.line(name, grouped(segment.leads), "leads, \(grouped(segment.attempted)) called")
            page.line(
                "  people reached", grouped(segment.people),
                "\(percent(segment.peopleShare)) of \(grouped(segment.attempts)) attempts")
            page.line(
                "  connected", grouped(segment.connected),
                segment.meanTalk.map { "talk \(decimal($0.seconds, places: 2)) s on average" } ?? ""
            )
            page.line("  abandoned", grouped(segment.abandoned), percent(segment.abandonedShare))
        }
    }
}

extension SegmentFigures {
    var tree: JSONTree {
        .object([
            ("name", .text(name)), ("leads", .count(leads)), ("attempted", .count(attempted)),
            ("attempts", .count(attempts)), ("people", .count(people)),
            ("peopleShare", .share(peopleShare)), ("connected", .count(connected)),
            ("abandoned", .count(abandoned)), ("abandonedShare", .share(abandonedShare)),
            ("talk", .number("\(talk.seconds)")),
        ])
    }

    /// Figures and what they are called.
    var rows: [(name: String, value: String)] {
        let of = name.isEmpty ? "(none)" : name
        func text(_ share: Double?) -> String { share.map { "\($0)" } ?? "" }
        return [
            ("\(of): leads", "\(leads)"), ("\(of): attempted", "\(attempted)"),
            ("\(of): attempts", "\(attempts)"), ("\(of): people", "\(people)"),
            ("\(of): people share", text(peopleShare)), ("\(of): connected", "\(connected)"),
            ("\(of): abandoned", "\(abandoned)"),
            ("\(of): abandoned share", text(abandonedShare)),
            ("\(of): talk seconds", "\(talk.seconds)"),
        ]
    }
}
