import DialEstimation
import DialModel

/// The talks whose end is known better than that talks end at a constant rate.
///
/// Those are talks in their closing stage, if agents say so. And all talks, as long as they last about
/// the same: where the spread is as usual their ages are worth nothing, and are not even counted.
///
/// - Complexity: without signals and near-constant talks some additions for each talk that ends. With
///   them a decision after a second, or after a talk has changed, is O(ages). Memory is allocated with
///   the first signal, and when talks turn out near-constant.
struct TalkStages: Sendable {
    /// Talks whose end is known better.
    private(set) var count = 0
    /// Whether there may be any.
    private(set) var isInUse = false
    private var spread = Spread()
    /// Talks in their closing stage; nil: nobody has said so yet.
    private var closing: StagedTalks?
    /// Talks that last about as long as all others; nil: talks differ.
    private var alike: StagedTalks?

    /// Talks with a coefficient of variation below the first are near-constant until it is above the
    /// second.
    static let nearConstant = (begins: 0.12, ends: 0.18)
    /// So many talks must have ended before their spread is believed.
    static let reliable = 50.0

    @inline(__always)
    mutating func begin(at now: Instant) {
        if isInUse { beginStage(at: now) }
    }

    @inline(never)
    private mutating func beginStage(at now: Instant) {
        alike?.add(at: now)
        recount()
    }

    private mutating func recount() { count = (closing?.count ?? 0) + (alike?.count ?? 0) }

    /// A talk has come to its closing stage, so long after it began.
    ///
    /// - Parameter talk: mean talk, in seconds.
    @inline(never)
    mutating func close(after span: Duration, at now: Instant, talk: Double) {
        if closing == nil {
            // As if it meant nothing, until more is known.
            closing = StagedTalks(StageLaw(weight: 5, mean: talk, unit: 1))
            isInUse = true
        }
        closing?.add(at: now)
        alike?.remove(after: span, at: now)
        recount()
    }

    /// A talk has ended, so long after it began and after it came to its closing stage.
    @inline(__always)
    mutating func end(after span: Duration, closing stage: Duration?, at now: Instant) {
        spread.add(span.seconds)
        if isInUse { endStage(after: span, closing: stage, at: now) }
    }

    @inline(never)
    private mutating func endStage(
        after span: Duration, closing stage: Duration?, at now: Instant
    ) {
        if let stage {
            closing?.remove(after: stage, at: now)
            closing?.law.noteEnd(after: stage.seconds)
        } else {
            alike?.remove(after: span, at: now)
        }
        alike?.law.noteEnd(after: span.seconds)
        recount()
    }

    /// Makes the tables anew.
    ///
    /// - Parameters:
    ///   - width: the width of a slot, in seconds.
    ///   - hold: how long a person waits for an agent, in seconds.
    @inline(never)
    mutating func learn(_ times: HandleTimes, width: Double, hold: Double) {
        // Where most talks are signalled, that tells more.
        let usesAges = spread.isNearConstant(since: alike != nil) && times.signalled < 0.5
        if usesAges, alike.map({ !spread.agrees(with: $0.law) }) ?? true {
            alike = StagedTalks(
                StageLaw(
                    weight: 20, mean: spread.mean, deviation: spread.deviation,
                    unit: 1.5 * spread.mean / Double(StageLaw.ages)))
        } else if !usesAges, alike != nil {
            alike = nil
        }
        isInUse = closing != nil || alike != nil
        recount()
        if !isInUse { return }
        closing?.learn(times, width: width, hold: hold)
        alike?.learn(times, width: width, hold: hold)
    }

    /// The chance that an agent in talk of whom nothing is known is free after so many seconds.
    @inline(never)
    func freedFromTalk(_ times: HandleTimes, within seconds: Double) -> Double {
        if let closing { return times.freedFromTalk(within: seconds, closing: closing.law) }
        return times.freedFromTalk(within: seconds)
    }

    /// Takes in how many of those in talk stay: which of them is not known, so that each counts by the
    /// share of those who do.
    @inline(never)
    mutating func stay(_ floor: borrowing Floor) {
        closing?.staying = floor.shareStayingClosing
        alike?.staying = floor.shareStaying
    }

    /// Adds those who come free.
    @inline(never)
    mutating func add(to outlook: inout Outlook, _ timed: inout TimedEnds?, at now: Instant) {
        var ends = TimedEnds()
        closing?.add(to: &outlook, &ends, at: now)
        alike?.add(to: &outlook, &ends, at: now)
        timed = ends.count > 0 ? ends : nil
    }
}

extension Floor {
    /// Of those in talk, but not in its closing stage, the share that comes back.
    @inline(__always)
    var shareStaying: Float {
        if leavingTalking == 0 { return 1 }
        return 1 - Float(leavingTalking - leavingClosing) / Float(max(1, talking - closing))
    }

    /// The same of those in its closing stage.
    @inline(__always)
    var shareStayingClosing: Float {
        if leavingClosing == 0 { return 1 }
        return 1 - Float(leavingClosing) / Float(max(1, closing))
    }
}

extension TalkStages {
    /// Mean and deviation of the talks that have ended, of which the older count less.
    private struct Spread {
        private var weight = 0.0
        private var sum = 0.0
        private var squares = 0.0
        private static let keep = 1 - 1 / 200.0

        @inline(__always)
        mutating func add(_ seconds: Double) {
            weight = weight * Self.keep + 1
            sum = sum * Self.keep + seconds
            squares = squares * Self.keep + seconds * seconds
        }

        var mean: Double { sum / weight }
        var deviation: Double { max(0, squares / weight - mean * mean).squareRoot() }

        /// - Parameter already: whether they have been so far.
        func isNearConstant(since already: Bool) -> Bool {
            guard weight > reliable, mean > 5 else { return false }
            return deviation < (already ? nearConstant.ends : nearConstant.begins) * mean
        }

        /// Whether talks are still about as long as when the law was begun.
        func agrees(with law: StageLaw) -> Bool {
            let begun = law.unit * Double(StageLaw.ages) / 1.5
            return mean > 0.8 * begun && mean < 1.25 * begun
        }
    }
}

extension StagedTalks {
    fileprivate mutating func learn(_ times: HandleTimes, width: Double, hold: Double) {
        law.rebuild(width: width, hold: hold, rest: times.talk, wrapUp: times.wrapUp)
        isWeighed = false
    }

    fileprivate mutating func add(
        to outlook: inout Outlook, _ timed: inout TimedEnds, at now: Instant
    ) {
        advance(to: now)
        if !isWeighed { weigh() }
        if count == 0 { return }
        outlook.capacity += mean
        outlook.capacityVariance += variance
        timed.add(self.timed)
    }
}
