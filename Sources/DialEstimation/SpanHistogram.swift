/// How long something takes, as weights by whole seconds of which the older count less; what is longer
/// than all of them counts as the longest.
struct SpanHistogram: Hashable, Sendable {
    private var weights: [Double]
    /// The share below each whole second, as of the last ``sum()``.
    private var below: [Float]
    /// In seconds, each weight in the middle of its second; as of the last ``sum()``.
    private(set) var mean = 0.0
    /// The weight of the next observation: it grows, instead of all others being made to shrink.
    private var unit = 1.0
    /// About so many observations count.
    var memory = RingLaw.memory { didSet { growth = 1 + 1 / memory } }
    private var growth = 1 + 1 / RingLaw.memory

    /// As if `weight` memoryless spans of the given mean had been seen.
    init(weight: Double, mean: Double) {
        let keep = 1 - 1 / (mean + 0.5)
        var rest = weight
        weights = []
        for _ in 0..<RingLaw.ages {
            weights.append(rest * (1 - keep))
            rest *= keep
        }
        weights[RingLaw.ages - 1] += rest
        below = Array(repeating: 0, count: RingLaw.ages + 1)
    }

    /// As if spans of that weight had been seen, `below` a whole second such a share of them.
    init(weight: Double, below share: (Int) -> Double) {
        weights = (0..<RingLaw.ages).map { weight * max(0, share($0 + 1) - share($0)) }
        weights[RingLaw.ages - 1] += weight * (1 - share(RingLaw.ages))
        below = Array(repeating: 0, count: RingLaw.ages + 1)
    }

    /// O(1).
    @inline(__always)
    mutating func add(_ seconds: Double) {
        unit *= growth
        weights[Int(min(Double(RingLaw.ages - 1), max(0, seconds)))] += unit
        if unit > 1e9 { shrink() }
    }

    private mutating func shrink() {
        for place in weights.indices { weights[place] /= unit }
        unit = 1
    }

    /// How many observations of this age count.
    @inline(__always)
    func count(_ age: Int) -> Double { weights[age] / unit }

    /// Brings ``mean`` and ``share(before:)`` up to date. O(ages).
    mutating func sum() { sum(weights) }

    /// As ``sum()``, with other weights in place of what has been observed.
    mutating func sum(_ weights: [Double]) {
        var total = 0.0
        var first = 0.0
        for place in 0..<RingLaw.ages {
            total += weights[place]
            first += weights[place] * (Double(place) + 0.5)
        }
        mean = first / total
        var sum = 0.0
        for place in 0..<RingLaw.ages {
            below[place] = Float(sum / total)
            sum += weights[place]
        }
        below[RingLaw.ages] = 1
    }

    /// The share below so many seconds, straight lines between whole seconds.
    @inline(__always)
    func share(before seconds: Float) -> Float {
        if seconds >= Float(RingLaw.ages) { return 1 }
        let place = Int(seconds)
        let low = below[place]
        return low + (below[place + 1] - low) * (seconds - Float(place))
    }

    /// Hands over ``share(before:)`` for many questions at once.
    @inline(__always)
    func withShares(_ body: ((Float) -> Float) -> Void) {
        // SAFETY: there is one border more than ages.
        below.withUnsafeBufferPointer { below in
            let borders = below.baseAddress.unsafelyUnwrapped
            body { seconds in
                let held = min(seconds, Float(RingLaw.ages) - 0.001)
                let place = Int(held)
                let low = borders[place]
                return low + (borders[place &+ 1] - low) * (held - Float(place))
            }
        }
    }
}
