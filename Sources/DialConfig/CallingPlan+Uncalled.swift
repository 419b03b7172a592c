import DialModel

extension CallingPlan {
    /// Says of whom no time is left to call them, a sentence a reason.
    ///
    /// - Parameters:
    ///   - leads: how many there are in each zone, named as ``hours(in:from:for:)`` has it, and when
    ///     they may be called, which may have been changed since.
    ///   - begin: from when on the campaign may dial.
    ///   - length: for how long; nil: until no lead is left.
    public func uncalled(
        _ leads: [(zone: String, count: Int, times: CallingTimes)], from begin: Instant,
        for length: Duration?
    ) -> [String] {
        var (unknown, never, tooLate) = (0, Places(), Places())
        for (zone, count, times) in leads {
            let opening = times.opening(at: begin)
            if opening == nil && zone.isEmpty && unknownZone == nil {
                unknown += count
            } else if opening == nil {
                never.add(zone, count)
            } else if let length, length > .zero, let opening, opening >= begin + length {
                tooLate.add(zone, count)
            }
        }
        var sentences: [String] = []
        if unknown > 0 {
            sentences.append(
                "\(counted(unknown, "lead", "leads")) of no time zone will not be called; give the lead "
                    + "file a column timeZone, or hours: {unknownZone: …}")
        }
        let why = "will not be called: hours, rules and officeHours leave no time there"
        if never.count > 0 { sentences.append("\(never.text) \(why)") }
        if tooLate.count > 0 {
            sentences.append("\(tooLate.text) \(why) before the campaign's end")
        }
        return sentences
    }

    /// Where leads are, and how many they are.
    private struct Places {
        private var names: [(name: String, count: Int)] = []
        private(set) var count = 0

        mutating func add(_ zone: String, _ count: Int) {
            let name =
                zone.isEmpty
                ? "unknownZone" : zone.split(separator: "|").joined(separator: " or ")
            names.append((name, count))
            self.count += count
        }

        /// `5 leads in Asia/Tokyo, Asia/Seoul and 2 other places`, those with most leads named.
        var text: String {
            let inOrder = names.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map(\.name)
            let rest = inOrder.count - 3
            let named =
                rest > 1
                ? inOrder.prefix(3).joined(separator: ", ") + " and \(rest) other places"
                : inOrder.joined(separator: ", ")
            return "\(counted(count, "lead", "leads")) in \(named)"
        }
    }
}
