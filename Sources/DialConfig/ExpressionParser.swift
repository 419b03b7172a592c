/// Reads an expression, word by word.
struct ExpressionParser {
    static let mostDepth = 50

    private let tokens: [ExpressionToken]
    private var place = 0
    private var depth = 0
    private(set) var columns: [ExpressionName] = []
    private(set) var words: [ExpressionName] = []

    /// What a part of an expression may be.
    private enum Part {
        case value(ExpressionValue)
        case condition(ExpressionCondition)
    }

    init(_ text: String) throws(ExpressionFault) { tokens = try ExpressionTokens(text).all }

    mutating func wholeCondition() throws(ExpressionFault) -> ExpressionCondition {
        let part = try disjunction()
        let condition = try condition(of: part, from: tokens[0])
        try expectEnd()
        return condition
    }

    mutating func wholeNumber() throws(ExpressionFault) -> ExpressionValue {
        let part = try disjunction()
        let value = try number(of: part, from: tokens[0])
        try expectEnd()
        return value
    }

    // MARK: Words

    private var token: ExpressionToken { tokens[place] }

    private mutating func advance() { if place < tokens.count - 1 { place += 1 } }

    private mutating func take(_ sign: String) -> Bool {
        guard token.isSign(sign) else { return false }
        advance()
        return true
    }

    private mutating func take(keyword: String) -> Bool {
        guard token.keyword == keyword else { return false }
        advance()
        return true
    }

    private func fault(_ token: ExpressionToken, _ text: String) -> ExpressionFault {
        ExpressionFault(position: token.position, text: text)
    }

    private func unexpected(_ expected: String) -> ExpressionFault {
        fault(token, "\(token.shown) is found; \(expected) is expected")
    }

    private func expectEnd() throws(ExpressionFault) {
        if token.kind == .end { return }
        if place > 0, case .word = tokens[place - 1].kind, case .word = token.kind,
            !Self.reserved.contains(token.keyword ?? "")
        {
            throw fault(
                token,
                "\(token.shown) is found; and, or or the end is expected; a text of several words "
                    + "stands in quotation marks")
        }
        if ExpressionSign.allCases.contains(where: { token.isSign($0.rawValue) }) {
            throw fault(
                token, "\(token.shown) is found; a comparison has two sides; join two with and")
        }
        throw unexpected(
            token.isSign(")") ? "no ) without a ( before it, but the end" : "and, or or the end")
    }

    private static let reserved: Set<String> = [
        "and", "or", "not", "in", "contains", "begins", "with", "is", "empty",
    ]

    private func condition(
        of part: Part, from token: ExpressionToken
    ) throws(ExpressionFault) -> ExpressionCondition {
        if case .condition(let condition) = part { return condition }
        if self.token.kind != .end, !self.token.isSign(")"),
            !["and", "or"].contains(self.token.keyword)
        {
            throw unexpected("a comparison such as = or >, in, contains, begins with or is empty")
        }
        throw fault(
            token, "\(token.shown) is found; a condition such as amount > 50000 is expected")
    }

    private func number(
        of part: Part, from token: ExpressionToken
    ) throws(ExpressionFault) -> ExpressionValue {
        switch part {
        case .value(.text):
            throw fault(token, "\(token.shown) is a text; a number or a column is expected")
        case .value(let value): return value
        case .condition:
            throw fault(
                token, "a condition begins; a number, a column or a calculation is expected")
        }
    }

    // MARK: Conditions

    private mutating func disjunction() throws(ExpressionFault) -> Part {
        let first = token
        let part = try conjunction()
        guard token.keyword == "or" else { return part }
        var parts = [try condition(of: part, from: first)]
        while take(keyword: "or") {
            let next = token
            let part = try conjunction()
            parts.append(try condition(of: part, from: next))
        }
        return .condition(.any(parts))
    }

    private mutating func conjunction() throws(ExpressionFault) -> Part {
        let first = token
        let part = try negation()
        guard token.keyword == "and" else { return part }
        var parts = [try condition(of: part, from: first)]
        while take(keyword: "and") {
            let next = token
            let part = try negation()
            parts.append(try condition(of: part, from: next))
        }
        return .condition(.all(parts))
    }

    private mutating func negation() throws(ExpressionFault) -> Part {
        guard token.keyword == "not" else { return try comparison() }
        try deepen()
        defer { depth -= 1 }
        advance()
        let first = token
        let part = try negation()
        return .condition(.not(try condition(of: part, from: first)))
    }

    private mutating func comparison() throws(ExpressionFault) -> Part {
        let first = token
        let part = try sum()
        if let sign = ExpressionSign.allCases.first(where: { token.isSign($0.rawValue) }) {
            let left = try value(of: part, from: first)
            advance()
            return .condition(.comparison(sign, left, try rightSide()))
        }
        guard let word = token.keyword, ["is", "not", "in", "contains", "begins"].contains(word)
        else { return part }
        let left = try value(of: part, from: first)
        if take(keyword: "is") {
            let isNot = take(keyword: "not")
            guard take(keyword: "empty") else { throw unexpected("empty") }
            return .condition(isNot ? .not(.isEmpty(left)) : .isEmpty(left))
        }
        let isNot = take(keyword: "not")
        let condition = try relation(of: left)
        return .condition(isNot ? .not(condition) : condition)
    }

