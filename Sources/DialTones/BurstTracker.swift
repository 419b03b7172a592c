import DialMath

/// Hears where sounds of a plan begin and end, and which they are.
///
/// Frames of 5 ms are correlated with every frequency of the plan. A burst begins where one frequency has
/// nearly all the energy of 40 ms, or several together that of 125 ms; its edges are then where the energy
/// of the frames is a quarter of the burst's own, so that neither level nor noise has to be known
/// beforehand. The frequency is measured by how far the phase goes from window to window, over the
/// whole burst.
struct BurstTracker {
    enum Event {
        case nothing
        case ended(Burst)
        /// Something else sounds, which is none of the plan.
        case disturbed
    }

    let sounds: [SoundLanes]
    /// The burst that goes on; its end is where it has been heard so far.
    private(set) var open: Burst?

    private var history: FrameHistory
    private var measure: BurstMeasure
    /// The window before, or the frame.
    private var before: [ComplexLanes]

    /// Frame with which the open burst began.
    private var first = 0
    /// Frame after the last burst: windows over both would see it once more.
    private var last = 0
    private var quiet = 0
    private var loud = 0
    private var strange = 0
    private var energy: Float = 0
    /// Frames that were loud since the last burst.
    private var disturbance = 0
    /// The energy of the last burst; 0: none, or nothing is to be disturbed.
    private var lastEnergy: Float = 0

    private let hasSeveral: Bool
    /// So many soft frames may be in a burst whose frequencies beat.
    private let dip: Int

    /// −48 dBm0.
    private static let softest = EarFrame.energy(ofSine: -48)

    init(_ sounds: [PlanSound]) {
        var hertz: [Double] = []
        for sound in sounds {
            for wanted in sound.references
            where !hertz.contains(where: { abs($0 - wanted) < 2 }) {
                hertz.append(wanted)
            }
        }
        let history = FrameHistory(hertz.sorted())
        self.history = history
        self.sounds = sounds.map { SoundLanes($0, in: history.hertz) }
        measure = BurstMeasure(groups: history.groups)
        before = Array(repeating: ComplexLanes(), count: history.groups)
        hasSeveral = sounds.contains { $0.hertz.count > 1 }
        // A beat of b Hz is below a quarter for 0.23 / b, a modulation nearly by 100 % for 0.35 / b.
        let beat = sounds.compactMap { sound in
            sound.carrierHertz.map { 2 * ($0 - sound.hertz[0]) }
        }.min()
        dip = beat.map { max(2, Int((0.16 / $0 * 1_000).rounded(.up))) } ?? 2
    }

    /// Takes in the next frame.
    mutating func hear(_ frame: borrowing EarFrame) -> Event {
        history.add(frame)
        return open == nil ? search(frame.energy) : follow(frame.energy)
    }

    /// How long a burst may sound before it is known to have begun, in samples.
    var latency: Int { (hasSeveral ? FrameHistory.window + 5 : 12) * EarFrame.length }

    /// Nothing that was heard before has to do with what comes.
    mutating func forget() {
        lastEnergy = 0
        disturbance = 0
    }

    // MARK: Beginning

    private mutating func search(_ energy: Float) -> Event {
        if lastEnergy > 0, energy > lastEnergy / 4 {
            disturbance += 1
            // A pair is known after 25 frames of it.
            if disturbance > 40 {
                forget()
                return .disturbed
            }
        }
        guard history.count >= last + 8 else { return .nothing }
        let short = history.mean(8)
        guard short > Self.softest else { return .nothing }
        if history.isOne(short) {
            return begin(short)
        }
        if hasSeveral, history.count & 1 == 0, history.count >= last + FrameHistory.window {
            let long = history.mean(FrameHistory.window)
            if long > Self.softest, isSeveral() { return begin(long) }
        }
        return .nothing
    }

    /// Whether the frequencies of one sound together have nearly all that of the last 125 ms.
    private mutating func isSeveral() -> Bool {
        let energy = history.look()
        return bestShare(energy) >= 0.4
    }

    /// What share of the window the likeliest sound of several frequencies, or any single one, has.
    private func bestShare(_ energy: Float) -> Float {
        guard energy > 0 else { return 0 }
        var best: Float = 0
        for sound in sounds {
            var sum: Float = 0
            for lanes in sound.lanes { sum += history.power(lanes) }
            if let lanes = sound.carrier { sum += history.power(lanes) }
            best = max(best, sum)
        }
        return best * FrameHistory.windowScale / energy
    }

