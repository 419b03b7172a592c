import DialModel
import DialNumbers
import DialPorts
import Foundation
import Testing

@Suite struct NumberZonesTests {
    private let numbers = WorldNumbers()

    private func zones(_ text: String) throws -> [String] {
        try numbers.read(text, country: nil).get().timeZones.split(separator: "|").map(String.init)
    }

    @Test(arguments: [
        ("+1 212 555 0100", ["America/New_York"]), ("+1 415 555 0100", ["America/Los_Angeles"]),
        ("+1 907 555 0100", ["America/Adak", "America/Anchorage"]),
        ("+1 604 555 0100", ["America/Vancouver"]), ("+1 876 555 0100", ["America/Jamaica"]),
        ("+36 30 555 0100", ["Europe/Budapest"]), ("+91 98765 43210", ["Asia/Kolkata"]),
        ("+61 2 9876 5432", ["Australia/Sydney"]), ("+55 11 96123 4567", ["America/Sao_Paulo"]),
        ("+7 495 123 4567", ["Europe/Moscow"]), ("+44 7912 345678", ["Europe/London"]),
        ("+800 1234 5678", []), ("+999 123 4567", []),
    ])
    func `a number is in the zones of its place`(text: String, zones: [String]) throws {
        #expect(try self.zones(text) == zones)
    }

    @Test(arguments: [
        // Toll-free and mobiles tell nothing of where they are.
        ("+1 800 555 0100", "Pacific/Honolulu", "America/New_York", "America/Toronto"),
        ("+7 912 345 6789", "Asia/Vladivostok", "Europe/Moscow", "Asia/Almaty"),
        ("+61 412 345 678", "Australia/Perth", "Australia/Sydney", "Asia/Tokyo"),
    ])
    func `a number that tells nothing of its place may be anywhere in its country`(
        text: String, west: String, east: String, elsewhere: String
    ) throws {
        let zones = try zones(text)
        #expect(zones.contains(west) && zones.contains(east) && !zones.contains(elsewhere))
        #expect(zones == zones.sorted())
    }

    @Test func `an area code that lies in two zones gives both`() throws {
        for (text, first, second) in [
            ("+1 850 200 0100", "America/Chicago", "America/New_York"),
            ("+1 208 200 0100", "America/Boise", "America/Los_Angeles"),
        ] {
            let zones = try zones(text)
            #expect(zones.contains(first) || zones.contains(second))
        }
        #expect(try zones("+1 907 200 0100").count == 2)
    }

    @Test func `every zone is known to this machine`() throws {
        var unknown: Set<String> = []
        for code in 1...999 {
            for tail in ["2025550100", "912345678", "21234567"] {
                guard case .success(let found) = numbers.read("+\(code)\(tail)", country: nil)
                else { continue }
                for zone in found.timeZones.split(separator: "|")
                where TimeZone(identifier: String(zone)) == nil {
                    unknown.insert(String(zone))
                }
            }
        }
        #expect(unknown == [])
    }
}