    private mutating func relation(
        of left: ExpressionValue
    ) throws(ExpressionFault) -> ExpressionCondition {
        if take(keyword: "in") { return .among(left, try list()) }
        if take(keyword: "contains") { return .contains(left, try rightSide()) }
        guard take(keyword: "begins") else { throw unexpected("in, contains or begins with") }
        guard take(keyword: "with") else { throw unexpected("with") }
        return .begins(left, try rightSide())
    }

    private func value(
        of part: Part, from token: ExpressionToken
    ) throws(ExpressionFault) -> ExpressionValue {
        if case .value(let value) = part { return value }
        throw fault(token, "a condition begins; a column, a number or a text is expected")
    }

    /// A single bare word is a text.
    private mutating func rightSide() throws(ExpressionFault) -> ExpressionValue {
        if let text = try bareWord() { return text }
        let first = token
        let part = try sum()
        return try value(of: part, from: first)
    }

    private mutating func bareWord() throws(ExpressionFault) -> ExpressionValue? {
        guard case .word(let word) = token.kind, !Self.reserved.contains(word.lowercased()) else {
            return nil
        }
        let next = tokens[place + 1]
        if ["+", "-", "*", "/"].contains(where: next.isSign) { return nil }
        words.append(ExpressionName(name: word, position: token.position))
        advance()
        return .text(word.lowercased())
    }

    private mutating func list() throws(ExpressionFault) -> [ExpressionValue] {
        guard take("(") else { throw unexpected("( and a list such as (a, b, c)") }
        var items: [ExpressionValue] = []
        repeat {
            if let word = try bareWord() {
                items.append(word)
                continue
            }
            let isNegative = take("-")
            guard case .number(let number) = token.kind else {
                guard case .text(let text) = token.kind, !isNegative else {
                    throw unexpected("a number or a text")
                }
                items.append(.text(try checked(text)))
                advance()
                continue
            }
            items.append(.number(isNegative ? -number : number))
            advance()
        } while take(",")
        guard take(")") else { throw unexpected(", or )") }
        return items
    }

    // MARK: Values

    private mutating func sum() throws(ExpressionFault) -> Part {
        let first = token
        var part = try product()
        while token.isSign("+") || token.isSign("-") {
            let left = try number(of: part, from: first)
            let isSum = token.isSign("+")
            advance()
            let next = token
            let other = try product()
            let right = try number(of: other, from: next)
            part = .value(isSum ? .sum(left, right) : .difference(left, right))
        }
        return part
    }

    private mutating func product() throws(ExpressionFault) -> Part {
        let first = token
        var part = try signed()
        while token.isSign("*") || token.isSign("/") {
            let left = try number(of: part, from: first)
            let isProduct = token.isSign("*")
            advance()
            let next = token
            let other = try signed()
            let right = try number(of: other, from: next)
            part = .value(isProduct ? .product(left, right) : .quotient(left, right))
        }
        return part
    }

    private mutating func signed() throws(ExpressionFault) -> Part {
        guard token.isSign("-") else { return try primary() }
        try deepen()
        defer { depth -= 1 }
        advance()
        let first = token
        let part = try signed()
        return .value(.negated(try number(of: part, from: first)))
    }

    private mutating func primary() throws(ExpressionFault) -> Part {
        let first = token
        switch first.kind {
        case .number(let number):
            advance()
            return .value(.number(number))
        case .text(let text):
            let text = try checked(text)
            advance()
            return .value(.text(text))
        case .column(let name):
            advance()
            return .value(.column(column(name, first)))
        case .word(let name) where !Self.reserved.contains(name.lowercased()):
            advance()
            return .value(.column(column(name, first)))
        case .sign("("):
            try deepen()
            defer { depth -= 1 }
            advance()
            let part = try disjunction()
            guard take(")") else { throw unexpected(")") }
            return part
        default: throw unexpected("a column, a number or a text")
        }
    }

    private func checked(_ text: String) throws(ExpressionFault) -> String {
        if text.isEmpty {
            throw fault(token, "a text is empty; what is empty is found by: is empty")
        }
        return text.lowercased()
    }

    private mutating func column(_ name: String, _ token: ExpressionToken) -> Int {
        if let known = columns.firstIndex(where: { plain($0.name) == plain(name) }) { return known }
        columns.append(ExpressionName(name: name, position: token.position))
        return columns.count - 1
    }

    private mutating func deepen() throws(ExpressionFault) {
        depth += 1
        if depth > Self.mostDepth {
            throw fault(
                token,
                "parentheses and nots are more than \(Self.mostDepth) deep; "
                    + "\(Self.mostDepth) are allowed")
        }
    }
}
