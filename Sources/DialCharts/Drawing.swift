/// SVG being written: elements in the order in which they are painted, one on a line.
struct Drawing {
    private(set) var text = ""
    private var depth = 0

    /// An element without content, or with `content` as its text.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String>, content: String? = nil
    ) {
        open(name, attributes)
        text += content.map { ">" + escaped($0) + "</\(name)>\n" } ?? "/>\n"
    }

    /// An element around what `body` draws.
    mutating func group(
        _ name: String = "g", _ attributes: KeyValuePairs<String, String>,
        _ body: (inout Drawing) -> Void
    ) {
        open(name, attributes)
        text += ">\n"
        depth += 1
        body(&self)
        depth -= 1
        text += String(repeating: " ", count: depth) + "</\(name)>\n"
    }

    /// A straight stroke in the current colour.
    mutating func stroke(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, width: Double = 1,
        dash: Dash = .solid
    ) {
        var attributes = [
            ("x1", pixels(x1)), ("y1", pixels(y1)), ("x2", pixels(x2)), ("y2", pixels(y2)),
            ("stroke", "currentColor"), ("stroke-width", pixels(width)),
        ]
        if let pattern = dash.pattern { attributes.append(("stroke-dasharray", pattern)) }
        list("line", attributes)
    }

    /// A path, stroked and not filled, or filled and not stroked.
    mutating func path(_ data: String, _ paint: Paint) {
        guard !data.isEmpty else { return }
        var attributes = [("d", data)]
        switch paint {
        case .stroke(let width, let dash):
            attributes += [
                ("fill", "none"), ("stroke", "currentColor"), ("stroke-width", pixels(width)),
                ("stroke-linejoin", "round"),
            ]
            if let pattern = dash.pattern { attributes.append(("stroke-dasharray", pattern)) }
        case .fill(let opacity):
            attributes += [("fill", "currentColor"), ("fill-opacity", pixels(opacity))]
        }
        list("path", attributes)
    }

    enum Paint {
        case stroke(width: Double, dash: Dash)
        case fill(opacity: Double)
    }

    /// One line of text; `y` is its baseline.
    mutating func lettering(
        _ content: String, x: Double, y: Double, size: Double, tone: String = "ink",
        anchor: String = "start", weight: String? = nil, turned: Bool = false,
        hasHalo: Bool = false
    ) {
        var attributes = [
            ("class", hasHalo ? tone + " halo" : tone), ("x", pixels(x)), ("y", pixels(y)),
            ("font-size", pixels(size)), ("fill", "currentColor"),
        ]
        if anchor != "start" { attributes.append(("text-anchor", anchor)) }
        if let weight { attributes.append(("font-weight", weight)) }
        if turned {
            attributes.append(("transform", "rotate(-90 \(pixels(x)) \(pixels(y)))"))
        }
        list("text", attributes, content: content)
    }

    private mutating func list(
        _ name: String, _ attributes: [(String, String)], content: String? = nil
    ) {
        text += String(repeating: " ", count: depth) + "<" + name
        for (key, value) in attributes { text += " \(key)=\"\(escaped(value))\"" }
        text += content.map { ">" + escaped($0) + "</\(name)>\n" } ?? "/>\n"
    }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += String(repeating: " ", count: depth) + "<" + name
        for (key, value) in attributes { text += " \(key)=\"\(escaped(value))\"" }
    }
}

/// `text` as XML content or attribute. What XML cannot hold becomes U+FFFD; line ends become spaces.
///
/// > Source: Extensible Markup Language (XML) 1.0, fifth edition, sections 2.2 and 2.4.
func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\"": out += "&quot;"
        case "\n", "\r", "\t": out += " "
        case let odd where odd.value < 0x20 || odd.value == 0xFFFE || odd.value == 0xFFFF:
            out += "\u{FFFD}"
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out
}
