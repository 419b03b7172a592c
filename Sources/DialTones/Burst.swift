import DialMath

/// A stretch of time in which one sound of a plan went on.
struct Burst {
    /// Its first sample, and the first after it.
    var began = 0
    var ended = 0
    /// The sounds of the plan that it may be, a bit each.
    var sounds: UInt64 = 0
    /// Whether silence was heard just before it.
    var isFirm = false
    /// A frame's, on average.
    var energy: Float = 0
}

/// What has been measured of a burst so far, lane by lane.
struct BurstMeasure {
    /// Sums over windows of the power of each lane, and of how far it has turned from one to the next.
    var power: [SIMD8<Float>]
    var turned: [ComplexLanes]
    /// The energy in the same windows, weighted alike.
    var energy: Float = 0
    var windows = 0
    /// Of what a window holds: the power of a lane that is one sine and nothing else.
    var scale: Float = 0
    /// How long a window is, and how far from one to the next, in seconds.
    var span = 0.0
    var hop = 0.0

    init(groups: Int) {
        power = Array(repeating: SIMD8(), count: groups)
        turned = Array(repeating: ComplexLanes(), count: groups)
    }

    mutating func clear() {
        for group in power.indices {
            power[group] = SIMD8()
            turned[group] = ComplexLanes()
        }
        energy = 0
        windows = 0
    }

    /// The lane that has most.
    func loudest(_ lanes: [Int]) -> Int {
        var best = lanes[0]
        for lane in lanes where power[lane / 8][lane % 8] > power[best / 8][best % 8] {
            best = lane
        }
        return best
    }

    /// How far a lane's sine is from the lane's own frequency, in Hz.
    func offset(_ lane: Int) -> Double {
        let turn = turned[lane / 8]
        return turns(turn.real[lane % 8], turn.imaginary[lane % 8]) / hop
    }

    /// What share of all energy is a lane's, when its sine is that far away.
    func share(_ lane: Int, offset: Double) -> Double {
        guard energy > 0 else { return 0 }
        let seen = BurstMeasure.seen(offset * span)
        return Double(power[lane / 8][lane % 8] * scale / energy) / (seen * seen)
    }

    /// What amplitude of a sine a window of Hann sees when it is so many turns away over its span.
    static func seen(_ turns: Double) -> Double {
        let x = min(abs(turns), 0.9)
        guard x > 0.001 else { return 1 }
        return Phase(turns: x / 2).sine / (.pi * x) / (1 - x * x)
    }
}

/// What of a burst's frequencies a sound of the plan is made of.
struct SoundLanes {
    let sound: PlanSound
    /// Places in the bank, of each of ``PlanSound/hertz`` and of the carrier: several where one is too
    /// narrow for 1 % of the frequency.
    let lanes: [[Int]]
    let carrier: [Int]?

    /// The share of a burst's energy that a sound has at least.
    static let leastShare = 0.75
    /// A frequency is at most that much softer than the loudest of its sound: 14 dB.
    static let leastPart = 0.04

    init(_ sound: PlanSound, in hertz: [Double]) {
        self.sound = sound
        let near = { (wanted: Double) in
            PlanSound.references(for: wanted).compactMap { reference in
                hertz.indices.min { abs(hertz[$0] - reference) < abs(hertz[$1] - reference) }
            }
        }
        lanes = sound.hertz.map(near)
        carrier = sound.carrierHertz.map(near)
    }

    /// How far in Hz the burst is from this sound at worst; nil: it is another.
    func error(in burst: borrowing BurstMeasure, hertz: [Double]) -> Double? {
        var worst = 0.0
        var sum = 0.0
        var (least, most) = (Double.infinity, 0.0)
        for place in lanes.indices {
            let wanted = sound.hertz[place]
            let lane = burst.loudest(lanes[place])
            let offset = burst.offset(lane)
            let error = abs(hertz[lane] + offset - wanted)
            guard error <= PlanSound.tolerance(of: wanted) else { return nil }
            let share = burst.share(lane, offset: offset)
            worst = max(worst, error)
            sum += share
            least = min(least, share)
            most = max(most, share)
        }
        if let carrier, let wanted = sound.carrierHertz {
            let carrier = burst.loudest(carrier)
            let offset = burst.offset(carrier)
            if abs(hertz[carrier] + offset - wanted) <= PlanSound.tolerance(of: wanted) {
                let share = burst.share(carrier, offset: offset)
                sum += share
                most = max(most, share)
            }
        }
        return sum >= Self.leastShare && least >= Self.leastPart * most ? worst : nil
    }
}
