import DialEstimation
import DialModel

/// Where the list has several segments, each with its own answer rate.
extension Predictive {
    /// A call to this segment is about to be dialled.
    @inline(__always)
    mutating func meet(_ segment: SegmentID) {
        if !rates.hasMet(segment) { meetAnother(segment) }
    }

    @inline(never)
    private mutating func meetAnother(_ segment: SegmentID) {
        if let first = rates.meet(segment) {
            calls.split(first: first)
            highestOf = Array(repeating: HighestRate(), count: SegmentRates.most)
        }
        if !rates.isSplit { return }
        learnSegments(next: segment)
        calls.weigh(law: ringLaw)
        news = 1_000
        patience = Self.hurry
    }

    @inline(__always)
    mutating func remove(_ segment: SegmentID, after span: Duration, at now: Instant) {
        if rates.isSplit {
            calls.remove(of: SegmentRates.place(of: segment), after: span, at: now, law: ringLaw)
        } else {
            calls.remove(after: span, at: now, law: ringLaw)
        }
    }

    @inline(__always)
    mutating func learnRate(_ answered: Bool, of segment: SegmentID) {
        let mine = rates.isSplit ? calls[SegmentRates.place(of: segment)].count : 0
        rates.add(answered, of: segment, pending: calls.count, inSegment: mine)
    }

    /// Brings up to date what is believed of each segment, and of the calls in flight together.
    mutating func learnSegments(next: SegmentID) {
        ringLaw.tellRatesApart(usesAges: target.usesRingAges)
        let next = SegmentRates.place(of: next)
        var (count, sum, expected, doubt) = (0.0, 0.0, 0.0, 0.0)
        var alarm: Float = 1
        for place in 0..<SegmentRates.most {
            guard let known = rates.met(place) else { continue }
            let part = calls[place]
            let share = known.value(
                pending: Double(part.count), expected: Double(part.expected))
            let rate = min(0.998, share + Self.pessimism * known.standardError)
            calls.set(rate: Float(rate), of: place)
            let highest = highestOf[place].alarm(known, since: budget.windowBegan)
            // The next calls count like one that is in flight.
            let weight = Double(part.count) + (place == next ? 1 : 0)
            if weight == 0 { continue }
            alarm = max(alarm, highest)
            count += weight
            sum += weight * known.value
            expected += weight * rate
            let error = weight * rate * known.standardError / known.value
            doubt += error * error
        }
        if count == 0 { return }
        mixture = sum / count
        ahead.outlook.doubt = Float(doubt / (expected * expected))
        self.alarm = alarm
    }
}

/// The highest answer rate of a window: near the window's end the guard fears that it may come back.
struct HighestRate: Hashable, Sendable {
    private var value = 0.0
    private var since = Instant.never

    /// Rates that differ by less have not jumped.
    private static let noJump = 1.5

    /// Takes in the rate as it is now. Returns how many times the highest is, 1...4.
    ///
    /// - Parameter since: when the window began.
    mutating func alarm(_ rate: AnswerRate, since: Instant) -> Float {
        if self.since != since {
            self.since = since
            value = 0
        }
        let (now, error) = (rate.value, rate.standardError)
        if error < 0.1 * now { value = max(value, now - error) }
        let times = value / now
        return times > Self.noJump ? Float(min(4, times)) : 1
    }
}
