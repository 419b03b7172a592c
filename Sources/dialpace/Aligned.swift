/// Rows under each other, in columns as wide as their widest cell; those of `words` begin where they
/// begin, the others end where they end, and empty ones are left out.
func aligned(_ rows: [[String]], words: Set<Int>) -> String {
    guard let columns = rows.first?.indices else { return "" }
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        var line = ""
        for (column, cell) in row.enumerated() where widths[column] > 0 {
            let gap = String(repeating: " ", count: widths[column] - cell.count)
            line += (line.isEmpty ? "" : "  ") + (words.contains(column) ? cell + gap : gap + cell)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }.joined()
}
