import DialModel
import Foundation

extension Form where Value == String {
    /// The IANA name of a time zone.
    static var timeZone: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            if TimeZoneNames.isKnown(text) { return text }
            return entry.complain(TimeZoneNames.fault(text))
        }
    }
}

extension Form where Value == Instant {
    /// `2026-01-05T09:00:00Z`, `2026-01-05 09:00 +01:00`, or without a zone when the campaign has
    /// one. ISO 8601; seconds may be left out.
    ///
    /// - Parameter isZoneGiven: whether the file names a zone, known or not.
    static func instant(in zone: String?, isZoneGiven: Bool) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard let time = CivilTime(text) else {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); a time such as 2026-01-05T09:00:00Z is "
                        + "expected")
            }
            if let offset = time.offset { return time.instant(offset: offset) }
            guard let zone, let known = TimeZone(identifier: zone) else {
                if isZoneGiven { return nil }  // the zone was complained of
                return entry.complain(
                    "\(entry.name) is \(quoted(text)) without a zone; add Z, an offset such as "
                        + "+01:00, or timeZone")
            }
            // The two offsets around the day; a time that the clocks show twice is the earlier.
            let day = 86_400
            let instants = [time.seconds - day, time.seconds + day].map { seconds in
                known.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            }.filter { offset in
                let seconds = Double(time.seconds - offset)
                return known.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)) == offset
            }.map(time.instant(offset:))
            return instants.min()
                ?? entry.complain(
                    "\(entry.name) is \(text), which the clocks in \(zone) skip")
        }
    }
}

/// Seconds east of UTC that a time is written with; nil when it has no offset.
func writtenOffset(_ text: String) -> Int? { CivilTime(text)?.offset }

/// The instant of a text, UTC unless it is written with an offset; nil when it is none.
package func writtenInstant(_ text: String) -> Instant? {
    CivilTime(text).map { $0.instant(offset: $0.offset ?? 0) }
}

/// A date and time of day as written, perhaps with an offset from UTC.
private struct CivilTime {
    /// Since 1970 on a clock that shows this zone's time.
    let seconds: Int
    let nanoseconds: Int64
    /// Seconds east of UTC; nil when none is written.
    let offset: Int?

    init?(_ text: String) {
        let pattern =
            #/([0-9]{4})-([0-9][0-9])-([0-9][0-9])[Tt ] ?([0-9][0-9]):([0-9][0-9])(?::([0-9][0-9])(?:\.([0-9]{1,9}))?)? ?(Z|z|[+-][0-9][0-9](?::?[0-9][0-9])?)?/#
        guard text.utf8.count < 64, let found = try? pattern.wholeMatch(in: text)?.output else {
            return nil
        }
        let year = Int(found.1)!
        let month = Int(found.2)!
        let day = Int(found.3)!
        let hour = Int(found.4)!
        let minute = Int(found.5)!
        let second = found.6.flatMap { Int($0) } ?? 0
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1970...2200).contains(year), (1...12).contains(month),
            (1...days[month - 1]).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let leapDays = { (year: Int) in year / 4 - year / 100 + year / 400 }
        let years = year - 1970
        let dayOfEra =
            years * 365 + leapDays(year - 1) - leapDays(1969) + days[..<(month - 1)].reduce(0, +)
            + day - 1
        seconds = dayOfEra * 86_400 + hour * 3_600 + minute * 60 + second
        let decimals = found.7.map(String.init) ?? ""
        nanoseconds =
            Int64(decimals + String(repeating: "0", count: 9 - decimals.utf8.count)) ?? 0
        guard let zone = found.8 else {
            offset = nil
            return
        }
        let digits = zone.filter(\.isNumber)
        let hours = Int(digits.prefix(2)) ?? 0
        let minutes = Int(digits.dropFirst(2)) ?? 0
        guard hours < 16, minutes < 60 else { return nil }
        offset = (zone.hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    func instant(offset: Int) -> Instant {
        Instant(nanoseconds: Int64(seconds - offset) * 1_000_000_000 + nanoseconds)
    }
}
