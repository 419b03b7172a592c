/// A telephone number in E.164, kept as its digits: 7 to 15 of them, the first not 0.
///
/// > Source: ITU-T E.164 (11/2010), section 6.2.1: at most 15 digits, country codes begin 1 to 9.
public struct PhoneNumber: Hashable, Comparable, Sendable {
    /// The digits read as one decimal number.
    public let digits: UInt64

    /// Takes the digits as they are; for numbers that were checked when they were read.
    @inlinable public init(digits: UInt64) { self.digits = digits }

    /// Reads `+36 (1) 555-0100` and the like: an optional `+` or `00`, then digits with spaces,
    /// dots, dashes, slashes and parentheses between them.
    ///
    /// - Parameter countryCode: put before a number that has neither `+` nor `00`, after its
    ///   leading zeros (the national prefix) are dropped; nil takes such a number as complete.
    /// - Returns: nil when the text holds anything else, or not 7 to 15 digits.
    public init?(_ text: String, countryCode: UInt64? = nil) {
        var text = text
        let number = text.withUTF8 { PhoneNumber(bytes: $0, countryCode: countryCode) }
        guard let number else { return nil }
        self = number
    }

    /// The same of a text in UTF-8.
    public init?(bytes: UnsafeBufferPointer<UInt8>, countryCode: UInt64? = nil) {
        var value: UInt64 = 0
        var count = 0
        var international = countryCode == nil
        var zeros = 0
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "+") where position == 0:
                international = true
            case UInt8(ascii: "0") where count == 0:
                zeros += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                count += 1
                if count > 15 { return nil }
                value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"),
                UInt8(ascii: "("), UInt8(ascii: ")"):
                continue
            default:
                return nil
            }
        }
        if bytes.first == UInt8(ascii: "+") {
            if zeros > 0 { return nil }
        } else if zeros == 2 {
            international = true
        } else if zeros > 0 && countryCode == nil {
            return nil
        }
        if !international, let countryCode {
            var scale: UInt64 = 1
            for _ in 0..<count { scale *= 10 }
            let code = String(countryCode).utf8.count
            if count + code > 15 || zeros > 2 { return nil }
            value += countryCode * scale
            count += code
        }
        guard (7...15).contains(count) else { return nil }
        digits = value
    }

    @inlinable
    public static func < (a: PhoneNumber, b: PhoneNumber) -> Bool { a.digits < b.digits }
}

extension PhoneNumber: CustomStringConvertible {
    /// `+` and the digits.
    public var description: String { "+\(digits)" }
}
