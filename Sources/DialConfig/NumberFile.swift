import DialModel

/// What a file of numbers that are not to be called held.
public struct NumberFileReport: Hashable, Sendable {
    public var path: String
    /// Which file it was, and in what state.
    public var mark = ""
    /// Rows that are a number; one that is there twice counts twice.
    public var numbers = 0
    /// Rows that are the beginning of numbers.
    public var beginnings = 0
    /// Rows that are neither.
    public var rejected = 0
    /// The first 100 of these.
    public var rejections: [ConfigProblem] = []
}

/// Reads files of numbers: one a line, or in the first column of a CSV file, or in the one called
/// number, phone or telephone where the first row names the columns.
///
///     +1 212 555 0100
///     1900*               # all numbers that begin so
///     # a comment
///
/// Numbers are read as those of leads are; one that its country's plan reads otherwise than as it stands
/// is on the list both ways. Some three million rows a second; 8 bytes of memory a
/// number.
struct NumberFiles {
    private let reader: NumberReader
    private var numbers: [UInt64] = []
    private var prefixes: [NumberSet.Prefix] = []
    private(set) var reports: [NumberFileReport] = []

    /// - Parameter reader: of the campaign's leads.
    init(_ reader: NumberReader) { self.reader = reader }

    /// All that was read. Leaves nothing behind.
    mutating func take() -> NumberSet {
        let all = numbers
        numbers = []
        return NumberSet(all, prefixes: prefixes)
    }

    /// - Throws: when the file is missing, a directory, binary, or has names of columns of which none
    ///   is of numbers.
    mutating func read(_ path: String) throws(ConfigErrors) {
        let file = try InputFile(path)
        let reader = try CSVReader(file)
        let first = reader.lineAhead
        if first.contains(0) {
            throw ConfigErrors(path, "the file is binary; a list of numbers is UTF-8 text")
        }
        numbers.reserveCapacity(numbers.count + file.size / 12)
        var report = NumberFileReport(path: path)
        report.mark = file.mark
        var column: Int?
        while true {
            if column == nil { reader.findSeparator() }
            switch try reader.next() {
            case .end:
                reports.append(report)
                return
            case .broken(let reason):
                if !isComment(reader) { reject(&report, reader, reason) }
            case .cells:
                if isComment(reader) { continue }
                if let column {
                    add(column, of: reader, to: &report)
                } else {
                    // The first row of all says what kind of file it is.
                    let isNumber = value(0, of: reader) != nil
                    column = isNumber ? 0 : try Self.column(reader, path: path)
                    if isNumber || column == nil { add(0, of: reader, to: &report) }
                    column = column ?? 0
                }
            }
        }
    }

    /// What a row may hold.
    private enum Value {
        case number(PhoneNumber)
        /// As it stands, and as the plan of its country has it.
        case either(PhoneNumber, PhoneNumber)
        case prefix(NumberSet.Prefix)
    }

    private mutating func add(
        _ column: Int, of reader: CSVReader, to report: inout NumberFileReport
    ) {
        switch value(column, of: reader) {
        case .number(let number):
            numbers.append(number.digits)
            report.numbers += 1
        case .either(let number, let other):
            numbers.append(number.digits)
            numbers.append(other.digits)
            report.numbers += 1
        case .prefix(let prefix):
            prefixes.append(prefix)
            report.beginnings += 1
        case nil:
            let text = column < reader.cells.count ? reader.text(reader.cells[column]) : ""
            reject(
                &report, reader,
                text.map {
                    $0.isEmpty
                        ? "the row has no number"
                        : "\(quoted($0.trimmed)) is no number, and no beginning of one such as "
                            + "+1900*"
                } ?? "the number is not valid UTF-8")
        }
    }

    private func value(_ column: Int, of reader: CSVReader) -> Value? {
        guard column < reader.cells.count else { return nil }
        let cell = reader.cells[column]
        var (start, end) = (cell.start, cell.end)
        if column == reader.cells.count - 1,
            let mark = (start..<end).first(where: {
                reader.bytes[$0] == UInt8(ascii: "#")
            })
        {
            end = mark
        }
        while start < end, Self.isBlank(reader.bytes[start]) { start += 1 }
        while start < end, Self.isBlank(reader.bytes[end - 1]) { end -= 1 }
        if start == end { return nil }
        if reader.bytes[end - 1] == UInt8(ascii: "*") {
            let bytes = UnsafeBufferPointer(start: reader.bytes + start, count: end - 1 - start)
            return NumberSet.Prefix(String(decoding: bytes, as: UTF8.self)).map { .prefix($0) }
        }
        let bytes = UnsafeBufferPointer(start: reader.bytes + start, count: end - start)
        let found = self.reader.readings(bytes)
        guard let planned = found.planned else { return found.plain.map { .number($0) } }
        return found.plain.map { .either($0, planned) } ?? .number(planned)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private func isComment(_ reader: CSVReader) -> Bool {
        guard let cell = reader.cells.first else { return false }
        var place = cell.start
        while place < cell.end, Self.isBlank(reader.bytes[place]) { place += 1 }
        return place < cell.end && reader.bytes[place] == UInt8(ascii: "#")
    }

    private func reject(
        _ report: inout NumberFileReport, _ reader: CSVReader, _ reason: String
    ) {
        report.rejected += 1
        if report.rejections.count < 100 {
            report.rejections.append(
                ConfigProblem(path: report.path, line: reader.line, text: reason))
        }
    }

    /// Where the numbers are, by the names in the first row; nil when it has no letters, and so is no
    /// row of names.
    private static func column(_ reader: CSVReader, path: String) throws(ConfigErrors) -> Int? {
        let names = reader.cells.map { reader.text($0)?.trimmed ?? "" }
        let places = names.indices.filter {
            ["number", "phone", "telephone"].contains(plain(names[$0]))
        }
        if places.count == 1 { return places[0] }
        let isHeader = names.contains { $0.unicodeScalars.contains { $0.properties.isAlphabetic } }
        guard isHeader else { return nil }
        throw ConfigErrors(
            path, line: reader.line,
            places.isEmpty
                ? "\(quoted(names[0])) is no number, and no column is called number, phone or telephone"
                : "several columns may be the number: "
                    + places.map { names[$0] }.joined(separator: ", "))
    }
}
