/// The words and signs of an expression.
struct ExpressionToken: Hashable {
    enum Kind: Hashable {
        case number(Double)
        /// In quotation marks.
        case text(String)
        /// In backticks.
        case column(String)
        /// Bare.
        case word(String)
        /// `= != < <= > >= + - * / ( ) ,`
        case sign(String)
        case end
    }

    var kind: Kind
    /// In characters, from 1.
    var position: Int
    /// As it stands in the text.
    var text: String

    /// In messages.
    var shown: String { kind == .end ? "the end" : quoted(text) }

    /// The word in lower case; nil: it is none.
    var keyword: String? {
        if case .word(let word) = kind { word.lowercased() } else { nil }
    }

    func isSign(_ sign: String) -> Bool { kind == .sign(sign) }
}

/// Takes a text apart.
struct ExpressionTokens {
    static let mostBytes = 4_000
    static let most = 500

    private let scalars: [Unicode.Scalar]
    private var place = 0
    private(set) var all: [ExpressionToken] = []

    init(_ text: String) throws(ExpressionFault) {
        if text.utf8.count > Self.mostBytes {
            throw ExpressionFault(
                position: 1,
                text: "it is \(text.utf8.count) bytes long; at most \(Self.mostBytes) are allowed")
        }
        scalars = Array(text.unicodeScalars)
        while let token = try next() {
            all.append(token)
            if all.count > Self.most {
                throw ExpressionFault(
                    position: token.position,
                    text: "there are more than \(Self.most) words and signs; "
                        + "\(Self.most) are allowed")
            }
        }
        all.append(ExpressionToken(kind: .end, position: scalars.count + 1, text: ""))
    }

    private mutating func next() throws(ExpressionFault) -> ExpressionToken? {
        while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
        guard place < scalars.count else { return nil }
        let start = place
        let first = scalars[place]
        if first == "\"" || first == "'" {
            let text = try enclosed("text")
            return token(.text(text), start)
        }
        if first == "`" {
            let name = try enclosed("name of a column")
            return token(.column(name), start)
        }
        if Self.isWordLetter(first) { return word(start) }
        if "=!<>&|".unicodeScalars.contains(first) { return try comparison(start) }
        if "+-*/(),".unicodeScalars.contains(first) {
            place += 1
            return token(.sign(String(first)), start)
        }
        place += 1
        throw ExpressionFault(
            position: start + 1,
            text:
                "\(quoted(text(from: start))) is no sign; a text with it stands in quotation marks, "
                + "the name of a column in backticks")
    }

    private func text(from start: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<place])
        return text
    }

    private func token(_ kind: ExpressionToken.Kind, _ start: Int) -> ExpressionToken {
        ExpressionToken(kind: kind, position: start + 1, text: text(from: start))
    }

    /// A mark in what it encloses is doubled.
    private mutating func enclosed(_ what: String) throws(ExpressionFault) -> String {
        let start = place
        let mark = scalars[place]
        var text = ""
        place += 1
        while place < scalars.count {
            let scalar = scalars[place]
            place += 1
            if scalar == mark {
                guard place < scalars.count, scalars[place] == mark else { return text }
                place += 1
            }
            text.unicodeScalars.append(scalar)
        }
        throw ExpressionFault(
            position: start + 1, text: "a \(what) begins and does not end; \(mark) is expected")
    }

    private static func isWordLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "#", "%", "$", "@": true
        default: !scalar.isASCII && !scalar.properties.isWhitespace
        }
    }

    private mutating func word(_ start: Int) -> ExpressionToken {
        while place < scalars.count, Self.isWordLetter(scalars[place]) { place += 1 }
        let word = text(from: start)
        return token(Self.number(word).map { .number($0) } ?? .word(word), start)
    }

    /// `1000`, `1_000`, `12.5`.
    private static func number(_ word: String) -> Double? {
        let isPlain = word.utf8.allSatisfy {
            (48...57).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
        guard isPlain, (word.utf8.first ?? 0) <= 57, (word.utf8.last ?? 0) <= 57 else { return nil }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ (48...57).contains($0.utf8.first ?? 0) })
        else { return nil }
        return Double(word.filter { $0 != "_" })
    }

    private mutating func comparison(_ start: Int) throws(ExpressionFault) -> ExpressionToken {
        while place < scalars.count, "=!<>&|".unicodeScalars.contains(scalars[place]) { place += 1 }
        let sign = text(from: start)
        if ExpressionSign(rawValue: sign) != nil { return token(.sign(sign), start) }
        let meant = [
            "==": "=", "<>": "!=", "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not",
        ]
        let known = "known: " + ExpressionSign.allCases.map(\.rawValue).joined(separator: " ")
        throw ExpressionFault(
            position: start + 1,
            text: "\(quoted(sign)) is no sign; " + (meant[sign].map { "write \($0)" } ?? known))
    }
}
