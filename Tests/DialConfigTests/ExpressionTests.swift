import DialMath
import Testing

@testable import DialConfig

/// Conditions and calculations over a lead's columns.
@Suite struct ExpressionTests {
    static let columns = ["Tier", "amount", "Probability", "last call", "city", "limit"]

    private func holds(_ text: String, _ cells: [String]) throws -> Bool {
        try LeadExpression(condition: text).bound(to: Self.columns).holds(for: cells)
    }

    private func fault(_ read: () throws -> Void) -> String? {
        do { try read() } catch { return "\(error)" }
        return nil
    }

    @Test(arguments: [
        ("tier = large", true), ("TIER = LARGE", true), ("tier = \"large\"", true),
        ("tier = 'large'", true), ("tier != general", true), ("tier = general", false),
        ("amount > 50000", true), ("amount > 50_000", true), ("amount > 60_000.5", false),
        ("amount >= 60000", true), ("amount <= 60000", true), ("amount < 60000", false),
        ("amount = 60000.0", true), ("60000 = `amount`", true), ("amount = \"60000\"", true),
        ("amount > `limit`", true), ("amount / 2 > `limit`", true), ("amount / 3 > `limit`", false),
        ("amount * probability = 15000", true), ("1 + 2 * 3 = 7", true), ("(1 + 2) * 3 = 9", true),
        ("8 - 4 - 2 = 2", true), ("16 / 4 / 2 = 2", true), ("-2 * -3 = 6", true),
        ("amount = -60000", false), ("tier in (small, large, 'on hold')", true),
        ("tier in (small)", false), ("amount in (1, 60000)", true), ("amount in (-1, x)", false),
        ("tier not in (small)", true), ("city contains szo", true), ("city contains xyz", false),
        ("city not contains xyz", true), ("city begins with kapo", true),
        ("city begins with szo", false), ("city not begins with szo", true),
        ("`last call` is empty", true), ("last_call is empty", true),
        ("`last call` is not empty", false), ("`last call` = x", false),
        ("`last call` < 5", false), ("`last call` != x", true), ("not `last call` = x", true),
        ("`last call` + 1 > 0", false), ("`last call` + 1 is empty", true),
        ("tier + 1 is empty", true), ("1 / 0 is empty", true), ("tier > 5", false),
        ("tier < 5", false), ("tier = 5", false), ("tier != 5", true), ("tier < m", true),
        ("city < `tier`", true), ("tier = large and amount > 1", true),
        ("tier = x or amount > 1", true), ("tier = x or amount > 1 and tier = x", false),
        ("(tier = x or amount > 1) and not tier = x", true), ("not not tier = large", true),
        ("tier = large AND NOT (amount < 1 OR city = x)", true),
    ])
    func `a condition holds as it reads`(text: String, isTrue: Bool) throws {
        let cells = ["Large", " 60000 ", "0.25", "", "Kaposzombat", "25_0"]
        #expect(try holds(text, cells.map { $0 == "25_0" ? "25000" : $0 }) == isTrue)
    }

    @Test(arguments: [
        ("Élan", "tier = élan", true), ("ÉLAN", "tier begins with é", true),
        ("straße", "tier contains RAß", true), ("a\"b", "tier = \"a\"\"b\"", true),
        ("1e3", "tier = 1000", true), ("+5", "tier = 5", true), ("5.", "tier = 5", false),
        ("0x10", "tier = 16", false), ("inf", "tier > 1", false), ("nan", "tier != 1", true),
        ("1,000", "tier > 1", false), ("123456789012345678", "tier > 123456789012345000", true),
    ])
    func `cells are read as they are written`(cell: String, text: String, isTrue: Bool) throws {
        #expect(try holds(text, [cell, "", "", "", "", ""]) == isTrue)
    }

    @Test(arguments: [
        ("amount * probability", 15_000.0 as Double?), ("amount", 60_000), ("-amount", -60_000),
        ("amount / `limit`", nil), ("amount * city", nil), ("`last call`", nil),
        ("2 * (3 + 4)", 14),
    ])
    func `a calculation gives a number or none`(text: String, value: Double?) throws {
        let bound = try LeadExpression(value: text).bound(to: Self.columns)
        #expect(bound.value(for: ["large", "60000", "0.25", "", "Pécs", "0"]) == value)
    }

