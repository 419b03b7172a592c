import Foundation

/// The rows of a CSV file, read in blocks: memory does not grow with the file.
///
/// As RFC 4180 has it: cells in quotation marks may hold separators, line ends and doubled
/// quotation marks. Lines end with CRLF, LF or CR; blank lines are passed over; a byte order mark
/// is dropped. A quotation mark that is never closed spoils its own line only: reading goes on at
/// the next.
final class CSVReader {
    /// A cell of the current row: where its bytes stand, without the quotation marks around them.
    struct Cell {
        var start: Int
        var end: Int
        /// Whether it holds doubled quotation marks, each of which stands for one.
        var hasDoubled = false
        var isEmpty: Bool { start == end }
    }

    /// What ``next()`` found.
    enum Row: Equatable {
        /// ``cells`` holds it.
        case cells
        /// No row: why. ``cells`` holds the line, or its beginning, as one cell.
        case broken(String)
        case end
    }

    /// A row may have so many bytes, with its line ends.
    static let longestRow = 1 << 18
    private static let blockSize = 1 << 18

    /// Of the current row's beginning, from 1.
    private(set) var line = 0
    private(set) var cells: [Cell] = []
    /// The bytes that ``cells`` point into, until the next call of ``next()``.
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    var separator = UInt8(ascii: ",")

    private let file: InputFile
    private let capacity = CSVReader.longestRow + CSVReader.blockSize
    /// The bytes read and not yet passed.
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    private var nextLine = 1

    init(_ file: InputFile) throws(ConfigErrors) {
        self.file = file
        bytes = .allocate(capacity: capacity)
        try fill()
        if end >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { start = 3 }
    }

    deinit { bytes.deallocate() }

    /// The bytes up to the end of the line at hand, for a look ahead.
    var lineAhead: [UInt8] {
        var place = start
        while place < end, bytes[place] != 0x0a, bytes[place] != 0x0d { place += 1 }
        return Array(UnsafeBufferPointer(start: bytes + start, count: place - start))
    }

    /// Takes what separates the cells of the line at hand: comma, semicolon or tab.
    func findSeparator() {
        let marks = [",", ";", "\t"].map { UInt8(ascii: $0) }
        var isQuoted = false
        var counts = [0, 0, 0]
        for byte in lineAhead {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, let place = marks.firstIndex(of: byte) { counts[place] += 1 }
        }
        separator = marks[counts.firstIndex(of: counts.max()!)!]
    }

    /// Moves to the next row that is not blank.
    ///
    /// - Complexity: O(bytes of the row).
    func next() throws(ConfigErrors) -> Row {
        while true {
            if end - start < Self.longestRow, !isAtEnd { try fill() }
            if start == end { return .end }
            line = nextLine
            if let length = scan() {
                start += length
                if cells.count > 1 || !cells[0].isEmpty { return .cells }
            } else {
                return try skipLine()
            }
        }
    }

    /// The text of a cell of the current row; nil when it is not valid UTF-8.
    func text(_ cell: Cell) -> String? {
        if cell.hasDoubled {
            var unquoted: [UInt8] = []
            var place = cell.start
            while place < cell.end {
                unquoted.append(bytes[place])
                place += bytes[place] == UInt8(ascii: "\"") ? 2 : 1
            }
            return String(validating: unquoted, as: UTF8.self)
        }
        let buffer = UnsafeBufferPointer(start: bytes + cell.start, count: cell.end - cell.start)
        return String(validating: buffer, as: UTF8.self)
    }

    /// Why ``scan()`` found no row.
    private var fault = ""

    /// Finds the cells of the row at `start`.
    ///
    /// - Returns: its bytes with its line end; nil when it is broken.
    private func scan() -> Int? {
        cells.removeAll(keepingCapacity: true)
        let bytes = self.bytes
        let separator = self.separator
        let limit = min(end, start + Self.longestRow)
        var place = start
        var lines = nextLine
        while true {
            // At the beginning of a cell.
            if place < limit, bytes[place] == UInt8(ascii: "\"") {
                var cell = Cell(start: place + 1, end: place + 1)
                place += 1
                while true {
                    if place == limit {
                        fault = "a quotation mark is not closed"
                        return nil
                    }
                    let byte = bytes[place]
                    if byte == UInt8(ascii: "\"") {
                        if place + 1 < limit, bytes[place + 1] == UInt8(ascii: "\"") {
                            cell.hasDoubled = true
                            place += 1
                        } else {
                            break
                        }
                    } else if byte == 0x0a {
                        lines += 1
                    } else if byte == 0x0d, place + 1 == limit || bytes[place + 1] != 0x0a {
                        lines += 1
                    }
                    place += 1
                }
                cell.end = place
                cells.append(cell)
                place += 1
                if place < limit, bytes[place] != separator, bytes[place] != 0x0a,
                    bytes[place] != 0x0d
                {
                    fault = "text follows a closing quotation mark"
                    return nil
                }
            } else {
                let first = place
                while place < limit {
                    let byte = bytes[place]
                    if byte == separator || byte == 0x0a || byte == 0x0d { break }
                    place += 1
                }
                cells.append(Cell(start: first, end: place))
            }
            if place == limit {
                // Only the end of the file ends a row without a line end.
                if limit == end, isAtEnd { break }
                fault = "the row is longer than \(Self.longestRow) bytes"
                return nil
            }
            let byte = bytes[place]
            place += 1
            if byte == separator { continue }
            if byte == 0x0d, place < end, bytes[place] == 0x0a { place += 1 }
            lines += 1
            break
        }
        nextLine = lines
        return place - start
    }

    /// Passes the line at `start`, however long it is, and leaves its beginning as the one cell.
    private func skipLine() throws(ConfigErrors) -> Row {
        var place = start
        while place < end, bytes[place] != 0x0a, bytes[place] != 0x0d { place += 1 }
        nextLine = line + 1
        let kept = min(place, start + 4_096)
        if place < end || isAtEnd {
            cells = [Cell(start: start, end: kept)]
            if place < end {
                place += bytes[place] == 0x0d && place + 1 < end && bytes[place + 1] == 0x0a ? 2 : 1
            }
            start = place
            return .broken(fault)
        }
        // The line goes on beyond the buffer: its beginning moves to the front, the rest is
        // read over.
        let count = kept - start
        bytes.update(from: bytes + start, count: count)
        cells = [Cell(start: 0, end: count)]
        start = count
        while true {
            end = start
            try fill(keeping: start)
            if end == start { return .broken(fault) }
            var place = start
            while place < end, bytes[place] != 0x0a, bytes[place] != 0x0d { place += 1 }
            guard place < end else { continue }
            if bytes[place] == 0x0d, place + 1 == end {
                // The other half of a CRLF may still be in the file.
                bytes[start] = 0x0d
                end = start + 1
                try fill(keeping: end)
                place = start
            }
            place += bytes[place] == 0x0d && place + 1 < end && bytes[place + 1] == 0x0a ? 2 : 1
            start = place
            return .broken(fault)
        }
    }

    /// Moves what is left to the front and reads until a whole block is there or the file is at
    /// its end.
    private func fill() throws(ConfigErrors) {
        if start > 0 {
            bytes.update(from: bytes + start, count: end - start)
            end -= start
            start = 0
        }
        try fill(keeping: end)
    }

    private func fill(keeping kept: Int) throws(ConfigErrors) {
        end = kept
        while end < capacity, end - kept < Self.blockSize {
            let count = try file.read(
                into: UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end))
            if count == 0 {
                isAtEnd = true
                return
            }
            end += count
        }
    }
}
