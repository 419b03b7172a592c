import CPhoneNumbers
import DialNumbers
import DialModel
import DialPorts
import Testing

/// What is said at once is what the library would have said.
@Suite struct CertaintyTests {
    /// Draws numbers for a test: the same for everyone.
    private struct Draw: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    private static let countries = [
        "US", "CA", "JM", "PR", "GB", "GG", "JE", "IM", "DE", "AT", "CH", "HU", "FR", "RE", "IT",
        "VA", "ES", "PT", "NL", "BE", "PL", "RU", "KZ", "UA", "TR", "AU", "CX", "NZ", "IN", "CN",
        "JP", "BR", "AR", "MX", "CO", "CL", "ZA", "NG", "KE", "EG", "MA", "EH", "FI", "AX", "NO",
        "SJ", "SE", "DK", "IL", "AE", "SG", "ID", "CW", "BQ", "CR", "GA",
    ]

    private func said(
        _ text: String, _ country: String?,
        by read: (
            UnsafePointer<CChar>?, Int, UnsafePointer<CChar>?, UnsafeMutablePointer<CPhoneNumber>?
        ) -> Void
    ) -> String {
        var number = CPhoneNumber()
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                read($0.baseAddress, $0.count, country, &number)
            }
        }
        return "\(number.digits) \(number.countryCode) \(number.verdict) \(number.kind) "
            + "\(number.isGeographic) \(number.region)"
    }

    @Test(arguments: [1, 2, 3, 4])
    func `every number is read as the library alone reads it`(seed: UInt64) {
        var draw = Draw(state: seed)
        let numbers = WorldNumbers()
        var valid = 0
        for _ in 0..<15_000 {
            let country = Self.countries.randomElement(using: &draw) ?? "US"
            let code = numbers.countryCode(of: country) ?? 1
            let count = Int.random(in: 5...11, using: &draw)
            let digits = (0..<count).map { _ in String(Int.random(in: 0...9, using: &draw)) }
                .joined()
            let text =
                switch draw.next() % 6 {
                case 0: "+\(code)\(digits)"
                case 1: "\(code)\(digits)"
                case 2: "0\(digits)"
                case 3: "00\(code) \(digits.prefix(3))-\(digits.dropFirst(3))"
                case 4: "+1 (\(Int.random(in: 201...989, using: &draw))) 555-\(digits.prefix(4))"
                default: "(\(digits.prefix(3))) \(digits.dropFirst(3))"
                }
            let home = draw.next() % 3 == 0 ? nil : country
            let fast = said(text, home, by: CPhoneNumberRead)
            #expect(
                fast == said(text, home, by: CPhoneNumberReadSlowly), "\(text) in \(home ?? "-")")
            if case .success = numbers.read(text, country: home) { valid += 1 }
        }
        #expect(valid > 2_000)
    }
}
