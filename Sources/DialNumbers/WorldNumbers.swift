import CPhoneNumbers
import DialModel
import DialPorts

/// All countries' numbers, as libphonenumber knows them, and the time zones they are in.
///
///     let numbers = WorldNumbers()
///     let found = try numbers.read("(212) 555-0100", country: "US").get()
///     found.number            // +12125550100
///     found.timeZones         // America/New_York
///     numbers.international(found.number)     // +1 212-555-0100
///
/// The library is the system's, so what it knows is as old as that. North American area codes that
/// are newer than it are taken from the zones' table, which is Dialpace's own.
///
/// > Source: https://github.com/google/libphonenumber.
public struct WorldNumbers: NumberPlans {
    private let zones = NumberZones.shared

    public init() {}

    public func read(
        _ text: UnsafeBufferPointer<UInt8>, country: String?
    ) -> Result<PlannedNumber, NumberFault> {
        if let test = Self.testNumber(text) { return .success(test) }
        var found = CPhoneNumber()
        text.withMemoryRebound(to: CChar.self) {
            CPhoneNumberRead($0.baseAddress, $0.count, country, &found)
        }
        let region = withUnsafeBytes(of: found.region) { RegionCode($0) }
        guard found.verdict == CPhoneVerdictValid.rawValue else {
            if found.verdict == CPhoneVerdictInvalid.rawValue,
                let other = newAreaCode(text, country: country) ?? fiction(text, country: country)
            {
                return .success(other)
            }
            return .failure(NumberFault(Self.reason(found.verdict), country: region.text))
        }
        return .success(
            PlannedNumber(
                number: PhoneNumber(digits: found.digits), kind: Self.kind(found.kind),
                country: region.text,
                timeZones: zones.of(
                    found.digits, countryCode: UInt64(found.countryCode), region: region,
                    isGeographic: found.isGeographic != 0)))
    }

    /// As written abroad: `+1 212-555-0100`.
    public func international(_ number: PhoneNumber) -> String { written(number, isNational: 0) }

    /// As written in its country: `(212) 555-0100`.
    public func national(_ number: PhoneNumber) -> String { written(number, isNational: 1) }

    /// The country code of `country`, ISO 3166-1 alpha-2; nil when there is no such country.
    public func countryCode(of country: String) -> UInt64? {
        let code = CPhoneCountryCode(country)
        return code == 0 ? nil : code
    }

    /// The country, ISO 3166-1 alpha-2, whose national numbers those with a country code are: of
    /// several, the largest; nil when no country has the code.
    public func country(of countryCode: UInt64) -> String? {
        guard countryCode < 1_000 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4) {
            CPhoneRegion(countryCode, $0.baseAddress)
            let name = RegionCode(UnsafeRawBufferPointer($0)).text
            return name == "ZZ" || name == "001" ? nil : name
        }
    }

    private func written(_ number: PhoneNumber, isNational: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) {
            let count = CPhoneNumberWrite(number.digits, isNational, $0.baseAddress, $0.count)
            let bytes = UnsafeRawBufferPointer(
                rebasing: UnsafeRawBufferPointer($0)[..<min(count, 63)])
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Numbers that begin with 999, which the ITU keeps in reserve.
    ///
    /// > Source: ITU-T E.164 list of assigned country codes: 999 "reserved for future global service".
    private static func testNumber(_ text: UnsafeBufferPointer<UInt8>) -> PlannedNumber? {
        guard text.count > 4, text[0] == UInt8(ascii: "+"), text[1] == UInt8(ascii: "9") else {
            return nil
        }
        guard
            let number = PhoneNumber(String(decoding: text, as: UTF8.self), countryCode: nil),
            number.description.hasPrefix("+999")
        else { return nil }
        return PlannedNumber(number: number, kind: .test)
    }

    /// A North American number of an area code that the library does not know yet.
    private func newAreaCode(
        _ text: UnsafeBufferPointer<UInt8>, country: String?
    ) -> PlannedNumber? {
        let isNorthAmerican = country.map { CPhoneCountryCode($0) == 1 } ?? true
        guard
            let number = PhoneNumber(
                String(decoding: text, as: UTF8.self), countryCode: isNorthAmerican ? 1 : nil)
                ?? PhoneNumber(String(decoding: text, as: UTF8.self)),
            case let digits = number.digits, digits / 10_000_000_000 == 1,
            digits / 1_000_000 % 10 >= 2,
            let (country, names) = zones.ofNewAreaCode(digits / 10_000_000)
        else { return nil }
        return PlannedNumber(
            number: number, kind: .fixedLineOrMobile, country: country, timeZones: names)
    }

    /// A number that Ofcom keeps for films and books.
    private func fiction(
        _ text: UnsafeBufferPointer<UInt8>, country: String?
    ) -> PlannedNumber? {
        guard
            let number = PhoneNumber(
                String(decoding: text, as: UTF8.self),
                countryCode: country.map { CPhoneCountryCode($0) }),
            Self.fictional.contains(number.digits / 1_000)
        else { return nil }
        return PlannedNumber(
            number: number, kind: .test, country: "GB", timeZones: "Europe/London")
    }

    /// What such numbers begin with, before their last three digits.
    ///
    /// > Source: Ofcom, "Telephone numbers for drama use".
    private static let fictional: Set<UInt64> = [
        441_134_960, 441_144_960, 441_154_960, 441_164_960, 441_174_960, 441_184_960, 441_214_960,
        441_314_960, 441_414_960, 441_514_960, 441_614_960, 441_632_960, 441_914_980, 442_079_460,
        442_896_496, 442_920_180, 443_069_990, 447_700_900, 448_081_570,
    ]

    private static func kind(_ code: UInt8) -> NumberKind {
        NumberKind(rawValue: code) ?? .fixedLineOrMobile
    }

    private static func reason(_ code: UInt8) -> NumberFault.Reason {
        // In the order of CPhoneVerdict, after "valid".
        let reasons = NumberFault.Reason.allCases
        return code >= 1 && Int(code) <= reasons.count ? reasons[Int(code) - 1] : .noNumber
    }
}