    @Test(arguments: [
        ("", "at character 1, the end is found; a column, a number or a text is expected"),
        (
            "tier",
            "at character 1, \"tier\" is found; a condition such as amount > 50000 is expected"
        ),
        ("tier =", "at character 7, the end is found; a column, a number or a text is expected"),
        ("tier == 5", "at character 6, \"==\" is no sign; write ="),
        ("a && b", "at character 3, \"&&\" is no sign; write and"),
        (
            "status = follow up",
            "at character 17, \"up\" is found; and, or or the end is expected; a text of several words "
                + "stands in quotation marks"
        ),
        (
            "1 < amount < 5",
            "at character 12, \"<\" is found; a comparison has two sides; join two with and"
        ),
        (
            "(amount > 5", "at character 12, the end is found; ) is expected"
        ),
        (
            "amount > 5)",
            "at character 11, \")\" is found; no ) without a ( before it, but the end is expected"
        ),
        (
            "amount ? 5",
            "at character 8, \"?\" is no sign; a text with it stands in quotation marks, "
                + "the name of a column in backticks"
        ),
        ("tier = \"large", "at character 8, a text begins and does not end; \" is expected"),
        ("tier = ''", "at character 8, a text is empty; what is empty is found by: is empty"),
        (
            "tier in large",
            "at character 9, \"large\" is found; ( and a list such as (a, b, c) is expected"
        ),
        ("tier in (a b)", "at character 12, \"b\" is found; , or ) is expected"),
        ("tier begins x", "at character 13, \"x\" is found; with is expected"),
        ("tier is large", "at character 9, \"large\" is found; empty is expected"),
        (
            "tier not large",
            "at character 10, \"large\" is found; in, contains or begins with is expected"
        ),
        ("amount > 1 000", "at character 12, \"000\" is found; and, or or the end is expected"),
        (
            "(a > 1) + 2 > 3",
            "at character 1, a condition begins; a number, a column or a calculation is expected"
        ),
        ("\"x\" * 2 > 3", "at character 1, \"\"x\"\" is a text; a number or a column is expected"),
        (
            "tier large",
            "at character 6, \"large\" is found; a comparison such as = or >, in, contains, "
                + "begins with or is empty is expected"
        ),
    ])
    func `what is wrong is told with its place and what is expected`(text: String, words: String) {
        #expect(fault { _ = try LeadExpression(condition: text) } == words)
    }

    @Test func `what is too long, too much or too deep is refused`() throws {
        let deep = String(repeating: "(", count: 51) + "a = 1" + String(repeating: ")", count: 51)
        #expect(fault { _ = try LeadExpression(condition: deep) }?.contains("50 deep") == true)
        let many = Array(repeating: "a = 1", count: 200).joined(separator: " or ")
        #expect(
            fault { _ = try LeadExpression(condition: many) }?.contains("more than 500") == true)
        let long = "a = \"" + String(repeating: "x", count: 4_000) + "\""
        #expect(
            fault { _ = try LeadExpression(condition: long) }?.contains("4000 are allowed") == true)
        let most = Array(repeating: "a", count: 250).joined(separator: "+")
        let bound = try LeadExpression(value: most).bound(to: ["a"])
        #expect(bound.value(for: ["2"]) == 500)
    }

    @Test(arguments: [
        ("amout > 5", "at character 1, there is no column \"amout\"; did you mean amount?"),
        (
            "tier = x or town = y",
            "at character 13, there is no column \"town\"; the columns are Tier, "
                + "amount, Probability, last call, city, limit"
        ),
        (
            "amount > limit",
            "at character 10, limit may be a text or the column of this name; write "
                + "\"limit\" for the text, `limit` for the column"
        ),
    ])
    func `columns that are not there, or not meant, are told`(text: String, words: String) {
        #expect(fault { _ = try holds(text, []) } == words)
    }

    // MARK: Against another reading

    @Test func `bytes of any kind are read or refused`() throws {
        var chance = Draws(seed: 5, stream: "bytes")
        let pieces = [
            "amount", "tier", "=", "!=", "<", ">=", "(", ")", ",", "and", "or", "not", "in", "is",
            "empty", "contains", "begins with", "\"", "'x'", "`last call`", "5", "1_0", "-", "+",
            "*",
            "/", "é", "\u{0}", ".", "..", "_", "\t", "😀",
        ]
        var read = 0
        for _ in 0..<20_000 {
            let count = Int(chance.uniform() * 12)
            let text = (0..<count).map { _ in
                pieces[Int(chance.uniform() * Double(pieces.count))]
            }.joined(separator: chance.uniform() < 0.8 ? " " : "")
            guard let condition = try? LeadExpression(condition: text) else { continue }
            read += 1
            _ = try? condition.bound(to: Self.columns).holds(for: ["", "5", "x", "", "", ""])
        }
        #expect(read > 50)
    }

    @Test func `conditions made at random come out as a plainer reading has it`() throws {
        var chance = Draws(seed: 9, stream: "expressions")
        let cells = ["", "5", "-2", "0.5", "abc", "ABD", "10", "n/a"]
        var holding = 0
        for round in 0..<5_000 {
            let row = (0..<3).map { _ in cells[Int(chance.uniform() * 8)] }
            let made = RandomCondition(&chance, depth: 4, row: row)
            let bound = try LeadExpression(condition: made.text).bound(to: ["a", "b", "c"])
            #expect(bound.holds(for: row) == made.holds, "\(round): \(made.text) of \(row)")
            if made.holds { holding += 1 }
        }
        #expect(holding > 1_000 && holding < 4_000)
    }
}

