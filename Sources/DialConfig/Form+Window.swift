import DialModel

extension Form where Value == AbandonmentRule.Window {
    /// `run`, `day`, or the length of successive periods such as `30d`.
    static var window: Form {
        Form { entry in
            switch entry.text.map(plain) {
            case "run": .run
            case "day": .every(.days(1))
            default: Form<Duration>.time(above: .zero).read(entry).map { .every($0) }
            }
        }
    }
}
