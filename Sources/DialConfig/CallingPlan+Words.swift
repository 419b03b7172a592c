import DialModel

extension CallingPlan {
    /// Why nobody in a zone may be called at `now`, in words; nil when calls may be made there.
    ///
    /// - Parameter zone: as the store has it: a name, several with `|` between them, or none.
    public func reason(_ zone: String, at now: Instant) -> String? {
        let second = Self.seconds(now)
        if let office {
            let words = Self.words(office.hours, in: office.zone, at: second)
            if let words { return "\(words.time); officeHours allow \(words.rule)" }
        }
        if rules.isEmpty { return nil }
        let places = (zone.isEmpty ? unknownZone ?? "" : zone).split(separator: "|").map(
            String.init)
        if places.isEmpty {
            return "where the lead is, and so what time it is there, is not known; hours has no "
                + "unknownZone"
        }
        for place in places {
            guard ZoneOffsets(place, from: second, to: second) != nil else {
                return "\(quoted(place)) is no time zone that this machine knows"
            }
            for rule in rules {
                guard let words = Self.words(rule, in: place, at: second) else { continue }
                return "\(words.time); \(rule.source ?? "the campaign") allows \(words.rule)"
            }
        }
        let isOpen = hours(in: [zone], from: now, for: .zero).first?.isOpen(at: now) ?? true
        return isOpen
            ? nil
            : "the clocks in \(places.joined(separator: " or ")) are put back; of an hour that comes "
                + "twice only the narrower half counts"
    }

    /// What time it is in the zone, and what `hours` allow on such a day; nil: they allow calls now.
    private static func words(
        _ hours: CallingHours, in zone: String, at second: Int
    ) -> (time: String, rule: String)? {
        guard let local = ZoneOffsets(zone, from: second, to: second)?.local(second) else {
            return nil
        }
        let day = CivilDay(at: local)
        let time = local - day.number * 86_400
        let holidays = hours.holidays.map { $0.calendar.days(day.year...day.year)[day] }
        let places = holidays.indices.filter { holidays[$0] != nil }
        let ranges = hours.ranges(on: day.weekday, holidays: places)
        if ranges.contains(where: { $0.contains(time) }) { return nil }
        let usual = hours.week[day.weekday.rawValue]
        if let place = places.first, usual != ranges, let name = holidays[place] {
            if ranges.isEmpty {
                return ("it is \(name) in \(zone)", "no calls on that holiday")
            }
            return (
                "it is \(name), \(clock(time)), in \(zone)",
                "\(ranges.words) on that holiday"
            )
        }
        if ranges.isEmpty {
            let name = day.weekday.name
            return ("it is \(name) in \(zone)", "no calls on \(name)s")
        }
        let isDaily = hours.week.allSatisfy { $0 == ranges }
        return (
            "it is \(isDaily ? "" : "\(day.weekday.name), ")\(clock(time))"
                + "\(isDaily ? "" : ",") in \(zone)",
            ranges.words + (isDaily ? "" : " on \(day.weekday.name)s")
        )
    }

    private static func clock(_ second: Int) -> String {
        // To the minute: a reason is read by people.
        DialConfig.clock(.seconds(Int64(second / 60 * 60)))
    }
}

extension [ClockRange] {
    /// `10:00 to 13:00 and 14:00 to 20:00`.
    var words: String {
        map { "\(Self.clock($0.from)) to \(Self.clock($0.to))" }.joined(separator: " and ")
    }

    /// `10:00-13:00, 14:00-20:00`, `none`.
    var text: String {
        isEmpty
            ? "none"
            : map { "\(Self.clock($0.from))-\(Self.clock($0.to))" }.joined(separator: ", ")
    }

    private static func clock(_ second: Int) -> String {
        DialConfig.clock(.seconds(Int64(second)))
    }
}

extension CallingHours {
    /// `mon-fri 09:00-20:00, sat 10:00-16:00`, and holidays: days that are alike are told together.
    public var text: String {
        if week == Self.always && holidays.isEmpty { return "at any time" }
        var parts: [String] = []
        var first = 0
        while first < 7 {
            var last = first
            while last < 6, week[last + 1] == week[first] { last += 1 }
            let days = Weekday.allCases
            let name =
                first == 0 && last == 6
                ? "daily"
                : days[first].short + (first == last ? "" : "-\(days[last].short)")
            if !week[first].isEmpty { parts.append("\(name) \(week[first].text)") }
            first = last + 1
        }
        parts += holidays.map { "holidays (\($0.calendar.name)) \($0.ranges.text)" }
        return parts.joined(separator: ", ")
    }
}
