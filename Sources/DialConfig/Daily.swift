import DialModel

/// A value that may differ by the time of day.
struct Daily<Value> {
    /// In order of time, each from its time on; at least one. Before the first the last one holds:
    /// it goes on over midnight.
    let parts: [(from: Duration, value: Value)]

    init(_ value: Value) { parts = [(.zero, value)] }

    init(_ parts: [(from: Duration, value: Value)]) { self.parts = parts }

    func value(at timeOfDay: Duration) -> Value {
        (parts.last { $0.from <= timeOfDay } ?? parts[parts.count - 1]).value
    }

    /// When it changes; empty when it never does.
    var times: [Duration] { parts.count > 1 ? parts.map(\.from) : [] }
}

extension Form {
    /// This form, or a list of it by time of day: `[{from: 09:00, …}, {from: 17:00, …}]`, where `…`
    /// is the value's own keys, or `value: …` when it has none.
    var daily: Form<Daily<Value>> {
        Form<Daily<Value>> { entry in
            guard entry.isList else { return read(entry).map(Daily.init) }
            guard let items = entry.items else { return nil }
            if items.isEmpty {
                return entry.complain("\(entry.name) has 0 times of day; at least 1 is required")
            }
            var parts: [(from: Duration, value: Value)] = []
            for item in items {
                guard let (from, rest) = item.parted(by: "from") else { return nil }
                guard let from else {
                    return item.complain(
                        "\(entry.name) is a list, but an item has no from, such as from: 09:00")
                }
                guard let time = Form<Duration>.timeOfDay.read(from), let value = read(rest)
                else { return nil }
                if parts.contains(where: { $0.from == time }) {
                    return item.complain(
                        "\(entry.name) from \(clock(time)) on is given twice")
                }
                parts.append((time, value))
            }
            return Daily(parts.sorted { $0.from < $1.from })
        }
    }
}

extension Form where Value == Duration {
    /// `09:00`, as a span since midnight; 00:00 to 24:00.
    static var timeOfDay: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            if (2...3).contains(parts.count), parts[0].utf8.count <= 2,
                parts.dropFirst().allSatisfy({ $0.utf8.count == 2 })
            {
                let numbers = parts.compactMap { Units.count(String($0)) }
                if numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }), numbers[0] <= 24,
                    numbers.dropFirst().allSatisfy({ $0 < 60 })
                {
                    let seconds =
                        numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
                    if seconds <= 86_400 { return .seconds(Int64(seconds)) }
                }
            }
            return entry.complain(
                "\(entry.name) is \(quoted(text)); a time of day such as 09:00 is expected")
        }
    }
}

/// `09:00`, of a span since midnight.
func clock(_ time: Duration) -> String {
    let seconds = time.nanoseconds / 1_000_000_000
    let digits = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map {
        ($0 < 10 ? "0" : "") + "\($0)"
    }
    return digits[0] + ":" + digits[1] + (seconds % 60 == 0 ? "" : ":" + digits[2])
}
