extension HolidayCalendar {
    /// Reads and checks a calendar: `config/rules/holidays/us.yaml` shows one.
    public static func read(_ path: String) throws(ConfigErrors) -> HolidayCalendar {
        let root = try yamlRoot(fileBytes(path), path: path, as: .calendar)
        let problems = root.problems
        guard let top = Section(root) else { throw ConfigErrors(problems.found) }
        let name = top.require("name", .nameOfFile(path))
        let title = top.require("title", .text)
        let sources = top.require("sources", .list(of: .text))
        var holidays: [Holiday] = []
        if let entry = top.entry("days") {
            holidays = (entry.entries ?? []).compactMap(Form<Holiday>.holiday.read)
        } else {
            problems.add(1, "days is missing")
        }
        top.close()
        guard problems.found.isEmpty, let name, let title, let sources else {
            throw ConfigErrors(problems.found)
        }
        var calendar = HolidayCalendar(name: name, title: title, holidays: holidays)
        calendar.sources = sources
        return calendar
    }
}

extension Form where Value == String {
    /// The name that the file itself has, without `.yaml`.
    static func nameOfFile(_ path: String) -> Form {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return Form.text.checked { name, entry in
            "\(name).yaml" == file
                ? nil : "\(entry.name) is \(quoted(name)), but the file is \(file); they must agree"
        }
    }
}

extension Form where Value == Holiday {
    /// `01-01`, `third monday of january`, `last monday of may`, `monday before 05-25`, `easter`,
    /// `easter - 2`, `easter + 39`, `[2026-09-19, …]`; or `{on: one of these, weekend: nearest, from:
    /// 2021, until: 2030}`.
    static var holiday: Form {
        Form { entry in
            guard entry.isMapping else {
                return Form<HolidayDate>.holidayDate.read(entry).map {
                    Holiday(name: entry.name, date: $0)
                }
            }
            guard let section = Section(entry) else { return nil }
            let date = section.require("on", .holidayDate)
            let weekend = section.read(
                "weekend", .oneOf(Holiday.Weekend.allCases.map { ($0.rawValue, $0) }))
            let from = section.read("from", .count(1900...2200)) ?? .min
            let until = section.read("until", .count(1900...2200)) ?? .max
            section.close()
            if from > until {
                return entry.complain("\(entry.name) is kept from \(from) until \(until)")
            }
            return date.map {
                var holiday = Holiday(name: entry.name, date: $0)
                holiday.weekend = weekend ?? .stays
                holiday.years = from...until
                return holiday
            }
        }
    }
}

extension Form where Value == HolidayDate {
    static var holidayDate: Form {
        Form { entry in
            if entry.isList {
                let days = (entry.items ?? []).map { item in
                    item.text.flatMap { CivilDay($0) ?? fault($0, entry) }
                }
                return days.contains { $0 == nil } ? nil : .days(days.compactMap { $0 })
            }
            guard let text = entry.text else { return nil }
            return date(text.lowercased().split(separator: " ")) ?? fault(text, entry)
        }
    }

    private static func fault<Result>(_ text: String, _ entry: Entry) -> Result? {
        entry.complain(
            "\(entry.name) is \(quoted(text)); a day such as 12-25, third monday of january, last "
                + "monday of may, monday before 05-25, easter + 39, or a list of dates such as "
                + "[2026-12-25] is expected")
    }

    private static func date(_ words: [Substring]) -> HolidayDate? {
        let ordinals = ["first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1]
        switch words.count {
        case 1:
            if words[0] == "easter" { return .easter(0) }
            return monthAndDay(words[0]).map { .date(month: $0, day: $1) }
        case 3 where words[0] == "easter":
            guard let days = Int(words[2]), (0...366).contains(days),
                let sign = ["+": 1, "-": -1][words[1]]
            else { return nil }
            return .easter(sign * days)
        case 3 where words[1] == "before":
            guard let weekday = Weekday(words[0]), let (month, day) = monthAndDay(words[2]) else {
                return nil
            }
            return .before(weekday, month: month, day: day)
        case 4 where words[2] == "of":
            guard let ordinal = ordinals[String(words[0])], let weekday = Weekday(words[1]),
                let month = months.firstIndex(where: {
                    words[3].count >= 3 && $0.hasPrefix(words[3])
                })
            else { return nil }
            return .nth(ordinal, weekday, month: month + 1)
        default: return nil
        }
    }

    /// `12-25`; of a leap year.
    private static func monthAndDay(_ text: Substring) -> (Int, Int)? {
        CivilDay("2024-\(text)").map { ($0.month, $0.day) }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]
}
