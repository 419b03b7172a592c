/// Takes one line apart that is a JSON object of plain values: texts, numbers, `true`, `false`, `null`.
///
/// Texts are freed of their escapes where they stand, so that nothing is copied.
///
/// > Source: RFC 8259; control characters in texts are let pass.
struct JSONObjectScanner {
    /// Why a line is no such object.
    struct Fault: Error { var reason: String }

    /// Keys in the order in which they were first met.
    private(set) var names: [String] = []
    /// By key.
    private(set) var cells: [CSVReader.Cell] = []
    /// Where, behind the object's `{`, its members begin that are not a rejected row's own.
    private(set) var body = 0

    static let mostNames = 1_000
    private var keys: [[UInt8]] = []
    private var places: [String: Int] = [:]
    /// In which object each key was last met.
    private var rows: [Int] = []
    private var row = 0

    private var bytes: UnsafeMutablePointer<UInt8>! = nil
    private var place = 0
    private var end = 0
    private var lineStart = 0

    /// Reads what is between `start` and `end`.
    mutating func scan(
        _ bytes: UnsafeMutablePointer<UInt8>, from start: Int, to end: Int
    ) throws(Fault) {
        self.bytes = bytes
        self.end = end
        place = start
        lineStart = start
        row += 1
        for place in cells.indices { cells[place] = CSVReader.Cell(start: start, end: start) }
        skipBlanks()
        guard take("{") else { throw Fault(reason: "the row is no JSON object") }
        skipBlanks()
        body = place
        if take("}") { return try finish() }
        var last = -1
        var own = 0
        while true {
            last = try key(after: last)
            guard take(":") else { throw wrong(": after a key") }
            skipBlanks()
            let cell = try value(of: last)
            cells[last] = cell
            skipBlanks()
            guard take(",") else { break }
            skipBlanks()
            if own < 2, names[last] == RejectedRows.ownColumns[own] {
                own += 1
                if own == 2 { body = place }
            } else {
                own = 2
            }
        }
        guard take("}") else { throw wrong(", or }") }
        try finish()
    }

    private mutating func finish() throws(Fault) {
        skipBlanks()
        if place < end { throw Fault(reason: "text follows the JSON object") }
    }

    private func wrong(_ expected: String) -> Fault {
        Fault(
            reason: place < end
                ? "the row is no valid JSON; \(expected) is expected at byte \(place + 1 - lineStart)"
                : "the row is no valid JSON; it ends early")
    }

    private mutating func skipBlanks() {
        while place < end,
            bytes[place] == 0x20 || bytes[place] == 0x09 || bytes[place] == 0x0d
        {
            place += 1
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard place < end, bytes[place] == UInt8(ascii: scalar) else { return false }
        place += 1
        return true
    }

    // MARK: Keys

    /// - Returns: the place of the key, as a rule the one after the last.
    private mutating func key(after last: Int) throws(Fault) -> Int {
        guard take("\"") else { throw wrong("a key in quotation marks") }
        let cell = try string()
        skipBlanks()
        let found = try find(cell, likely: last + 1)
        if rows[found] == row {
            throw Fault(reason: "the key \(quoted(names[found])) is given twice")
        }
        rows[found] = row
        return found
    }

    private mutating func find(_ cell: CSVReader.Cell, likely: Int) throws(Fault) -> Int {
        let key = UnsafeBufferPointer(start: bytes + cell.start, count: cell.end - cell.start)
        if likely < keys.count, keys[likely].elementsEqual(key) { return likely }
        guard let name = String(validating: key, as: UTF8.self)?.trimmed, !name.isEmpty else {
            throw Fault(reason: "a key is empty or not valid UTF-8")
        }
        if let known = places[name] { return known }
        if names.count == Self.mostNames {
            throw Fault(
                reason: "the file has more than \(Self.mostNames) keys; "
                    + "\(Self.mostNames) are allowed")
        }
        places[name] = names.count
        names.append(name)
        keys.append(Array(key))
        rows.append(0)
        cells.append(CSVReader.Cell(start: cell.end, end: cell.end))
        return names.count - 1
    }

    // MARK: Values

    private mutating func value(of key: Int) throws(Fault) -> CSVReader.Cell {
        guard place < end else { throw wrong("a value") }
        switch bytes[place] {
        case UInt8(ascii: "\""):
            place += 1
            return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let kind = bytes[place] == UInt8(ascii: "{") ? "an object" : "a list"
            throw Fault(
                reason: "\(names[key]) is \(kind); a text, a number, true, false or null is allowed"
            )
        default: return try word()
        }
    }

    /// A number, `true`, `false` or `null`, which is empty.
    private mutating func word() throws(Fault) -> CSVReader.Cell {
        let start = place
        while place < end, Self.isWordByte(bytes[place]) { place += 1 }
        let word = UnsafeBufferPointer(start: bytes + start, count: place - start)
        if word.elementsEqual("null".utf8) { return CSVReader.Cell(start: start, end: start) }
        let isNumber =
            word.first.map { $0 == UInt8(ascii: "-") || (48...57).contains($0) } ?? false
        let isNumberWhole =
            isNumber && writtenNumber(String(decoding: word, as: UTF8.self)) != nil
        guard isNumberWhole || word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
        else {
            place = start
            throw wrong("a value")
        }
        return CSVReader.Cell(start: start, end: place)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The text behind a quotation mark, without its escapes.
    private mutating func string() throws(Fault) -> CSVReader.Cell {
        let start = place
        while place < end, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
            place += 1
        }
        var to = place
        while place < end, bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\") {
                place += 1
                try unescape(&to)
            } else {
                bytes[to] = bytes[place]
                place += 1
                to += 1
            }
        }
        guard take("\"") else { throw Fault(reason: "a quotation mark is not closed") }
        return CSVReader.Cell(start: start, end: to)
    }

    private mutating func unescape(_ to: inout Int) throws(Fault) {
        guard place < end else { throw wrong("a value") }
        let byte = bytes[place]
        place += 1
        let plain: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0c
        case UInt8(ascii: "n"): plain = 0x0a
        case UInt8(ascii: "r"): plain = 0x0d
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            // Shorter in UTF-8 than as it is written.
            for unit in UTF8.encode(try scalar())! {
                bytes[to] = unit
                to += 1
            }
            return
        default: throw Fault(reason: "the row is no valid JSON; \\ has no such meaning")
        }
        bytes[to] = plain
        to += 1
    }

    private mutating func scalar() throws(Fault) -> Unicode.Scalar {
        var code = try fourDigits()
        if (0xD800..<0xDC00).contains(code), place + 1 < end, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        {
            place += 2
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else {
                throw Fault(reason: "half a character is written with \\u")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw Fault(reason: "half a character is written with \\u")
        }
        return scalar
    }

    private mutating func fourDigits() throws(Fault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard place < end, let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue
            else { throw Fault(reason: "the row is no valid JSON; \\u has 4 digits") }
            code = code << 4 | UInt32(digit)
            place += 1
        }
        return code
    }
}
