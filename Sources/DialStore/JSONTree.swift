/// A JSON value whose objects keep the order of their keys.
package indirect enum JSONTree {
    case object([(String, JSONTree)])
    case array([JSONTree])
    case text(String)
    /// As it is to stand.
    case number(String)
    case null

    package static func count(_ count: Int) -> JSONTree { .number("\(count)") }

    /// The shortest decimal that reads back as the same number.
    package static func share(_ value: Double?) -> JSONTree {
        value.map { .number("\($0)") } ?? .null
    }

    /// - Parameter indent: of the lines after the first.
    package func text(indent: String) -> String {
        let deeper = indent + "  "
        func block(_ open: String, _ lines: [String], _ close: String) -> String {
            if lines.isEmpty { return open + close }
            return open + "\n" + lines.map { deeper + $0 }.joined(separator: ",\n") + "\n" + indent
                + close
        }
        switch self {
        case .object(let members):
            return block(
                "{", members.map { jsonString($0.0) + ": " + $0.1.text(indent: deeper) }, "}")
        case .array(let elements):
            return block("[", elements.map { $0.text(indent: deeper) }, "]")
        case .text(let text): return jsonString(text)
        case .number(let number): return number
        case .null: return "null"
        }
    }
}
