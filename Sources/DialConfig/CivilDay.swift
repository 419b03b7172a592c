/// A day of the Gregorian calendar.
///
/// > Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `days_from_civil` and
/// > `civil_from_days`, https://howardhinnant.github.io/date_algorithms.html
public struct CivilDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// - Parameters:
    ///   - month: 1...12.
    ///   - day: from 1; one beyond the month's last is a day of the next month.
    public init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// The day on which the clock shows so many seconds since the beginning of 1970.
    init(at seconds: Int) {
        number = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    }

    /// Reads `2026-12-25`; nil for anything else, and for a day that no month has.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1970...2200).contains(year), (1...12).contains(month)
        else { return nil }
        self.init(year: year, month: month, day: day)
        if day < 1 || self.month != month { return nil }
    }

    /// Of the year that begins in March, from which the calendar's sums are easy.
    private var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let place = (5 * dayOfYear + 2) / 153
        let month = place < 10 ? place + 3 : place - 9
        let day = dayOfYear - (153 * place + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    public var year: Int { parts.year }
    /// 1...12.
    public var month: Int { parts.month }
    /// Of the month, from 1.
    public var day: Int { parts.day }

    public var weekday: Weekday {
        // 1970 began on a Thursday.
        let place = (number + 3) % 7
        return Weekday.allCases[place < 0 ? place + 7 : place]
    }

    public static func < (a: CivilDay, b: CivilDay) -> Bool { a.number < b.number }
    public static func + (day: CivilDay, count: Int) -> CivilDay {
        CivilDay(number: day.number + count)
    }

    /// Easter Sunday.
    ///
    /// > Source: the anonymous algorithm of *Nature* (20 April 1876), as in J. Meeus, *Astronomical
    /// > Algorithms* (1991), chapter 8.
    public static func easter(of year: Int) -> CivilDay {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (b - (b + 8) / 25 + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let n = h + l - 7 * m + 114
        return CivilDay(year: year, month: n / 31, day: n % 31 + 1)
    }
}

extension CivilDay: CustomStringConvertible {
    /// `2026-12-25`.
    public var description: String {
        let (year, month, day) = parts
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}

/// A day of the week.
public enum Weekday: Int, CaseIterable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `Monday`.
    public var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    /// `mon`, as files have it.
    public var short: String { name.prefix(3).lowercased() }

    public var isWeekend: Bool { self == .saturday || self == .sunday }

    /// Reads a name or at least its first three letters.
    init?(_ text: some StringProtocol) {
        let text = text.lowercased()
        guard text.count >= 3,
            let day = Self.allCases.first(where: { $0.name.lowercased().hasPrefix(text) })
        else { return nil }
        self = day
    }
}
