/// How much of a telephone number each role may see.
///
/// What a store keeps, and what goes to the trunk, is never masked; only what is shown is.
public struct Masking: Hashable, Sendable {
    /// Who looks.
    public enum Role: String, CaseIterable, Sendable {
        case agent, supervisor
        /// Whoever runs the command on a terminal.
        case `operator`
        /// Files and streams that are kept: traces, plain progress lines, error lines.
        case log
    }

    /// How many of a number's last digits each role does not see; ``all``: none of them.
    private var hidden: [Role: Int]

    /// Every digit.
    public static let all = Int.max

    /// Agents do not see the last four digits, everyone else sees whole numbers.
    public init() { hidden = [.agent: 4] }

    public subscript(role: Role) -> Int {
        get { hidden[role] ?? 0 }
        set { hidden[role] = newValue }
    }

    /// `text` as `role` may see it: every `+` with 7 to 15 digits in it is masked. O(length).
    public func shown(_ text: String, to role: Role) -> String {
        Self.masked(text, last: self[role])
    }

    /// - Parameter last: how many digits are hidden of each number.
    public static func masked(_ text: String, last: Int) -> String {
        if last <= 0 || !text.utf8.contains(UInt8(ascii: "+")) { return text }
        var shown: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            shown.append(byte)
            guard byte == UInt8(ascii: "+") else { continue }
            let digits = bytes.prefix { (48...57).contains($0) }
            bytes = bytes.dropFirst(digits.count)
            let isNumber = (7...15).contains(digits.count)
            let kept = isNumber ? max(0, digits.count - min(last, digits.count)) : digits.count
            shown += digits.prefix(kept)
            shown += Array(repeating: UInt8(ascii: "*"), count: digits.count - kept)
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// A whole value that may be a number as people write them, with 7 to 15 digits and nothing else
    /// but a plus, spaces, dots, dashes, slashes and parentheses, and that is no day; else ``masked(_:last:)``.
    public static func masked(field: String, last: Int) -> String {
        let digits = field.utf8.count { (48...57).contains($0) }
        let isNumber =
            (7...15).contains(digits)
            && field.allSatisfy { $0.isASCII && ($0.isNumber || "+ .-/()".contains($0)) }
            && field.split(separator: "-").map(\.count) != [4, 2, 2]
        guard last > 0, isNumber else { return masked(field, last: last) }
        var kept = max(0, digits - min(last, digits))
        return String(
            field.map { character in
                guard character.isNumber else { return character }
                kept -= 1
                return kept >= 0 ? character : "*"
            })
    }
}

extension PhoneNumber {
    /// `+1202555****`: with so many of its last digits hidden.
    public func masked(last: Int) -> String { Masking.masked(description, last: last) }
}
