import DialModel
import Yams

/// The largest campaign or scenario file, in bytes.
private let most = 1 << 20

/// The mapping that a YAML file consists of.
///
/// - Parameters:
///   - kind: for messages.
///   - line: from which lines are counted on; faults of YAML itself are told by their own.
func yamlRoot(
    _ bytes: [UInt8], path: String, as kind: FileKind = .campaign, after line: Int = 0
) throws(ConfigErrors) -> Entry {
    if bytes.count > most {
        throw ConfigErrors(path, "the file has \(bytes.count) bytes; at most \(most) are allowed")
    }
    let text = try yamlText(bytes, path: path, as: kind)
    let node: Node?
    do {
        let whole = try compose(yaml: text)
        node =
            line == 0 ? whole : try compose(yaml: String(repeating: "\n", count: line) + text)
    } catch let error as YamlError {
        throw ConfigErrors([syntaxProblem(error, text, path, as: kind)])
    } catch {
        throw ConfigErrors(path, "the file is not valid YAML: \(error)")
    }
    guard let node, node.scalar?.string != "" else {
        let keys = kind.firstKeys.joined(separator: " and ")
        throw ConfigErrors(path, "the file is empty; \(kind.noun) needs at least \(keys)")
    }
    guard case .mapping = node else {
        let keys = kind.firstKeys.map { $0 + ":" }.joined(separator: " and ")
        throw ConfigErrors(
            path, line: node.mark.map { $0.line - line },
            "\(kind.noun) is a mapping; begin with \(keys)")
    }
    return Entry(
        name: "the \(kind.rawValue)", line: line + 1, node: node, problems: Problems(path: path))
}

/// `bytes` as text, without a byte order mark, when YAML can read every character of it.
private func yamlText(
    _ bytes: [UInt8], path: String, as kind: FileKind
) throws(ConfigErrors) -> String {
    if bytes.contains(0) {
        throw ConfigErrors(path, "the file is binary; \(kind.noun) file is UTF-8 text")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
        let line = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .firstIndex { String(validating: $0, as: UTF8.self) == nil }
        throw ConfigErrors(path, line: line.map { $0 + 1 }, "the text is not valid UTF-8")
    }
    if text.unicodeScalars.first == "\u{feff}" { text.unicodeScalars.removeFirst() }
    var line = 1
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x0a: line += 1
        case 0x09, 0x0d, 0x20...0x7e, 0x85, 0xa0...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd,
            0x10000...:
            continue
        default:
            throw ConfigErrors(
                path, line: line, "the character \(scalar.escaped(asASCII: true)) is not allowed")
        }
    }
    return text
}

private func syntaxProblem(
    _ error: YamlError, _ text: String, _ path: String, as kind: FileKind
) -> ConfigProblem {
    func problem(_ line: Int?, _ text: String) -> ConfigProblem {
        ConfigProblem(path: path, line: line, text: text)
    }
    switch error {
    case .composer(_, "but found another document", let mark, _):
        return problem(mark.line, "a second document begins; \(kind.noun) file holds one")
    case .scanner(let context, let what, let mark, _), .parser(let context, let what, let mark, _),
        .composer(let context, let what, let mark, _):
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if mark.line <= lines.count, lines[mark.line - 1].prefix(mark.column).contains("\t") {
            return problem(mark.line, "a tab indents this line; YAML wants spaces")
        }
        var sentence = "not valid YAML: \(what)"
        if let context, !context.text.isEmpty {
            sentence += " \(context.text)"
            if context.mark.line != mark.line { sentence += " begun in line \(context.mark.line)" }
        }
        return problem(mark.line, sentence)
    case .duplicatedKeysInMapping(let keys, let context):
        let key = keys.first ?? ""
        let first = context.mark
        let again = secondLine(of: key, after: first, in: text)
        return problem(
            again ?? first.line,
            "\(key) is given twice"
                + (again.map { _ in "; the first is in line \(first.line)" } ?? ""))
    case .reader(let what, _, _, _):
        return problem(nil, "not valid YAML: \(what)")
    default:
        return problem(nil, "not valid YAML: \(error)")
    }
}

/// Where `key` stands once more, at the same indentation as at `mark`; nil when it is not in block
/// style.
private func secondLine(of key: String, after mark: Mark, in text: String) -> Int? {
    let indentation = String(repeating: " ", count: max(0, mark.column - 1))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() where place >= mark.line {
        guard line.hasPrefix(indentation) else { continue }
        let rest = line.dropFirst(indentation.count).drop { $0 == "\"" || $0 == "'" }
        guard rest.hasPrefix(key) else { continue }
        let after = rest.dropFirst(key.count).drop { $0 == "\"" || $0 == "'" || $0 == " " }
        if after.first == ":" { return place + 1 }
    }
    return nil
}
