import Foundation

@testable import DialCharts

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An SVG as any XML reader sees it.
struct Parsed {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// Names of the classes of the elements around it, from the outside in.
        let around: [String]
        var text = ""

        func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }

        /// Where a marker stands.
        var shift: Place? {
            guard let words = attributes["transform"]?.dropFirst("translate(".count).dropLast()
            else { return nil }
            let numbers = words.split(separator: " ").compactMap { Double($0) }
            return numbers.count == 2 ? Place(x: numbers[0], y: numbers[1]) : nil
        }
    }

    let elements: [Element]

    /// - Returns: nil when it is not well-formed.
    init?(_ svg: String) {
        let reader = Reader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        guard parser.parse() else { return nil }
        elements = reader.elements
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    /// Everything that is written in the picture.
    var lettering: [String] { all("text").map(\.text) }

    /// The shapes of marks, without those of legends.
    var markers: [Element] {
        all("path").filter { $0.shift != nil && $0.around.contains { $0.hasPrefix("mark") } }
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [Element] = []
        private var open: [Int] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            let around = open.map { elements[$0].attributes["class"] ?? "" }
            open.append(elements.count)
            elements.append(Element(name: name, attributes: attributes, around: around))
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if let last = open.last { elements[last].text += text }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
            qualifiedName: String?
        ) {
            open.removeLast()
        }
    }
}

/// What is written beyond the edge of the picture, by the widths that the layout reckons with.
func stray(in picture: Parsed) -> [String] {
    guard let root = picture.elements.first, let width = root.number("width"),
        let height = root.number("height")
    else { return ["no size"] }
    return picture.all("text").filter { text in
        guard let x = text.number("x"), let y = text.number("y"),
            let size = text.number("font-size")
        else { return true }
        let length = DialCharts.width(of: text.text, size: size)
        let before =
            switch text.attributes["text-anchor"] {
            case "middle": length / 2
            case "end": length
            default: 0.0
            }
        let box =
            text.attributes["transform"] == nil
            ? Box(x: x - before, y: y - size, width: length, height: size * 1.25)
            : Box(x: x - size, y: y - length + before, width: size * 1.25, height: length)
        return !Box(x: 0, y: 0, width: width, height: height).holds(box)
    }.map(\.text)
}
