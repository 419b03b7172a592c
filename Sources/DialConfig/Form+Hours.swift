import DialModel

/// Reads hours by the day of the week, of campaigns and of rule sets alike:
///
///     mon-fri: 09:00-20:00
///     sat: [10:00-13:00, 14:00-17:00]
///     holidays: {us: none, 2026-12-24: 09:00-12:00}
struct HoursReader {
    /// Where holidays are looked for.
    let shelf: RuleShelf
    /// Of the hours that are read.
    var source: String?
    /// Keys that may stand beside the days.
    var others: [String] = []

    /// The hours, and the entries of ``others`` that are there.
    ///
    /// Days that are not named have none. Where no day is named, all are open all day: holidays may
    /// still say something.
    ///
    /// - Returns: nil, with a complaint, when they are wrong; hours that are nil say nothing.
    func read(_ entry: Entry) -> (hours: CallingHours?, others: [String: Entry])? {
        guard let entries = entry.entries else { return nil }
        let before = entry.problems.found.count
        var week = [[ClockRange]?](repeating: nil, count: 7)
        var lines = [Int](repeating: 0, count: 7)
        var rest: [String: Entry] = [:]
        var holidays: [HolidayHours] = []
        for item in entries {
            if item.name == "holidays" {
                holidays = readHolidays(item)
            } else if others.contains(item.name) {
                rest[item.name] = item
            } else if let days = Self.days(item.name) {
                let ranges = Form<[ClockRange]>.clockRanges.read(item)
                for day in days {
                    let place = day.rawValue
                    if week[place] != nil {
                        entry.problems.add(
                            item.line,
                            "\(item.name) has \(day.name), which line \(lines[place]) has already")
                    }
                    week[place] = ranges ?? []
                    lines[place] = item.line
                }
            } else {
                let known =
                    Weekday.allCases.map(\.short) + ["mon-fri", "daily", "holidays"] + others
                entry.problems.add(
                    item.line,
                    "unknown day or key \(quoted(item.name)); "
                        + suggestion(for: item.name, among: known))
            }
        }
        guard entry.problems.found.count == before else { return nil }
        let isWeekGiven = week.contains { $0 != nil }
        let whole = isWeekGiven ? week.map { $0 ?? [] } : CallingHours.always
        if whole.allSatisfy(\.isEmpty) {
            return entry.complain(
                "\(entry.name) leave no time in the week; give at least one day its hours")
        }
        if !isWeekGiven && holidays.isEmpty { return (nil, rest) }
        return (CallingHours(source: source, week: whole, holidays: holidays), rest)
    }

    /// `mon`, `mon-fri`, `sat, sun`, `daily`.
    private static func days(_ text: String) -> [Weekday]? {
        if plain(text) == "daily" { return Weekday.allCases }
        var days: [Weekday] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
                Weekday(String($0).trimmed)
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1]
            else { return nil }
            // On over the weekend: sat-mon is Saturday, Sunday and Monday.
            let count = (last.rawValue - first.rawValue + 7) % 7
            days += (0...count).map { Weekday.allCases[(first.rawValue + $0) % 7] }
        }
        return days
    }

    /// `us`, `[us, 2026-12-24]`: nobody is called then; or `{us: none, 2026-12-24: 09:00-12:00}`.
    private func readHolidays(_ entry: Entry) -> [HolidayHours] {
        if !entry.isMapping {
            return (entry.items ?? []).compactMap { item in
                item.text.flatMap { holidays($0, item, []) }
            }
        }
        return (entry.entries ?? []).compactMap { item in
            let ranges = Form<[ClockRange]>.clockRanges.read(item)
            let named = holidays(item.name, item, ranges ?? [])
            return ranges == nil ? nil : named
        }
    }

    private func holidays(_ name: String, _ entry: Entry, _ ranges: [ClockRange]) -> HolidayHours? {
        if let day = CivilDay(name) {
            let holiday = Holiday(name: name, date: .days([day]))
            return HolidayHours(
                calendar: HolidayCalendar(name: name, title: name, holidays: [holiday]),
                ranges: ranges)
        }
        if name.first?.isNumber == true {
            return entry.complain(
                "\(quoted(name)) is no day; a date such as 2026-12-25 or a calendar's name is "
                    + "expected")
        }
        return shelf.calendar(named: name, for: entry).map {
            HolidayHours(calendar: $0, ranges: ranges)
        }
    }
}

extension Form where Value == [ClockRange] {
    /// `09:00-20:00`, a list of such ranges, or `none`; in order.
    static var clockRanges: Form {
        Form { entry in
            if entry.isScalar, entry.text == "none" { return [] }
            guard let items = entry.items else { return nil }
            let ranges = items.map(range)
            if ranges.contains(where: { $0 == nil }) { return nil }
            let sorted = ranges.compactMap { $0 }.sorted { $0.from < $1.from }
            for (one, next) in zip(sorted, sorted.dropFirst()) where next.from < one.to {
                return entry.complain(
                    "\(entry.name) has \([one].text) and \([next].text), which overlap")
            }
            return sorted.reduce(into: []) { joined, range in
                if let last = joined.last, last.to == range.from {
                    joined[joined.count - 1].to = range.to
                } else {
                    joined.append(range)
                }
            }
        }
    }

    private static func range(_ entry: Entry) -> ClockRange? {
        guard let text = entry.text else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else {
            return entry.complain(
                "\(entry.name) is \(quoted(text)); hours such as 09:00-20:00, a list of these or "
                    + "none are expected")
        }
        func time(_ end: Substring) -> Duration? {
            Form<Duration>.timeOfDay.read(
                Entry(
                    name: entry.name, line: entry.line, node: .scalar(.init(String(end).trimmed)),
                    problems: entry.problems))
        }
        guard let from = time(ends[0]), let to = time(ends[1]) else { return nil }
        if from >= to {
            return entry.complain(
                "\(entry.name) is \(text), which ends before it begins; what goes on after "
                    + "midnight belongs to the next day")
        }
        return ClockRange(from: Int(from.seconds), to: Int(to.seconds))
    }
}
