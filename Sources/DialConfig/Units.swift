import DialModel

/// Numbers with units as people write them in a campaign file. Read from the text itself, so that
/// nothing depends on what YAML takes `1e3`, `010` or `12:30` for.
enum Units {
    /// Why a text is no value of its kind; the sentence is made where the value's name is known.
    enum Fault: Error, Hashable {
        case notOne
        /// A number without a unit.
        case noUnit
        /// More than a century.
        case tooLong
    }

    /// A century: more than any campaign's wait, and far from where sums overflow.
    static let longest = Duration.days(36_525)

    /// `500ms`, `12s`, `5m`, `2h`, `3d`, `1.5 h`, `1h30m`; `min` is `m`. A sign may come first.
    static func time(_ text: String) throws(Fault) -> Duration {
        var rest = Substring(text).utf8
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        var total: Int64 = 0
        var parts = 0
        while !rest.isEmpty {
            guard let number = takeNumber(&rest) else { throw .notOne }
            skipSpaces(&rest)
            let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            rest = rest.dropFirst(letters.count)
            skipSpaces(&rest)
            let size: Int64
            switch String(Substring(letters)) {
            case "ms": size = 1_000_000
            case "s": size = 1_000_000_000
            case "m", "min": size = 60_000_000_000
            case "h": size = 3_600_000_000_000
            case "d": size = 86_400_000_000_000
            case "" where parts == 0 && rest.isEmpty: throw .noUnit
            default: throw .notOne
            }
            let (whole, tooLong) = number.whole.multipliedReportingOverflow(by: size)
            if tooLong { throw .tooLong }
            let (sum, overflow) = total.addingReportingOverflow(whole)
            if overflow { throw .tooLong }
            total = sum + Int64((Double(size) * number.fraction).rounded())
            if total > longest.nanoseconds { throw .tooLong }
            parts += 1
        }
        if parts == 0 { throw .notOne }
        return Duration(nanoseconds: isNegative ? -total : total)
    }

    /// `3%`, `2.5 %`, `0.03`, as 0.03 and the like; no bound is checked. A bare `3` or `1` has no
    /// unit: it may be meant either way. A bare `0` is clear.
    static func share(_ text: String) throws(Fault) -> Double {
        if text.hasSuffix("%") {
            guard let value = number(String(text.dropLast()).trimmed) else { throw .notOne }
            return value / 100
        }
        guard let value = number(text) else { throw .notOne }
        if value != 0, !text.utf8.contains(UInt8(ascii: ".")) || value > 1 { throw .noUnit }
        return value
    }

    /// A decimal number: digits, at most one point, a sign. No exponent, no `inf`, no `0x`.
    static func number(_ text: String) -> Double? {
        var rest = Substring(text).utf8
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard takeNumber(&rest) != nil, rest.isEmpty else { return nil }
        return Double(text)
    }

    /// A whole number in decimal digits; a sign may come first.
    static func count(_ text: String) -> Int? {
        text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") } ? Int(text) : nil
    }

    private static func takeNumber(
        _ rest: inout Substring.UTF8View
    ) -> (whole: Int64, fraction: Double)? {
        let digits = rest.prefix(while: isDigit)
        rest = rest.dropFirst(digits.count)
        var fraction = 0.0
        var decimals = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            decimals = digits.count
            if decimals == 0 { return nil }
            fraction = Double("0." + String(Substring(digits)))!
        }
        if digits.isEmpty { return nil }
        // More digits than fit are as good as the largest: too long in any unit.
        return (Int64(String(Substring(digits))) ?? .max, fraction)
    }

    private static func skipSpaces(_ rest: inout Substring.UTF8View) {
        rest = rest.drop { $0 == UInt8(ascii: " ") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = utf8.first, let last = utf8.last, isBlank(first) || isBlank(last) else {
            return self
        }
        let body = utf8.drop(while: isBlank)
        let blanks = body.reversed().prefix(while: isBlank).count
        return String(Substring(body.dropLast(blanks)))
    }
}

/// A span of time as files and command lines have it, such as `500ms`, `5s` or `1h30m`; nil when it is
/// none.
package func writtenTime(_ text: String) -> Duration? { try? Units.time(text.trimmed) }
