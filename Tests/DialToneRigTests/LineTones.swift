import DialTones

/// What lines of tests sound like.
enum LineTones {
    /// As in the United Kingdom.
    static var british: [CallTone: [ToneSpec]] {
        func tone(_ hertz: [Double], _ lengths: [Int64]) -> ToneSpec {
            ToneSpec(
                lengths.enumerated().map { place, length in
                    let level = Level.usualDecibels(each: hertz.count)
                    let sound = ToneSegment.Sound.tones(
                        hertz.map { Tone($0, levelDecibels: level) })
                    return ToneSegment(
                        place % 2 == 0 ? sound : .silence, for: .milliseconds(length))
                })
        }
        return [
            .ringback: [tone([400, 450], [400, 200, 400, 2_000])],
            .busy: [tone([400], [375, 375])],
            .congestion: [tone([400], [400, 350, 225, 525])],
        ]
    }
}
