import DialMath

/// How soon agents come free: the rates at which talks and wrap-ups end, and at which agents say that
/// a talk is in its closing stage.
///
/// A rate is the number of ends over the time spent, that of talks still going on included: so
/// nothing is censored, and a long talk counts while it lasts. Both ends and time fade with the ends.
///
/// How long a talk has lasted is not looked at: at the spreads of real handle times it is worth
/// nothing to a pacer, and an agent in talk is taken to come free at a constant rate.
public struct HandleTimes: Hashable, Sendable {
    // Two talks of three minutes and half a wrap-up of ten seconds, until more is known.
    private var talks = 2.0
    private var talkSeconds = 360.0
    // Of these talks and of this time none was in its closing stage.
    private var signals = 0.0
    private var closings = 0.0
    private var closingSeconds = 0.0
    private var wrapUps = 0.5
    private var wrapUpSeconds = 5.0
    /// About so many ends count.
    public static let memory = 400.0
    private static let keep = 1 - 1 / memory

    public init() {}

    /// So many agents have been in talk and in wrap-up for so long. O(1).
    ///
    /// - Parameter closing: how many of those in talk were in its closing stage.
    @inline(__always)
    public mutating func spend(_ seconds: Double, talking: Int, closing: Int = 0, wrapUp: Int) {
        talkSeconds += Double(talking &- closing) * seconds
        if closing > 0 { closingSeconds += Double(closing) * seconds }
        wrapUpSeconds += Double(wrapUp) * seconds
    }

    /// - Parameter isClosing: whether it was in its closing stage.
    @inline(__always)
    public mutating func noteTalkEnded(isClosing: Bool = false) {
        talks *= Self.keep
        talkSeconds *= Self.keep
        if signals > 0 {
            signals *= Self.keep
            closings *= Self.keep
            closingSeconds *= Self.keep
        }
        if isClosing { closings += 1 } else { talks += 1 }
    }

    @inline(__always)
    public mutating func noteClosing() { signals += 1 }

    @inline(__always)
    public mutating func noteWrapUpEnded() {
        wrapUps = wrapUps * Self.keep + 1
        wrapUpSeconds *= Self.keep
    }

    /// Mean talk, in seconds.
    public var talk: Double { (talkSeconds + closingSeconds) / (talks + closings) }
    /// The share of talks that have come to a closing stage before they ended.
    public var signalled: Double { closings / (talks + closings) }
    /// Mean wrap-up, in seconds.
    public var wrapUp: Double { wrapUpSeconds / wrapUps }
    /// Mean of both together, in seconds.
    public var handle: Double { talk + wrapUp }
    /// The standard error of ``talk`` as a share of it, for talks as spread out as memoryless ones.
    public var relativeError: Double {
        // Fading weights of sum n tell as much as 2n / (2 − n / memory) equal ones.
        ((2 - (talks + closings) / Self.memory) / (2 * (talks + closings))).squareRoot()
    }

    /// The chance that an agent in talk is free after so many seconds: talk and wrap-up over.
    public func freedFromTalk(within seconds: Double) -> Double {
        freed(within: seconds, talk: talk)
    }

    /// The same for an agent whose talk is not yet in its closing stage.
    ///
    /// - Parameter closing: how soon talks end that come to their closing stage.
    /// - Complexity: some dozens of exponentials.
    public func freedFromTalk(within seconds: Double, closing: StageLaw) -> Double {
        if signals == 0 { return freedFromTalk(within: seconds) }
        // Such a talk ends, or comes to its closing stage, at constant rates.
        let leave = (talks + signals) / talkSeconds
        let share = talks / (talks + signals)
        let direct = share * freed(within: seconds, talk: 1 / leave)
        // From closing in small steps; wrap-up puts the end off by its mean.
        let steps = 8
        let step = seconds / Double(steps)
        var closed = 0.0
        for place in 0..<steps {
            let until = (Double(place) + 0.5) * step
            let left = seconds - until - wrapUp
            closed += exponential(-leave * until) * closing.over(within: left, rest: talk)
        }
        return direct + (1 - share) * leave * step * closed
    }

    private func freed(within seconds: Double, talk: Double) -> Double {
        let slow = 1 / max(0.1, talk)
        var fast = 1 / max(0.01, wrapUp)
        // Two equal rates have a formula of their own; this is as good.
        if abs(fast - slow) < 1e-4 * slow { fast = slow * 1.0001 }
        let talkOver = chanceWithin(seconds, mean: 1 / slow)
        let wrapUpOver = chanceWithin(seconds, mean: 1 / fast)
        return (fast * talkOver - slow * wrapUpOver) / (fast - slow)
    }

    /// The chance that an agent in wrap-up is free after so many seconds.
    public func freedFromWrapUp(within seconds: Double) -> Double {
        chanceWithin(seconds, mean: max(0.01, wrapUp))
    }
}