    private mutating func begin(_ level: Float) -> Event {
        // Back to where it was a quarter as loud, over dips that are a beat's.
        let oldest = max(0, history.count - 56)
        var start = history.count
        var low = 0
        var place = history.count - 1
        while place >= oldest, low <= dip {
            if history.energy(place) > level / 4 {
                start = place
                low = 0
            } else {
                low += 1
            }
            place -= 1
        }
        // It may be over already.
        guard start < history.count else { return .nothing }
        first = start
        energy = 0
        for frame in start..<history.count { energy += history.energy(frame) }
        let whole = energy / Float(history.count - start)
        var burst = Burst()
        burst.isFirm = low > dip && disturbance - (history.count - start) <= 8
        burst.energy = whole
        burst.began = start * EarFrame.length + EarFrame.length - part(start, of: whole)
        if burst.isFirm { burst.began -= part(start - 1, of: whole) }
        burst.ended = history.count * EarFrame.length
        let isDisturbed = lastEnergy > 0 && disturbance - (history.count - start) > 8
        open = burst
        measure.clear()
        measure.scale = FrameHistory.windowScale
        measure.span = Double(FrameHistory.window * EarFrame.length) / Double(Ears.rate)
        measure.hop = 2 * Double(EarFrame.length) / Double(Ears.rate)
        (quiet, loud, strange, disturbance) = (0, 0, 0, 0)
        return isDisturbed ? .disturbed : .nothing
    }

    /// How many samples of a frame at an edge belong to a burst of this energy.
    private func part(_ frame: Int, of energy: Float) -> Int {
        Int(min(1, history.energy(frame) / energy) * Float(EarFrame.length))
    }

    // MARK: Going on and ending

    private mutating func follow(_ energy: Float) -> Event {
        guard let burst = open else { return .nothing }
        quiet = energy < burst.energy / 4 ? quiet + 1 : 0
        loud = energy > burst.energy * 4 ? loud + 1 : 0
        if quiet > dip { return end(history.count - quiet, isCut: false) }
        if loud > dip + 4 { return end(history.count - loud, isCut: true) }
        self.energy += energy
        open?.energy = self.energy / Float(history.count - first)
        open?.ended = (history.count - quiet) * EarFrame.length
        if history.count & 1 == 0, history.count - first > FrameHistory.window {
            let isOdd = !add()
            strange = isOdd ? strange + 1 : 0
            if strange > 12 { return end(history.count - FrameHistory.window, isCut: true) }
        }
        return .nothing
    }

    /// Adds the window that ends here.
    ///
    /// - Returns: whether there is a sound of the plan in it.
    private mutating func add() -> Bool {
        let energy = history.look()
        measure.energy += energy
        measure.windows += 1
        for group in 0..<history.groups {
            let window = history.window(group)
            measure.power[group] += window.power
            if measure.windows > 1 { measure.turned[group] += window.turned(since: before[group]) }
            before[group] = window
        }
        return bestShare(energy) > 0.35
    }

    // MARK: Which it is

    /// The sounds that the open burst may be so far, a bit each.
    func openSounds() -> UInt64 { measure.windows > 3 ? sounds(in: measure) : 0 }

    private mutating func end(_ frame: Int, isCut: Bool) -> Event {
        guard var burst = open else { return .nothing }
        if measure.windows < 3 { measureFrames(to: frame) }
        burst.sounds = sounds(in: measure)
        burst.ended = frame * EarFrame.length
        if !isCut, frame < history.count {
            let edge = part(frame - 1, of: burst.energy)
            burst.ended += edge - EarFrame.length + part(frame, of: burst.energy)
        }
        open = nil
        last = frame
        lastEnergy = burst.energy
        disturbance = isCut ? history.count - frame : 0
        return .ended(burst)
    }

    /// A burst that is too short for windows is measured by its frames.
    private mutating func measureFrames(to end: Int) {
        measure.clear()
        measure.span = Double(EarFrame.length) / Double(Ears.rate)
        measure.hop = measure.span
        measure.scale = 1 / 20
        // Whole frames only, and only those that are still there.
        let begin = max(first + 1, history.count - 30)
        for frame in begin..<max(begin, end - 1) {
            measure.energy += history.energy(frame)
            measure.windows += 1
            for group in 0..<history.groups {
                let sums = history.sums(frame, group)
                measure.power[group] += sums.power
                if frame > begin { measure.turned[group] += sums.turned(since: before[group]) }
                before[group] = sums
            }
        }
    }

    /// The likeliest sounds that have the frequencies of what was measured.
    private func sounds(in measure: borrowing BurstMeasure) -> UInt64 {
        var nearest = Double.infinity
        for sound in sounds {
            if let error = sound.error(in: measure, hertz: history.hertz) {
                nearest = min(nearest, error)
            }
        }
        var found: UInt64 = 0
        for place in sounds.indices {
            if let error = sounds[place].error(in: measure, hertz: history.hertz),
                error <= nearest + 2.5 || error <= sounds[place].sound.leastTolerance
            {
                found |= 1 << UInt64(place)
            }
        }
        return found
    }
}
