import DialModel

/// In what order and how long a call-progress tone sounds and pauses.
struct Cadence: Hashable, Sendable {
    struct Step: Hashable, Sendable {
        /// Among the sounds of the plan; nil: a pause.
        var sound: Int?
        /// In samples; `Int.max`: for ever.
        var length: Int

        /// The most it may last, in samples.
        var longest: Int {
            length == .max ? .max : length + length / 20 + Cadence.slack
        }

        /// How far a length is from its own: 0 exact, 1 the most that is allowed.
        func error(of other: Int) -> Double {
            guard length < .max else { return 0 }
            return abs(Double(other - length)) / Double(length / 20 + Cadence.slack)
        }
    }

    let kind: CallTone
    let steps: [Step]
    /// Whether the first step follows the last.
    let repeats: Bool

    /// What edges may be off by, in samples, beyond the 5 % that are allowed.
    static let slack = 14 * Ears.rate / 1_000
    /// Shorter pauses, and shorter bursts, are not told from beats and clicks.
    static let shortest = 33 * Ears.rate / 1_000

    /// - Parameter sounds: of the plan so far; what it has not yet is added.
    /// - Returns: nil for what cannot be known by its cadence: noise, pauses or bursts that are too short,
    ///   another tone without a pause before it, or one burst and no more.
    init?(_ kind: CallTone, _ spec: ToneSpec, sounds: inout [PlanSound]) {
        var steps: [Step] = []
        var all = sounds
        for segment in spec.segments {
            let length = segment.length.map { ToneGenerator.count($0, Ears.rate) } ?? .max
            switch segment.sound {
            case .noise: return nil
            case .silence: Self.append(Step(sound: nil, length: length), to: &steps)
            case .tones(let tones):
                guard let sound = PlanSound(tones) else { return nil }
                let place = all.firstIndex(of: sound) ?? all.count
                if place == all.count { all.append(sound) }
                Self.append(Step(sound: place, length: length), to: &steps)
            }
        }
        let isForever = steps.contains { $0.length == .max }
        let repeats = spec.repeats && !isForever
        if repeats, let first = steps.first, let last = steps.last, first.sound == last.sound {
            if steps.count == 1 {
                steps[0].length = .max
            } else {
                steps[0].length += last.length
                steps.removeLast()
            }
        }
        if !spec.repeats, !isForever {
            if steps.last?.sound == nil { steps.removeLast() }
            guard steps.count > 1 else { return nil }
            steps.append(Step(sound: nil, length: .max))
        }
        guard steps.contains(where: { $0.sound != nil }),
            steps.allSatisfy({ $0.length >= Self.shortest }),
            steps.indices.allSatisfy({ place in
                // The one after it, the first after the last where they go round.
                let next = place + 1 < steps.count ? place + 1 : repeats ? 0 : place
                return next == place || steps[place].sound == nil || steps[next].sound == nil
            })
        else { return nil }
        self.kind = kind
        self.steps = steps
        self.repeats = repeats && steps.count > 1
        sounds = all
    }

    private static func append(_ step: Step, to steps: inout [Step]) {
        guard let last = steps.last, last.sound == step.sound else { return steps.append(step) }
        let sum = last.length.addingReportingOverflow(step.length)
        steps[steps.count - 1].length = sum.overflow ? .max : sum.partialValue
    }

    /// Whether it is one sound without end.
    var isContinuous: Bool { steps.count == 1 }

    /// From the first step to the first again, in samples; nil: it does not come again.
    var period: Int? { repeats ? steps.reduce(0) { $0 + $1.length } : nil }

    /// The longest pause, in samples, that may be heard in it.
    var longestPause: Int {
        steps.filter { $0.sound == nil && $0.length < .max }.map(\.longest).max() ?? 0
    }

    /// Whether neither can be told from the other when each may be off by 1 % in frequency and 5 % in
    /// time.
    func isLike(_ other: Cadence, sounds: [PlanSound]) -> Bool {
        guard steps.count == other.steps.count, repeats == other.repeats else { return false }
        return steps.indices.contains { shift in
            steps.indices.allSatisfy { place in
                let (a, b) = (steps[place], other.steps[(place + shift) % steps.count])
                guard (a.sound == nil) == (b.sound == nil) else { return false }
                if let mine = a.sound, let its = b.sound, !sounds[mine].isLike(sounds[its]) {
                    return false
                }
                guard a.length < .max, b.length < .max else { return a.length == b.length }
                return abs(a.length - b.length)
                    <= max(a.length, b.length) / 10 + 8 * Ears.rate / 1_000
            }
        }
    }
}
