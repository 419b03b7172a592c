import CPhoneNumbers
import Synchronization

/// Which time zones a number may be in, by the longest prefix that is known.
///
/// A number that tells nothing of its place (toll-free, most countries' mobiles) may be in any zone
/// of its country.
///
/// - Complexity: about ten look-ups in a table of 3,200 prefixes.
///
/// > Source: libphonenumber's time zone map; see `scripts/zones`.
final class NumberZones: Sendable {
    static let shared = NumberZones()

    /// Places in ``groups`` by prefix, without the plus.
    private let places: [UInt64: Int]
    private let groups: [[Substring]]
    private let countries: [Substring: RegionCode]
    /// Above every prefix: 1 and a zero for each digit of the longest.
    private let mostPrefix: UInt64
    /// What was found: by group and region.
    private let known = Mutex<[Key: String]>([:])

    private struct Key: Hashable {
        var group: Int
        var region: RegionCode
    }

    private init() {
        var countries: [Substring: RegionCode] = [:]
        for line in String(cString: CPhoneZoneCountries()).split(separator: "\n") {
            let words = line.split(separator: " ")
            countries[words[0]] = words[1].utf8.withContiguousStorageIfAvailable {
                RegionCode(UnsafeRawBufferPointer($0))
            }
        }
        self.countries = countries
        var places: [UInt64: Int] = [:]
        var groups: [[Substring]] = []
        var mostPrefix: UInt64 = 10
        for line in String(cString: CPhoneZonePrefixes()).split(separator: "\n") {
            let words = line.split(separator: " ")
            for prefix in words.dropFirst() {
                guard let value = UInt64(prefix) else { continue }
                places[value] = groups.count
                while mostPrefix <= value { mostPrefix *= 10 }
            }
            groups.append(words[0].split(separator: "|"))
        }
        self.places = places
        self.groups = groups
        self.mostPrefix = mostPrefix
    }

    /// Sorted names with `|` between them; empty when none is known.
    func of(
        _ digits: UInt64, countryCode: UInt64, region: RegionCode, isGeographic: Bool
    ) -> String {
        var prefix = isGeographic ? digits : countryCode
        while prefix >= mostPrefix { prefix /= 10 }
        while prefix > 0 {
            if let group = places[prefix] { return names(group, region) }
            prefix /= 10
        }
        return ""
    }

    /// - Parameter code: 1 and the area code.
    func ofNewAreaCode(_ code: UInt64) -> (country: String, names: String)? {
        guard (1_200...1_999).contains(code), let group = places[code],
            let country = groups[group].first.flatMap({ countries[$0] })
        else { return nil }
        return (country.text, names(group, country))
    }

    /// The zones of a group that are in the region; all when none is.
    private func names(_ group: Int, _ region: RegionCode) -> String {
        known.withLock { known in
            let key = Key(group: group, region: region)
            if let names = known[key] { return names }
            let own = groups[group].filter { countries[$0] == region }
            let names = (own.isEmpty ? groups[group] : own).joined(separator: "|")
            known[key] = names
            return names
        }
    }
}

/// A country's two letters, or `001`, as bits: compared for every number.
struct RegionCode: Hashable, Sendable {
    private let bits: UInt32

    /// Up to the first zero.
    init(_ bytes: UnsafeRawBufferPointer) {
        bits = bytes.prefix(3).prefix { $0 != 0 }.reduce(0) { $0 << 8 | UInt32($1) }
    }

    var text: String {
        let bytes = [bits >> 16, bits >> 8, bits].map { UInt8(truncatingIfNeeded: $0) }
        return String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    }
}
