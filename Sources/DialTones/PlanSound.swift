/// What sounds during one burst of a call-progress tone: one frequency, or several at once.
///
/// A tone whose amplitude is modulated is its two sidebands, with or without the carrier between them: so
/// is a pair that is no further apart, as exchanges make one from the other. Which of them a plan gives is
/// then the same.
struct PlanSound: Hashable, Sendable {
    /// What must be there, in Hz, ascending.
    let hertz: [Double]
    /// What may be there too.
    let carrierHertz: Double?

    /// Wider pairs than this are never a modulated tone.
    private static let widestBeat = 70.0
    /// Shallower modulation leaves sidebands too soft to be asked for.
    private static let leastDepth = 0.4
    /// Nothing below is carried by a line.
    private static let lowestHertz = 60.0

    /// - Returns: nil when there is a frequency that no line carries.
    init?(_ tones: [Tone]) {
        var hertz: Set<Double> = []
        var carrier: Double?
        for tone in tones {
            hertz.insert(tone.frequencyHertz)
            guard let modulation = tone.modulation, modulation.depth >= Self.leastDepth else {
                continue
            }
            hertz.insert(tone.frequencyHertz - modulation.frequencyHertz)
            hertz.insert(tone.frequencyHertz + modulation.frequencyHertz)
        }
        var ascending = hertz.sorted()
        guard let low = ascending.first, let high = ascending.last, low >= Self.lowestHertz else {
            return nil
        }
        let middle = (low + high) / 2
        if low < high, high - low <= (ascending.count == 3 ? 2 : 1) * Self.widestBeat,
            ascending.dropFirst().dropLast().allSatisfy({ abs($0 - middle) < 2 })
        {
            carrier = ascending.count == 3 ? ascending[1] : middle
            ascending = [low, high]
        }
        self.hertz = ascending
        carrierHertz = carrier
    }

    /// Where all that is to be listened for is looked for, in Hz.
    var references: [Double] {
        (hertz + (carrierHertz.map { [$0] } ?? [])).flatMap(Self.references)
    }

    /// A window of 125 ms is 6 Hz wide, which is 1 % of 600 Hz; above there are three, and five.
    static func references(for hertz: Double) -> [Double] {
        let sides = hertz < 700 ? 0 : hertz < 1_200 ? 1 : 2
        return (-sides...sides).map { hertz * (1 + 0.007 * Double($0)) }
    }

    /// Whether neither can be told from the other when each may be off by 1 %.
    func isLike(_ other: PlanSound) -> Bool {
        hertz.count == other.hertz.count
            && zip(hertz, other.hertz).allSatisfy { abs($0 - $1) <= 0.02 * max($0, $1) + 1 }
    }

    /// How far from its frequencies a burst may be that is nearer to another sound, in Hz: what a plan
    /// does not tell apart is both.
    var leastTolerance: Double { 0.01 * hertz[0] + 1 }

    /// How far from a frequency of a plan one that is heard may be, in Hz: 1 %, and what hearing adds.
    static func tolerance(of hertz: Double) -> Double { 0.014 * hertz + 1 }
}
