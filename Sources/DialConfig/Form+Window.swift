import DialModel

extension Form where Value == AbandonmentRule.Window {
    /// `run`, `day` (24 hours from the beginning), `calendarDay` (from midnight), or the length of
    /// successive periods such as `30d`.
    static var window: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            switch plain(text) {
            case "run": return .run
            case "day": return .every(.days(1))
            case "calendarday": return .calendarDay
            default:
                return Form<Duration>.time(above: .zero).read(entry).map { .every($0) }
            }
        }
    }
}
