import DialModel
import GRDB

/// How often one of a campaign's goals was reached.
public struct GoalFigures: Hashable, Sendable {
    /// `primary` or `secondary`.
    public var name: String
    /// Any of which reaches it, by name.
    public var outcomes: [String]
    /// Calls that came to one of ``outcomes``.
    public var count: Int
    /// Calls in which somebody was reached and not abandoned.
    public var reached: Int

    /// 0...1; nil where nobody was reached.
    public var share: Double? { reached > 0 ? Double(count) / Double(reached) : nil }
}

extension CampaignReport {
    /// After ``outcomes``.
    mutating func readGoals(_ db: Database) throws {
        guard let facts = try CampaignFacts(db), let wanted = facts.goals else { return }
        func figures(_ name: String, _ goal: Set<Outcome>) -> GoalFigures {
            GoalFigures(
                name: name,
                outcomes: facts.dispositions.all.filter(goal.contains).map(facts.dispositions.name),
                count: outcomes.filter { goal.contains($0.outcome) }.reduce(0) { $0 + $1.count },
                reached: people - abandoned)
        }
        goals = [figures("primary", wanted.primary)]
        if !wanted.secondary.isEmpty { goals.append(figures("secondary", wanted.secondary)) }
    }
}

extension GoalFigures {
    /// Lines of the report.
    func write(_ page: inout Page, isFirst: Bool) {
        if isFirst { page.section("Goals", "") }
        let share = share.map { percent($0) } ?? "–"
        page.line(
            name, grouped(count),
            "\(share) of \(grouped(reached)): \(outcomes.joined(separator: ", "))")
    }

    var tree: JSONTree {
        .object([
            ("name", .text(name)), ("outcomes", .array(outcomes.map(JSONTree.text))),
            ("count", .count(count)), ("of", .count(reached)), ("share", .share(share)),
        ])
    }
}

extension Goals {
    /// As the store keeps them: codes, in order.
    var json: String {
        func codes(_ outcomes: Set<Outcome>) -> String {
            outcomes.map { Int($0.code) }.sorted().map(String.init).joined(separator: ", ")
        }
        return "{\"primary\": [\(codes(primary))], \"secondary\": [\(codes(secondary))]}"
    }

    /// - Parameter json: as ``json`` has it.
    init(_ json: String, _ db: Database) throws {
        func outcomes(_ key: String) throws -> Set<Outcome> {
            let codes = try Int.fetchAll(
                db, sql: "SELECT value FROM json_each(?, ?)", arguments: [json, "$.\(key)"])
            return Set(codes.compactMap { Outcome(code: UInt8(truncatingIfNeeded: $0)) })
        }
        self.init(primary: try outcomes("primary"), secondary: try outcomes("secondary"))
    }
}
