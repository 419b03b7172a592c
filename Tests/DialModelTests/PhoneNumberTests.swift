import DialModel
import Testing

@Suite struct PhoneNumberTests {
    @Test(
        arguments: [
            ("+36 (1) 555-0100", 3_615_550_100), ("0036 1 555 0100", 3_615_550_100),
            ("+1.202.555.0143", 12_025_550_143), ("36/15550100", 3_615_550_100),
            ("1234567", 1_234_567), ("123456789012345", 123_456_789_012_345),
        ] as [(String, UInt64)])
    func `a complete number is read, whatever stands between its digits`(
        text: String, digits: UInt64
    ) {
        #expect(PhoneNumber(text)?.digits == digits)
    }

    @Test(
        arguments: [
            ("06 1 555 0100", 36, 36_615_550_100), ("0161 496 0000", 44, 441_614_960_000),
            ("161 496 0000", 44, 441_614_960_000), ("+1 202 555 0143", 44, 12_025_550_143),
            ("001 202 555 0143", 44, 12_025_550_143),
        ] as [(String, UInt64, UInt64)])
    func `a national number gets its country code, an international one keeps its own`(
        text: String, country: UInt64, digits: UInt64
    ) {
        #expect(PhoneNumber(text, countryCode: country)?.digits == digits)
    }

    @Test(arguments: [
        "", "+", "123456", "1234567890123456", "+0123456789", "0123456789", "000123456789",
        "1+2345678", "12345x7", "+36 1 555 0100 ext 5", "１２３４５６７", "-----",
    ])
    func `what is no number is refused`(text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test(arguments: ["", "0", "00", "000161496000", "12345678901234", "123"])
    func `what is no national number is refused`(text: String) {
        #expect(PhoneNumber(text, countryCode: 44) == nil)
    }

    @Test func `a number reads as a plus and its digits, which give it back`() throws {
        let number = try #require(PhoneNumber("0036 1 555 0100"))
        #expect(number.description == "+3615550100")
        #expect(PhoneNumber(number.description) == number)
    }
}
