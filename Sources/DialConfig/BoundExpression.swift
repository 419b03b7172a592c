/// An expression over the columns of one lead file.
struct BoundExpression: Sendable {
    private let root: LeadExpression.Root
    /// Where the expression's columns are in a row.
    private let places: [Int]

    fileprivate init(_ root: LeadExpression.Root, _ places: [Int]) {
        self.root = root
        self.places = places
    }

    /// Whether the condition holds for a row.
    ///
    /// - Parameter cells: in the order of the columns.
    func holds(for cells: [String]) -> Bool {
        guard case .condition(let condition) = root else { return false }
        return holds(condition, cells)
    }

    /// What the calculation comes to; nil: a cell that it takes is empty or no number, or the result is not
    /// finite.
    func value(for cells: [String]) -> Double? {
        guard case .value(let value) = root else { return nil }
        return number(value, cells)
    }

    // MARK: Values

    private enum Operand {
        case none
        case number(Double)
        /// In lower case.
        case text(String)
        case cell(String)
    }

    private func operand(_ value: ExpressionValue, _ cells: [String]) -> Operand {
        switch value {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .column(let name):
            let cell = cells[places[name]].trimmed
            return cell.isEmpty ? .none : .cell(cell)
        default: return number(value, cells).map { .number($0) } ?? .none
        }
    }

    private func number(_ value: ExpressionValue, _ cells: [String]) -> Double? {
        let result: Double?
        switch value {
        case .number(let number): return number
        case .text: return nil
        case .column(let name): return writtenNumber(cells[places[name]].trimmed)
        case .negated(let a): return number(a, cells).map { -$0 }
        case .sum(let a, let b): result = both(a, b, cells) { $0 + $1 }
        case .difference(let a, let b): result = both(a, b, cells) { $0 - $1 }
        case .product(let a, let b): result = both(a, b, cells) { $0 * $1 }
        case .quotient(let a, let b): result = both(a, b, cells) { $0 / $1 }
        }
        return result.flatMap { $0.isFinite ? $0 : nil }
    }

    private func both(
        _ a: ExpressionValue, _ b: ExpressionValue, _ cells: [String],
        _ made: (Double, Double) -> Double
    ) -> Double? {
        guard let a = number(a, cells), let b = number(b, cells) else { return nil }
        return made(a, b)
    }

    // MARK: Conditions

    private func holds(_ condition: ExpressionCondition, _ cells: [String]) -> Bool {
        switch condition {
        case .comparison(.unequal, let a, let b): return !compare(.equal, a, b, cells)
        case .comparison(let sign, let a, let b): return compare(sign, a, b, cells)
        case .among(let a, let list): return list.contains { compare(.equal, a, $0, cells) }
        case .contains(let a, let b):
            guard let (a, b) = texts(a, b, cells) else { return false }
            return a.utf8.count >= b.utf8.count && containsBytes(a, b)
        case .begins(let a, let b):
            guard let (a, b) = texts(a, b, cells) else { return false }
            return a.utf8.starts(with: b.utf8)
        case .isEmpty(let a):
            if case .none = operand(a, cells) { return true } else { return false }
        case .not(let inner): return !holds(inner, cells)
        case .all(let parts): return parts.allSatisfy { holds($0, cells) }
        case .any(let parts): return parts.contains { holds($0, cells) }
        }
    }

    private func compare(
        _ sign: ExpressionSign, _ a: ExpressionValue, _ b: ExpressionValue, _ cells: [String]
    ) -> Bool {
        switch (operand(a, cells), operand(b, cells)) {
        case (.none, _), (_, .none): return false
        case (.number(let a), .number(let b)): return sign.holds(a, b)
        case (.cell(let a), .number(let b)):
            return writtenNumber(a).map { sign.holds($0, b) } ?? false
        case (.number(let a), .cell(let b)):
            return writtenNumber(b).map { sign.holds(a, $0) } ?? false
        case (.cell(let a), .cell(let b)):
            if let a = writtenNumber(a), let b = writtenNumber(b) { return sign.holds(a, b) }
            return sign.holds(order(lowered(a), lowered(b)), 0)
        case (.cell(let a), .text(let b)): return sign.holds(order(lowered(a), b), 0)
        case (.text(let a), .cell(let b)): return sign.holds(order(a, lowered(b)), 0)
        case (.text(let a), .text(let b)): return sign.holds(order(a, b), 0)
        case (.text, .number), (.number, .text): return false
        }
    }

