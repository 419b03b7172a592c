import DialModel

/// The binomial bound: as many calls in flight as agents can be sure to serve.
///
/// With *p* the share of calls answered it keeps the largest number *u* of calls in flight for which
///
///     u p + z √(u p (1 − p))  ≤  idle + 0.5 × in wrap-up
///
/// with *z* = 2. *p* is the larger of two upper bounds, of all calls and of the latest 200: each the share
/// with a prior of one half that counts as 20 calls, and two standard errors.
///
/// The prototype also hangs up ringing calls when agents leave; a ``Pace`` cannot say so.
///
/// > Source: a prototype of 2026: what it does, none of its code.
public struct BinomialBound: PacingPolicy {
    public let margin: Double
    public let wrapUp: Double
    private var all = Answers()
    private var recent = Answers()
    private var latest = [Bool](repeating: false, count: 200)

    /// - Parameters:
    ///   - margin: *z*, in standard deviations; ≥ 0.
    ///   - wrapUp: what an agent in wrap-up counts for beside an idle one, 0...1.
    public init(margin: Double = 2, wrapUp: Double = 0.5) {
        precondition(margin >= 0, "the margin is \(margin); at least 0 is required")
        self.margin = margin
        self.wrapUp = wrapUp
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        let capacity = Double(floor.idle) + wrapUp * Double(floor.wrapUp)
        let most = mostInFlight(chance: chance, capacity: capacity)
        return Pace(start: max(0, most - floor.inFlight - floor.holding), bound: .risk)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .person: add(true)
        case .nobody: add(false)
        default: break
        }
    }

    /// The share of calls taken to be answered.
    public var chance: Double { max(all.bound, recent.bound) }

    /// The largest whole *u* of the inequality above.
    public func mostInFlight(chance p: Double, capacity: Double) -> Int {
        // A square in √(u p); a hair is left for its rounding.
        let half = margin * (1 - p).squareRoot() / 2
        let root = (half * half + capacity).squareRoot() - half
        return Int(root * root / p + 1e-9)
    }

    private mutating func add(_ success: Bool) {
        let place = all.trials % latest.count
        if all.trials >= latest.count {
            recent.trials -= 1
            if latest[place] { recent.successes -= 1 }
        }
        latest[place] = success
        all.add(success)
        recent.add(success)
    }

    private struct Answers: Hashable, Sendable {
        var trials = 0
        var successes = 0

        mutating func add(_ success: Bool) {
            trials += 1
            if success { successes += 1 }
        }

        var bound: Double {
            let weight = Double(trials) + 20
            let share = (Double(successes) + 10) / weight
            return min(1, share + 2 * (share * (1 - share) / weight).squareRoot())
        }
    }
}
