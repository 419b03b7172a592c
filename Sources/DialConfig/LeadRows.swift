/// The rows of a lead file, whatever its format.
protocol LeadRows: AnyObject {
    /// Of the current row's beginning, from 1.
    var line: Int { get }
    /// The current row, in the order of the columns.
    var cells: [CSVReader.Cell] { get }
    /// The text of a cell of the current row; nil when it is not valid UTF-8.
    func text(_ cell: CSVReader.Cell) -> String?
    /// Moves to the next row that is not blank.
    func next() throws(ConfigErrors) -> CSVReader.Row
}

extension CSVReader: LeadRows {}

extension JSONLinesReader: LeadRows {}

extension LeadFile {
    /// Whether the file holds JSON Lines: by the end of its name, else by its first byte.
    static func isJSONLines(_ path: String) throws(ConfigErrors) -> Bool {
        let name = path.lowercased()
        if [".jsonl", ".ndjson"].contains(where: name.hasSuffix) { return true }
        if [".csv", ".tsv"].contains(where: name.hasSuffix) { return false }
        return try CSVReader(InputFile(path)).lineAhead.first == UInt8(ascii: "{")
    }
}
