import DialModel
import DialNumbers
import DialPorts
import Testing

@Suite struct WorldNumbersTests {
    private let numbers = WorldNumbers()

    @Test(
        arguments: [
            ("+1 212 555 0100", nil, "+12125550100", NumberKind.fixedLineOrMobile, "US"),
            ("(212) 555-0100", "US", "+12125550100", .fixedLineOrMobile, "US"),
            ("12125550100", nil, "+12125550100", .fixedLineOrMobile, "US"),
            ("0036 1 555 0100", nil, "+3615550100", .fixedLine, "HU"),
            ("06 1 555 0100", "HU", "+3615550100", .fixedLine, "HU"),
            ("+44 (0)20 7946 0958", nil, "+442079460958", .fixedLine, "GB"),
            ("020 7946 0958", "GB", "+442079460958", .fixedLine, "GB"),
            ("+36 1 555 0100", "GB", "+3615550100", .fixedLine, "HU"),
            ("+39 06 1234 5678", nil, "+390612345678", .fixedLine, "IT"),
            ("+55 11 96123 4567", nil, "+5511961234567", .mobile, "BR"),
            ("+800 1234 5678", nil, "+80012345678", .tollFree, "001"),
            ("1-800-FLOWERS", "US", "+18003569377", .tollFree, "US"),
            ("+999 123 4567", nil, "+9991234567", .test, ""),
            ("+44 7700 900123", nil, "+447700900123", .test, "GB"),
            ("0115 496 0123", "GB", "+441154960123", .test, "GB"),
            ("+1 604 555 0100", nil, "+16045550100", .fixedLineOrMobile, "CA"),
        ] as [(String, String?, String, NumberKind, String)])
    func `a number is read as its country's people write it`(
        text: String, country: String?, number: String, kind: NumberKind, home: String
    ) throws {
        let found = try numbers.read(text, country: country).get()
        #expect(found.number.description == number)
        #expect(found.kind == kind)
        #expect(found.country == home)
    }

    @Test(
        arguments: [
            ("n/a", "US", NumberFault.Reason.noNumber), ("", nil, .noNumber),
            ("+", nil, .noNumber), ("+++", "US", .noNumber),
            ("+1 212 555 01", nil, .tooShort), ("212 555 01", "US", .tooShort),
            ("+1 212 555 01000", nil, .tooLong), ("+12345678901234567890", nil, .tooLong),
            ("555 0100", "US", .noAreaCode), ("+210 555 0100", nil, .noCountry),
            ("+1 123 555 0100", nil, .invalid), ("+44 1000 000000", nil, .invalid),
            ("+1 900 555 0199", nil, .premiumRate), ("0900 123456", "GB", .invalid),
            ("09061 234567", "GB", .premiumRate),
            ("911", "US", .emergency), ("911", nil, .emergency), ("112", "HU", .emergency),
            ("999", "GB", .emergency), ("+1 911", nil, .emergency), ("211", "US", .short),
            ("+44 7600 123456", nil, .pager), ("+1 212 555 0100 ext 5", nil, .withExtension),
        ] as [(String, String?, NumberFault.Reason)])
    func `what may not be dialled is refused with its reason`(
        text: String, country: String?, reason: NumberFault.Reason
    ) {
        #expect(throws: NumberFault.self) { try numbers.read(text, country: country).get() }
        if case .failure(let fault) = numbers.read(text, country: country) {
            #expect(fault.reason == reason)
            #expect(!fault.words.isEmpty && !fault.name.isEmpty)
        }
    }

    /// > Source: the dates on which the area codes came into use, NANPA planning letters.
    @Test(arguments: [
        ("+1 983 555 0100", "America/Denver"), ("+1 728 555 0100", "America/New_York"),
    ])
    func `an area code that is newer than the library is known`(
        text: String, zone: String
    ) throws {
        let found = try numbers.read(text, country: nil).get()
        #expect(found.country == "US")
        #expect(found.timeZones == zone)
        #expect(throws: NumberFault.self) {
            try numbers.read(text.replacing("555", with: "055"), country: nil).get()
        }
    }

    @Test func `a number is written as people do`() throws {
        let number = try numbers.read("+12125550100", country: nil).get().number
        #expect(numbers.international(number) == "+1 212-555-0100")
        #expect(numbers.national(number) == "(212) 555-0100")
        #expect(numbers.international(PhoneNumber(digits: 9_991_234_567)) == "+9991234567")
    }
}