/// A condition written at random, with what it comes to for one row of the columns a, b and c: worked out as
/// it is written, and not by reading it.
private struct RandomCondition {
    var text: String
    var holds: Bool

    init(_ chance: inout Draws, depth: Int, row: [String]) {
        let kind = depth == 0 ? 0 : Int(chance.uniform() * 6)
        switch kind {
        case 3, 4:
            let isAnd = kind == 3
            let parts = (0..<2 + Int(chance.uniform() * 2)).map { _ in
                RandomCondition(&chance, depth: depth - 1, row: row)
            }
            text = parts.map { "(\($0.text))" }.joined(separator: isAnd ? " and " : " or ")
            holds = isAnd ? parts.allSatisfy(\.holds) : parts.contains(where: \.holds)
        case 5:
            let part = RandomCondition(&chance, depth: depth - 1, row: row)
            text = "not (\(part.text))"
            holds = !part.holds
        default:
            let left = RandomValue(&chance, depth: 2, row: row)
            let right = RandomValue(&chance, depth: 2, row: row)
            let sign = ["=", "!=", "<", "<=", ">", ">="][Int(chance.uniform() * 6)]
            text = "\(left.text) \(sign) \(right.text)"
            holds = Self.compare(left, sign, right)
        }
    }

    private static func compare(_ a: RandomValue, _ sign: String, _ b: RandomValue) -> Bool {
        func signHolds(_ isLess: Bool, _ isSame: Bool) -> Bool {
            switch sign {
            case "=": isSame
            case "<": isLess
            case "<=": isLess || isSame
            case ">": !isLess && !isSame
            default: !isLess
            }
        }
        if sign == "!=" { return !compare(a, "=", b) }
        if a.cell == "" || b.cell == "" || (a.cell == nil && a.number == nil)
            || (b.cell == nil && b.number == nil)
        {
            return false
        }
        if let x = a.number, let y = b.number { return signHolds(x < y, x == y) }
        guard let x = a.cell?.lowercased(), let y = b.cell?.lowercased() else { return false }
        return signHolds(x < y, x == y)
    }
}

private struct RandomValue {
    var text: String
    var number: Double?
    /// What the column holds; nil: it is no column alone.
    var cell: String?

    init(_ chance: inout Draws, depth: Int, row: [String]) {
        let kind = Int(chance.uniform() * (depth == 0 ? 2 : 3))
        if kind == 0 {
            let place = Int(chance.uniform() * 3)
            cell = row[place]
            number = Double(row[place])
            text = "`\(["a", "b", "c"][place])`"
        } else if kind == 1 {
            let whole = Int(chance.uniform() * 12)
            number = Double(whole)
            text = "\(whole)"
        } else {
            let (a, b) = (
                RandomValue(&chance, depth: depth - 1, row: row),
                RandomValue(&chance, depth: depth - 1, row: row)
            )
            let sign = ["+", "-", "*", "/"][Int(chance.uniform() * 4)]
            text = "(\(a.text) \(sign) \(b.text))"
            if let x = a.number, let y = b.number {
                let result =
                    switch sign {
                    case "+": x + y
                    case "-": x - y
                    case "*": x * y
                    default: x / y
                    }
                number = result.isFinite ? result : nil
            }
        }
    }
}

/// Draws one after the other.
struct Draws {
    private let chance: Chance
    private var count: UInt64 = 0

    init(seed: UInt64, stream: String) { chance = Chance(seed: seed, stream: stream) }

    /// Between 0 and 1.
    mutating func uniform() -> Double {
        count += 1
        return chance.uniform(count)
    }
}