    private func texts(
        _ a: ExpressionValue, _ b: ExpressionValue, _ cells: [String]
    ) -> (String, String)? {
        guard let a = text(operand(a, cells)), let b = text(operand(b, cells)) else { return nil }
        return (a, b)
    }

    private func text(_ operand: Operand) -> String? {
        switch operand {
        case .none: nil
        case .number(let number): decimal(number)
        case .text(let text): text
        case .cell(let cell): lowered(cell)
        }
    }
}

extension LeadExpression {
    /// The expression over a file's columns.
    ///
    /// - Throws: the first column that is not there, or the first bare word that may also be a column.
    func bound(to names: [String]) throws(ExpressionFault) -> BoundExpression {
        let plainNames = names.map(plain)
        var places: [Int] = []
        for column in columns {
            let found = plainNames.indices.filter { plainNames[$0] == plain(column.name) }
            guard let place = found.first else {
                throw ExpressionFault(
                    position: column.position,
                    text: "there is no column \(quoted(column.name)); "
                        + (nearest(to: column.name, among: names).map { "did you mean \($0)?" }
                            ?? "the columns are \(names.joined(separator: ", "))"))
            }
            if found.count > 1 {
                let same = found.map { "\(names[$0]) (column \($0 + 1))" }
                throw ExpressionFault(
                    position: column.position,
                    text: "several columns are called so: \(same.joined(separator: ", "))")
            }
            places.append(place)
        }
        for word in words where plainNames.contains(plain(word.name)) {
            throw ExpressionFault(
                position: word.position,
                text:
                    "\(word.name) may be a text or the column of this name; write \"\(word.name)\" for "
                    + "the text, `\(word.name)` for the column")
        }
        return BoundExpression(root, places)
    }
}

/// A number as a cell has it: `1000`, `-12.5`, `1e6`; nil: it is none.
func writtenNumber(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { bytes -> Double?? in
        guard let first = bytes.first, bytes.count <= 40, first <= 57 else { return .some(nil) }
        var value: Int64 = 0
        var scale = 1.0
        var digits = 0
        var hasPoint = false
        let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        for byte in isSigned ? UnsafeBufferPointer(rebasing: bytes[1...]) : bytes {
            if (48...57).contains(byte) {
                digits += 1
                if digits > 15 { return nil }
                value = value * 10 + Int64(byte - 48)
                if hasPoint { scale *= 10 }
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                return byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") ? nil : .some(nil)
            }
        }
        if digits == 0 || bytes.last == UInt8(ascii: ".") { return .some(nil) }
        // Both are exact, and so is what they come to, to the last bit.
        let number = Double(value) / scale
        return .some(first == UInt8(ascii: "-") ? -number : number)
    } ?? Double(text).flatMap { $0.isFinite ? $0 : nil }
}

/// In lower case; quick where there is nothing to do.
private func lowered(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 && !(65...90).contains($0) } ? text : text.lowercased()
}

/// Below 0 where `a` comes first, by code points.
private func order(_ a: String, _ b: String) -> Int {
    // Byte by byte, as their UTF-8 is sorted: Swift's own order knows letters that are written in two ways.
    var (a, b) = (a.utf8.makeIterator(), b.utf8.makeIterator())
    while true {
        let (x, y) = (a.next(), b.next())
        guard let x else { return y == nil ? 0 : -1 }
        guard let y else { return 1 }
        if x != y { return x < y ? -1 : 1 }
    }
}

private func containsBytes(_ whole: String, _ part: String) -> Bool {
    var rest = whole.utf8[...]
    while rest.count >= part.utf8.count {
        if rest.starts(with: part.utf8) { return true }
        rest = rest.dropFirst()
    }
    return false
}
