/// Comma-separated values, as RFC 4180 has them.
enum CSVText {
    /// One record, and the line it begins in, from 1.
    struct Row {
        var line: Int
        var cells: [String]
        /// Why it cannot be read; its cells are then what there is of it.
        var fault: String?
    }

    /// The records of `text`; those without any cell are left out.
    ///
    /// A quote that is not closed ends with its line: one broken row does not take the others with it.
    static func rows(_ text: String) -> [Row] {
        var lines = text.replacingCRLF().split(separator: "\n", omittingEmptySubsequences: false)[
            ...]
        var line = 1
        var rows: [Row] = []
        while let first = lines.popFirst() {
            let began = line
            line += 1
            var record = String(first)
            if isOpen(record) {
                // As far as it goes, if it closes at all.
                var whole = record
                for (place, next) in lines.enumerated() {
                    whole += "\n" + next
                    if !isOpen(whole) {
                        record = whole
                        lines = lines.dropFirst(place + 1)
                        line += place + 1
                        break
                    }
                    if whole.utf8.count > 100_000 { break }
                }
            }
            if record.isEmpty { continue }
            rows.append(row(record, line: began))
        }
        return rows
    }

    /// Whether a quote has been opened and not closed.
    private static func isOpen(_ text: String) -> Bool {
        text.utf8.count { $0 == UInt8(ascii: "\"") } % 2 == 1
    }

    private static func row(_ record: String, line: Int) -> Row {
        var row = Row(line: line, cells: [])
        var cell = ""
        var isQuoted = false
        var wasQuoted = false
        var characters = Array(record.unicodeScalars)[...]
        while let scalar = characters.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true) where characters.first == "\"":
                cell.unicodeScalars.append(scalar)
                characters.removeFirst()
            case ("\"", true): isQuoted = false
            case ("\"", false) where cell.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case ("\"", false): row.fault = "a quotation mark stands within a value"
            case (",", false):
                row.cells.append(cell)
                cell = ""
                wasQuoted = false
            default:
                if wasQuoted, !isQuoted { row.fault = "there is more after a quoted value" }
                cell.unicodeScalars.append(scalar)
            }
        }
        if isQuoted { row.fault = "a quotation mark is not closed" }
        row.cells.append(cell)
        return row
    }

    /// A record without its line break.
    static func record(_ cells: [String]) -> String {
        cells.map(field).joined(separator: ",")
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
            return text
        }
        var field = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { field += "\"" }
            field.unicodeScalars.append(scalar)
        }
        return field + "\""
    }
}

extension String {
    fileprivate func replacingCRLF() -> String {
        var text = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in unicodeScalars {
            if scalar == "\r" {
                text.append("\n")
            } else if scalar != "\n" || !isAfterReturn {
                text.append(scalar)
            }
            isAfterReturn = scalar == "\r"
        }
        return String(text)
    }
}
