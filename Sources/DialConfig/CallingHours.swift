/// When people may be called, by the clock on their own wall.
public struct CallingHours: Hashable, Sendable {
    /// The rule set that says so; nil: the campaign itself.
    public var source: String?
    /// By ``Weekday``, from Monday: in order, none meeting the next.
    public var week: [[ClockRange]]
    /// What is left of the week's hours on holidays.
    public var holidays: [HolidayHours]

    public init(
        source: String? = nil, week: [[ClockRange]] = Self.always, holidays: [HolidayHours] = []
    ) {
        precondition(week.count == 7, "a week has \(week.count) days; 7 are expected")
        self.source = source
        self.week = week
        self.holidays = holidays
    }

    /// At any time.
    public static let always = [[ClockRange]](repeating: [.day], count: 7)

    /// The hours of a day that is a holiday in the calendars at `places` of ``holidays``.
    func ranges(on weekday: Weekday, holidays places: [Int]) -> [ClockRange] {
        places.reduce(week[weekday.rawValue]) { $0.intersection(holidays[$1].ranges) }
    }
}

/// What holds on the holidays of a calendar: only what is in the day's own hours and in these.
public struct HolidayHours: Hashable, Sendable {
    public var calendar: HolidayCalendar
    public var ranges: [ClockRange]

    public init(calendar: HolidayCalendar, ranges: [ClockRange]) {
        self.calendar = calendar
        self.ranges = ranges
    }
}

/// From one time of day until just before another.
public struct ClockRange: Hashable, Sendable {
    /// Seconds since midnight, 0...86,400; `from` is less than `to`.
    public var from: Int
    public var to: Int

    public init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    public static let day = ClockRange(from: 0, to: 86_400)

    public func contains(_ second: Int) -> Bool { from <= second && second < to }
}

extension [ClockRange] {
    /// The times in both; both in order.
    func intersection(_ other: [ClockRange]) -> [ClockRange] {
        flatMap { mine in
            other.compactMap { theirs in
                let shared = ClockRange(
                    from: Swift.max(mine.from, theirs.from), to: Swift.min(mine.to, theirs.to))
                return shared.from < shared.to ? shared : nil
            }
        }
    }
}
