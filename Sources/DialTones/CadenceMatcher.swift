import DialModel

/// Which cadences of a plan the last bursts and pauses of a line are, wherever in them they began.
struct CadenceMatcher {
    /// A burst or a pause that is over.
    struct Stretch {
        var isBurst = false
        /// The sounds that a burst may be, a bit each.
        var sounds: UInt64 = 0
        var began = 0
        var length = 0
        /// Whether it was heard from its beginning.
        var isWhole = false
    }

    /// What all that has been heard may be.
    struct Findings {
        /// The tones it may be, a bit each as in ``CallTone/bit``, and those that sound alike with them.
        var tones: UInt8 = 0
        /// Whether that is all that can be known.
        var isSure = false
        /// The first burst that belongs to it.
        var began = 0
    }

    let cadences: [Cadence]
    /// Of each cadence: the tones that one of that plan cannot be told from, its own included.
    let alike: [UInt8]

    private var stretches = InlineArray<16, Stretch>(repeating: Stretch())
    private var count = 0

    init(_ cadences: [Cadence], sounds: [PlanSound]) {
        self.cadences = cadences
        alike = cadences.map { cadence in
            cadences.reduce(0) {
                $1.isLike(cadence, sounds: sounds) ? $0 | $1.kind.bit : $0
            }
        }
        longestPause = cadences.map(\.longestPause).max() ?? 0
    }

    /// A pause that is longer is in none of the cadences, in samples.
    let longestPause: Int

    var isEmpty: Bool { count == 0 }

    mutating func forget() { count = 0 }

    mutating func append(_ stretch: Stretch) {
        stretches[count & 15] = stretch
        count += 1
        // The place in the ring is all that counts.
        if count == 1 << 32 { count = 16 }
    }

    /// The last stretch, or one before it.
    private func stretch(_ back: Int) -> Stretch? {
        back < min(count, 16) ? stretches[(count - 1 - back) & 15] : nil
    }

    /// One way in which what was heard fits a cadence.
    private struct Fit {
        /// Stretches that have their lengths.
        var whole = 0
        /// Whether one before them, of which the beginning is not known, fits too.
        var hasPart = false
        var error = 0.0
        var began = 0
        var score: Int { 2 * whole + (hasPart ? 1 : 0) }
    }

    /// - Parameters:
    ///   - isBurst: whether a burst goes on, or a pause.
    ///   - sounds: that the burst may be; 0: not known yet.
    ///   - began: where that began.
    ///   - length: how long it lasts already, in samples.
    func findings(isBurst: Bool, sounds: UInt64, began: Int, length: Int) -> Findings {
        var found = Findings()
        var best = -1
        var (mostSteps, whole, isEnough, least) = (0, 0, false, Double.infinity)
        var closest: UInt8 = 0
        for place in cadences.indices {
            let cadence = cadences[place]
            for step in cadence.steps.indices {
                guard
                    let fit = fit(
                        cadence, step, isBurst: isBurst, sounds: sounds, began: began,
                        length: length)
                else { continue }
                if fit.score > best {
                    best = fit.score
                    (found.tones, found.began) = (0, fit.began)
                    (mostSteps, whole, isEnough, least) = (0, fit.whole, false, .infinity)
                }
                guard fit.score == best else { continue }
                found.tones |= cadence.kind.bit
                if fit.error < least {
                    least = fit.error
                    closest = alike[place]
                }
                if cadence.isContinuous {
                    if length >= Ears.rate / 2 { isEnough = true }
                } else {
                    let stretches = fit.whole + (fit.hasPart ? 1 : 0) + (isBurst ? 1 : 0)
                    if fit.whole >= 2, stretches >= 3 { isEnough = true }
                }
                mostSteps = max(mostSteps, cadence.steps.count)
            }
        }
        guard isEnough else { return found }
        // Two patterns of m and n steps that agree for m + n are one (Fine and Wilf): what still fits
        // only fits because times may be off, and the nearest is it.
        let isOnly = found.tones & ~closest == 0
        found.isSure = isOnly || whole >= min(2 * mostSteps, 14)
        if found.isSure { found.tones = closest }
        return found
    }

    /// Whether what goes on may still be one of `tones`.
    func goesOn(
        _ tones: UInt8, isBurst: Bool, sounds: UInt64, began: Int, length: Int
    ) -> Bool {
        cadences.contains { cadence in
            cadence.kind.bit & tones != 0
                && cadence.steps.indices.contains { step in
                    let fit = fit(
                        cadence, step, isBurst: isBurst, sounds: sounds, began: began,
                        length: length)
                    return fit.map { cadence.isContinuous || $0.score > 0 } ?? false
                }
        }
    }

    /// How far back it fits when what goes on is this step.
    private func fit(
        _ cadence: Cadence, _ step: Int, isBurst: Bool, sounds: UInt64, began: Int, length: Int
    ) -> Fit? {
        let now = cadence.steps[step]
        guard (now.sound != nil) == isBurst, length <= now.longest else { return nil }
        if let sound = now.sound {
            guard sounds & (1 << UInt64(sound)) != 0 || sounds == 0 && length < Ears.rate / 4
            else { return nil }
        }
        var fit = Fit()
        fit.began = began
        guard !cadence.isContinuous else { return fit }
        var place = step
        var back = 0
        while let heard = stretch(back) {
            if place == 0 {
                guard cadence.repeats else { break }
                place = cadence.steps.count
            }
            place -= 1
            let wanted = cadence.steps[place]
            guard (wanted.sound != nil) == heard.isBurst else { break }
            if let sound = wanted.sound, heard.sounds & (1 << UInt64(sound)) == 0 { break }
            if heard.isWhole {
                let error = wanted.error(of: heard.length)
                guard error <= 1 else { break }
                fit.whole += 1
                fit.error = max(fit.error, error)
            } else {
                guard heard.length <= wanted.longest else { break }
                fit.hasPart = true
            }
            if heard.isBurst { fit.began = heard.began }
            if !heard.isWhole { break }
            back += 1
        }
        return fit
    }
}

extension CallTone {
    /// One of eight.
    var bit: UInt8 {
        switch self {
        case .dial: 1
        case .ringback: 2
        case .busy: 4
        case .congestion: 8
        case .sit: 16
        case .callWaiting: 32
        case .unobtainable: 64
        }
    }

    /// All sets of tones, by the sum of their bits: none is made while a line is listened to.
    static let sets: [Set<CallTone>] = (0..<128 as Range<UInt8>).map { bits in
        Set(allCases.filter { $0.bit & bits != 0 })
    }
}
