import DialModel

/// Lines of a name, a figure flush right and a remark.
package struct Page {
    package private(set) var text = ""

    package init() {}

    package mutating func title(_ name: String) {
        text += name + "\n" + String(repeating: "=", count: min(80, name.count)) + "\n"
    }

    package mutating func section(_ name: String, _ figure: String) {
        text += "\n" + row(name, figure, "", indent: "")
    }

    package mutating func line(_ name: String, _ figure: String, _ remark: String = "") {
        text += row(name, figure, remark, indent: "  ")
    }

    private func row(
        _ name: String, _ figure: String, _ remark: String, indent: String
    ) -> String {
        var row = indent + name
        let gap = 34 - row.count - figure.count
        if !figure.isEmpty { row += String(repeating: " ", count: max(2, gap)) + figure }
        if !remark.isEmpty { row += "  " + remark }
        return row + "\n"
    }
}

/// In a column as wide as `100.00 %`.
package func flushRight(_ share: String) -> String {
    String(repeating: " ", count: max(0, 8 - share.count)) + share
}

/// `12:34:56`, to the nearest second; hours without end.
func hours(_ span: Duration) -> String {
    let seconds = Int(span.seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(grouped(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
}
