import DialModel
import GRDB

/// What has become of the deals that a campaign follows.
public struct CaseFigures: Hashable, Sendable {
    /// By who had the last word and by state, the campaign's own states last.
    public var states: [StateCount] = []
    /// Cases that are not settled.
    public var open = 0
    /// Of these, cases that nobody has said anything of.
    public var unanswered = 0
    /// Messages that the business system has not taken yet; parked ones are not among them.
    public var undelivered = 0
    /// Messages that it will never take, by the reason.
    public var parked: [Reason] = []
    /// News that could not be, by the reason.
    public var refused: [Reason] = []

    public struct StateCount: Hashable, Sendable {
        public var state: String
        public var node: CaseNode
        public var count: Int
    }

    public struct Reason: Hashable, Sendable {
        public var why: String
        public var count: Int
    }

    public var total: Int { states.reduce(0) { $0 + $1.count } }
}

extension CaseFigures {
    /// nil: no deal is followed, or the store is of an older version.
    init?(_ db: Database) throws {
        guard try db.tableExists("cases") else { return nil }
        try HotStatement(
            "SELECT state, node, count(*) FROM cases GROUP BY state, node ORDER BY node, min(id)",
            in: db
        ).rows { row in
            states.append(
                StateCount(
                    state: row.text(0),
                    node: CaseNode(rawValue: UInt8(clamping: row.integer(1))) ?? .confirmation,
                    count: Int(row.integer(2))))
        }
        let known = CaseState.builtIn.map(\.name)
        func place(_ state: StateCount) -> Int {
            Int(state.node.rawValue) * 100 + (known.firstIndex(of: state.state) ?? known.count)
        }
        // A stable order: those of the campaign's own stay as they are.
        states = states.enumerated().sorted {
            (place($0.element), $0.offset) < (place($1.element), $1.offset)
        }.map(\.element)
        try HotStatement("SELECT count(*) FROM cases WHERE settled = 0", in: db).rows {
            open = Int($0.integer(0))
        }
        unanswered =
            states.first { $0.state == CaseState.pending.name }?.count ?? 0
        try HotStatement(
            "SELECT count(*) FROM outbox WHERE delivered IS NULL AND parked IS NULL", in: db
        ).rows { undelivered = Int($0.integer(0)) }
        parked = try Self.reasons(
            "SELECT ifnull(trouble, ''), count(*) FROM outbox WHERE parked IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1",
            in: db)
        refused = try Self.reasons(
            """
            SELECT refused, count(*) FROM case_changes WHERE refused IS NOT NULL
            GROUP BY 1 ORDER BY 2 DESC, 1
            """, in: db)
        if states.isEmpty, refused.isEmpty { return nil }
    }

    private static func reasons(_ sql: String, in db: Database) throws -> [Reason] {
        var reasons: [Reason] = []
        try HotStatement(sql, in: db).rows {
            reasons.append(Reason(why: $0.text(0), count: Int($0.integer(1))))
        }
        return reasons
    }

    /// A section of the report.
    func write(_ page: inout Page) {
        page.section("Confirmations", grouped(total))
        for state in states {
            let by = state.node == .revisit ? "by a further call" : ""
            page.line(state.state, grouped(state.count), by)
        }
        page.line("open", grouped(open), "neither sold nor cancelled")
        page.line("waiting for an answer", grouped(unanswered))
        if undelivered > 0 { page.line("undelivered", grouped(undelivered), "are tried again") }
        for reason in parked { page.line("parked", grouped(reason.count), reason.why) }
        for reason in refused { page.line("news refused", grouped(reason.count), reason.why) }
    }

    var tree: JSONTree {
        func reasons(_ reasons: [Reason]) -> JSONTree {
            .array(
                reasons.map { .object([("why", .text($0.why)), ("count", .count($0.count))]) })
        }
        return .object([
            (
                "states",
                .array(
                    states.map {
                        .object([
                            ("state", .text($0.state)), ("node", .count(Int($0.node.rawValue))),
                            ("count", .count($0.count)),
                        ])
                    })
            ),
            ("open", .count(open)), ("unanswered", .count(unanswered)),
            ("undelivered", .count(undelivered)), ("parked", reasons(parked)),
            ("refused", reasons(refused)),
        ])
    }

    var rows: [(name: String, value: Int)] {
        states.map { ("\($0.state), node \($0.node.rawValue)", $0.count) } + [
            ("open", open), ("unanswered", unanswered), ("undelivered", undelivered),
            ("parked", parked.reduce(0) { $0 + $1.count }),
            ("news refused", refused.reduce(0) { $0 + $1.count }),
        ]
    }
}
