/// The holidays of a country, or of a campaign: how each is found in a year.
public struct HolidayCalendar: Hashable, Sendable {
    public var name: String
    public var title: String
    /// Laws and lists that say so.
    public var sources: [String] = []
    public var holidays: [Holiday]

    public init(name: String, title: String, holidays: [Holiday]) {
        self.name = name
        self.title = title
        self.holidays = holidays
    }

    /// What each holiday from the beginning of one year to the end of another is called.
    ///
    /// A holiday on a weekend is one still when a day off is given for it as well: both are here. Of
    /// several holidays on one day the first named in the file.
    ///
    /// - Complexity: O(years × holidays).
    public func days(_ years: ClosedRange<Int>) -> [CivilDay: String] {
        var days: [CivilDay: String] = [:]
        var moved: [(CivilDay, Holiday)] = []
        // The years around: New Year's Day may be kept in the old year.
        for year in (years.lowerBound - 1)...(years.upperBound + 1) {
            for holiday in holidays where holiday.years.contains(year) {
                for day in holiday.date.days(in: year) {
                    if days[day] == nil { days[day] = holiday.name }
                    if day.weekday.isWeekend, holiday.weekend != .stays {
                        moved.append((day, holiday))
                    }
                }
            }
        }
        for (day, holiday) in moved.sorted(by: { $0.0 < $1.0 }) {
            var other = day
            switch holiday.weekend {
            case .stays: continue
            case .nearest: other = day + (day.weekday == .saturday ? -1 : 1)
            case .next:
                repeat { other = other + 1 } while other.weekday.isWeekend || days[other] != nil
            }
            if days[other] == nil { days[other] = holiday.name }
        }
        return days.filter { years.contains($0.key.year) }
    }
}

/// One holiday.
public struct Holiday: Hashable, Sendable {
    public var name: String
    public var date: HolidayDate
    public var weekend = Weekend.stays
    /// In which it is kept.
    public var years = Int.min...Int.max

    public init(name: String, date: HolidayDate) {
        self.name = name
        self.date = date
    }

    /// What becomes of a holiday that falls on a Saturday or Sunday.
    public enum Weekend: String, CaseIterable, Sendable {
        /// No other day is given for it.
        case stays
        /// Also the Friday before a Saturday, the Monday after a Sunday.
        case nearest
        /// Also the next working day that is no holiday itself.
        case next
    }
}

/// How a holiday is found.
public enum HolidayDate: Hashable, Sendable {
    case date(month: Int, day: Int)
    /// The first, second … such weekday of the month; -1: the last.
    case nth(Int, Weekday, month: Int)
    /// The last such weekday before the date.
    case before(Weekday, month: Int, day: Int)
    /// So many days after Easter Sunday.
    case easter(Int)
    case days([CivilDay])

    func days(in year: Int) -> [CivilDay] {
        switch self {
        case .date(let month, let day):
            // 29 February is there in leap years only.
            let date = CivilDay(year: year, month: month, day: day)
            return date.month == month ? [date] : []
        case .nth(let ordinal, let weekday, let month):
            if ordinal < 0 {
                let next = CivilDay(
                    year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
                return [Self.last(weekday, before: next)]
            }
            let last = CivilDay(year: year, month: month, day: 7 * ordinal)
            return [Self.last(weekday, before: last + 1)].filter { $0.month == month }
        case .before(let weekday, let month, let day):
            return [Self.last(weekday, before: CivilDay(year: year, month: month, day: day))]
        case .easter(let after): return [CivilDay.easter(of: year) + after]
        case .days(let days): return days.filter { $0.year == year }
        }
    }

    private static func last(_ weekday: Weekday, before day: CivilDay) -> CivilDay {
        var day = day + -1
        while day.weekday != weekday { day = day + -1 }
        return day
    }
}
