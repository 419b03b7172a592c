import DialModel
import DialTones

extension Form where Value == [ToneSegment] {
    /// `[{hz: 425, for: 1s}, {silence: 4s}]`; levels are not set.
    static var segments: Form {
        let most = 64
        return Form { entry in
            let items = entry.isMapping ? [entry] : entry.items ?? []
            if items.isEmpty || items.count > most {
                return entry.complain(
                    "\(entry.name) has \(items.count) segments; 1 to \(most) are expected")
            }
            let segments = items.map(Form<ToneSegment>.segment.read)
            guard !segments.contains(where: { $0 == nil }) else { return nil }
            let known = segments.compactMap(\.self)
            for (item, segment) in zip(items, known.dropLast()) where segment.length == nil {
                return item.complain(
                    "a segment goes on for ever and is not the last; give it a time with for")
            }
            if known.allSatisfy({ $0.sound == .silence }) {
                return entry.complain("\(entry.name) is all silence; at least 1 tone is required")
            }
            return known
        }
    }
}

extension Form where Value == ToneSegment {
    /// `{hz: 425, for: 1s}`, `{hz: [350, 440]}`, `{hz: 400, modulation: 25, for: 1s}` or `{silence:
    /// 4s}`.
    fileprivate static var segment: Form {
        Form { entry in
            guard let section = Section(entry) else { return nil }
            if section.has("silence") {
                let length = section.read("silence", .segmentTime)
                if section.has("hz") { return entry.complain("a segment has silence and hz") }
                section.close()
                return length.map { ToneSegment(.silence, for: $0) }
            }
            let frequencies = section.require("hz", .frequencies)
            let length = section.read("for", .segmentTime)
            let modulation = section.read("modulation", .number(atLeast: 1, atMost: 200))
            let depth = section.read("depth", .share(above: 0))
            section.close()
            if depth != nil, modulation == nil, !section.has("modulation") {
                return entry.complain("depth is set without modulation; say at how many Hz")
            }
            guard let frequencies else { return nil }
            if let modulation, let lowest = frequencies.min(), modulation >= lowest {
                return entry.complain(
                    "modulation is \(decimal(modulation)) Hz; less than the \(decimal(lowest)) Hz "
                        + "of the tone is required")
            }
            let tones = frequencies.map { hertz in
                Tone(
                    hertz,
                    modulation: modulation.map {
                        Tone.Modulation($0, depth: depth ?? Tone.Modulation.usualDepth)
                    })
            }
            if length == nil, section.has("for") { return nil }
            return ToneSegment(.tones(tones), for: length)
        }
    }
}

extension Form where Value == [Double] {
    /// One frequency in Hz, or up to four that sound together.
    fileprivate static var frequencies: Form {
        Form.list(of: frequency).checked { frequencies, entry in
            if frequencies.isEmpty || frequencies.count > 4 {
                return "\(entry.name) has \(frequencies.count) frequencies; 1 to 4 are expected"
            }
            return Set(frequencies).count < frequencies.count
                ? "\(entry.name) has a frequency twice" : nil
        }
    }

    private static var frequency: Form<Double> {
        Form<Double> { entry in
            guard let text = entry.text else { return nil }
            guard let hertz = Units.number(text) else {
                return entry.complain("hz is \(quoted(text)); a number is expected")
            }
            guard hertz >= 10, hertz < 4_000 else {
                return entry.complain(
                    "hz is \(decimal(hertz)); at least 10 and less than 4000 Hz are allowed")
            }
            return hertz
        }
    }
}

extension Form where Value == Duration {
    fileprivate static var segmentTime: Form {
        .time(atLeast: .milliseconds(1), atMost: .minutes(5))
    }
}
