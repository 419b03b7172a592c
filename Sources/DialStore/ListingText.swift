import DialModel

/// Rows of a listing as text, built value by value in the order of the columns.
///
///     var text = ListingText(["number", "name"], as: .jsonl)
///     text.add(number: 14155550100)
///     text.addNothing()               // {"number":"+14155550100","name":null} and a line feed
struct ListingText {
    /// Whole lines, and maybe the beginning of one.
    private(set) var bytes: [UInt8] = []
    private let isJSON: Bool
    /// How many of a number's last digits are not shown.
    var hidden = 0
    /// What stands before each column's value.
    private let before: [[UInt8]]
    private var place = 0
    /// The day of the last instant, as most have it.
    private var day = (midnight: Int64.max, text: [UInt8]())

    /// In CSV it begins with the names.
    init(_ names: [String], as format: ListingFormat) {
        isJSON = format == .jsonl
        if isJSON {
            before = names.enumerated().map {
                Array((($0.offset == 0 ? "{" : ",") + jsonString($0.element) + ":").utf8)
            }
        } else {
            before = names.indices.map { $0 == 0 ? [] : Array(",".utf8) }
            bytes = Array((names.map(csvField).joined(separator: ",") + "\n").utf8)
        }
    }

    /// Takes out all lines but the one that is not ended.
    mutating func takeLines() -> String {
        precondition(place == 0, "a row has \(before.count) values; \(place) are there")
        defer { bytes.removeAll(keepingCapacity: true) }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func addNothing() {
        begin()
        if isJSON { bytes.append(contentsOf: "null".utf8) }
        end()
    }

    mutating func add(integer: Int64) {
        begin()
        bytes.append(contentsOf: String(integer).utf8)
        end()
    }

    /// - Parameter digits: of a number in E.164.
    mutating func add(number digits: Int64) {
        if hidden == 0 { return addPlain("+\(digits)") }
        addPlain(PhoneNumber(digits: UInt64(digits)).masked(last: hidden))
    }

    /// - Parameter words: that may have numbers in E.164 among them.
    mutating func add(words: String) { addWhole(Masking.masked(words, last: hidden)) }

    /// - Parameter field: that may be a number, however it is written.
    mutating func add(field: String) { addWhole(Masking.masked(field: field, last: hidden)) }

    private mutating func addWhole(_ text: String) {
        var text = text
        text.withUTF8 { add(text: $0) }
    }

    /// `2026-01-05T08:00:00.250Z`, rounded down.
    mutating func add(instant: Instant) {
        let length: Int64 = 86_400_000_000_000
        let rest = instant.nanoseconds % length
        let time = rest < 0 ? rest + length : rest
        let midnight = instant.nanoseconds &- time
        if midnight != day.midnight {
            let text = timestamp(Instant(nanoseconds: midnight)).utf8
            day = (midnight, Array(text.prefix { $0 != UInt8(ascii: "T") }))
        }
        begin()
        quote()
        bytes.append(contentsOf: day.text)
        append("T", time / 3_600_000_000_000, digits: 2)
        append(":", time / 60_000_000_000 % 60, digits: 2)
        append(":", time / 1_000_000_000 % 60, digits: 2)
        append(".", time / 1_000_000 % 1_000, digits: 3)
        bytes.append(UInt8(ascii: "Z"))
        quote()
        end()
    }

    private mutating func append(_ before: Unicode.Scalar, _ value: Int64, digits: Int) {
        bytes.append(UInt8(ascii: before))
        if digits == 3 { bytes.append(UInt8(ascii: "0") + UInt8(value / 100)) }
        bytes.append(UInt8(ascii: "0") + UInt8(value / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    /// - Parameter decimal: a number as JSON has it.
    mutating func add(decimal: String) {
        begin()
        bytes.append(contentsOf: decimal.utf8)
        end()
    }

    mutating func add(span: Duration) {
        begin()
        bytes.append(contentsOf: exactSeconds(span).utf8)
        end()
    }

    /// - Parameter text: UTF-8.
    mutating func add(text: UnsafeBufferPointer<UInt8>) {
        begin()
        if text.contains(where: isJSON ? Self.isSpecialInJSON : isSpecialInCSV) {
            let whole = String(decoding: text, as: UTF8.self)
            bytes.append(contentsOf: (isJSON ? jsonString(whole) : csvField(whole)).utf8)
        } else {
            quote()
            bytes.append(contentsOf: text)
            quote()
        }
        end()
    }

    /// Text that means nothing else in either format.
    private mutating func addPlain(_ text: String) {
        begin()
        quote()
        bytes.append(contentsOf: text.utf8)
        quote()
        end()
    }

    private mutating func quote() { if isJSON { bytes.append(UInt8(ascii: "\"")) } }

    private mutating func begin() { bytes.append(contentsOf: before[place]) }

    private mutating func end() {
        place += 1
        if place < before.count { return }
        if isJSON { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
        place = 0
    }

    /// As ``jsonString(_:)`` writes otherwise than it is.
    private static func isSpecialInJSON(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
