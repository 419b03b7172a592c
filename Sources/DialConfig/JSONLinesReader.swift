import Foundation

/// The rows of a file of JSON Lines, read in blocks: memory does not grow with the file.
///
/// Each line is an object of plain values, whose keys are the columns: those of the file's first 256 KiB
/// at first, and more as they are met. What a line does not have is empty.
final class JSONLinesReader {
    private(set) var line = 0
    /// The names of all columns met so far.
    var names: [String] { scanner.names }
    var cells: [CSVReader.Cell] { isBroken ? [] : scanner.cells }

    private let file: InputFile
    private var scanner = JSONObjectScanner()
    private var isBroken = false
    private let bytes: UnsafeMutablePointer<UInt8>
    private let capacity = CSVReader.longestRow + JSONLinesReader.blockSize
    private static let blockSize = 1 << 18
    /// The bytes read and not yet passed.
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// The current line, and as it was before its escapes were taken out, if it has any.
    private var row = 0..<0
    private var written: [UInt8] = []

    init(_ file: InputFile) throws(ConfigErrors) {
        self.file = file
        bytes = .allocate(capacity: capacity)
        try fill()
        if end >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { start = 3 }
        readNames()
    }

    deinit { bytes.deallocate() }

    /// The current line as it is in the file.
    var source: [UInt8] {
        written.isEmpty
            ? Array(UnsafeBufferPointer(start: bytes + row.lowerBound, count: row.count)) : written
    }

    /// The members of the current object as they are in the file, without its braces and without those that
    /// a row had as a rejected one; nil: it is no object.
    var members: ArraySlice<UInt8>? {
        if isBroken { return nil }
        let source = source
        guard let last = source.lastIndex(of: UInt8(ascii: "}")) else { return nil }
        return source[min(last, scanner.body - row.lowerBound)..<last]
    }

    func text(_ cell: CSVReader.Cell) -> String? {
        let buffer = UnsafeBufferPointer(start: bytes + cell.start, count: cell.end - cell.start)
        return String(validating: buffer, as: UTF8.self)
    }

    func next() throws(ConfigErrors) -> CSVReader.Row {
        while true {
            if end - start < CSVReader.longestRow, !isAtEnd { try fill() }
            if start == end { return .end }
            line += 1
            let from = start
            guard let to = lineEnd(from: from), to - from <= CSVReader.longestRow else {
                return try skipLine()
            }
            start = min(end, to + 1)
            if (from..<to).allSatisfy({ [0x20, 0x09, 0x0d].contains(bytes[$0]) }) { continue }
            return scan(from..<to)
        }
    }

    private func scan(_ row: Range<Int>) -> CSVReader.Row {
        self.row = row
        let hasEscapes = memchr(bytes + row.lowerBound, 0x5c, row.count) != nil
        written =
            hasEscapes
            ? Array(UnsafeBufferPointer(start: bytes + row.lowerBound, count: row.count)) : []
        do throws(JSONObjectScanner.Fault) {
            try scanner.scan(bytes, from: row.lowerBound, to: row.upperBound)
            isBroken = false
            return .cells
        } catch {
            isBroken = true
            return .broken(error.reason)
        }
    }

    /// Where the line that begins at `from` ends; nil: not in what has been read.
    private func lineEnd(from: Int) -> Int? {
        if let found = memchr(bytes + from, 0x0a, end - from) {
            return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
        }
        return isAtEnd ? end : nil
    }

    /// Passes a line that is too long, and leaves its beginning as it.
    private func skipLine() throws(ConfigErrors) -> CSVReader.Row {
        let kept = min(4_096, end - start)
        written = Array(UnsafeBufferPointer(start: bytes + start, count: kept))
        isBroken = true
        while lineEnd(from: start) == nil {
            start = end
            try fill()
        }
        start = min(end, (lineEnd(from: start) ?? end) + 1)
        return .broken("the row is longer than \(CSVReader.longestRow) bytes")
    }

    /// Looks what keys the lines of the first block have.
    private func readNames() {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, end))
        defer { copy.deallocate() }
        copy.update(from: bytes, count: end)
        var from = start
        while from < end, let to = lineEnd(from: from) {
            // What is broken is told when its turn comes.
            _ = try? scanner.scan(copy, from: from, to: to)
            from = to + 1
        }
    }

    /// Moves what is left to the front and reads until a whole block is there or the file is at its end.
    private func fill() throws(ConfigErrors) {
        if start > 0 {
            bytes.update(from: bytes + start, count: end - start)
            end -= start
            start = 0
        }
        let kept = end
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
