import DialEstimation
import DialMath
import DialModel

/// Dials ahead of the agents who will be free when the calls are answered.
///
/// With *u* calls in flight, each answered by a person with chance *p*, and an expected *c* agents
/// free by the time they are answered, it keeps the largest *u* for which
///
///     u p + z √(u p (1 − p) + v)  ≤  c
///
/// where *v* is the variance of the agents coming free and *z* the margin. *p*, the answering time
/// and the handle times are learned as the campaign goes; a call in flight is taken to be halfway to
/// its answer. *z* falls and rises with the credit that the people answered so far have earned, so
/// that about nine tenths of the cap are spent. One call per idle agent is always allowed; more only
/// while one more person could be abandoned and the cap still hold for those answered so far. So a
/// campaign begins one-to-one, and learns *p* at no risk.
///
/// It counts all calls in flight alike, however long they have rung.
public struct Predictive: PacingPolicy {
    public let target: PredictiveTarget

    private var answers = FadingShare(prior: 0.6, weight: 12, memory: 300)
    private var answerTime = FadingMean(prior: .seconds(12), memory: 100)
    private var talk = FadingMean(prior: .seconds(180), memory: 100)
    private var wrapUp = FadingMean(prior: .seconds(20), memory: 100)

    public init(target: PredictiveTarget) { self.target = target }

    public mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace {
        let inFlight = floor.inFlight + floor.holding
        let oneToOne = max(0, floor.idle - inFlight)
        let credit = target.abandonment * Double(floor.answered) - Double(floor.abandoned)
        if credit < 1 { return Pace(start: oneToOne, bound: .budget) }
        // Nine tenths of the cap are aimed at: caution rises as the credit above that runs out.
        let spare = credit - 0.1 * target.abandonment * Double(floor.answered)
        let margin = min(4, max(0, target.margin - 0.1 * spare))

        let chance = min(0.999, answers.value + answers.standardError)
        let free = expectedFree(floor)
        var most = mostInFlight(
            chance: chance, capacity: free.mean, variance: free.variance, margin: margin)
        var bound = Pace.Bound.risk
        let ceiling = target.callsPerAgent * Double(floor.staffed)
        if most > ceiling {
            most = ceiling
            bound = .ratio
        }
        let start = Int(most.rounded(.down)) - inFlight
        return start > oneToOne
            ? Pace(start: start, bound: bound, again: .seconds(1))
            : Pace(start: oneToOne, bound: oneToOne > 0 ? .agents : bound, again: .seconds(1))
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .person(let after):
            answers.add(true)
            answerTime.add(after)
        case .nobody: answers.add(false)
        case .talkEnded(let after): talk.add(after)
        case .wrapUpEnded(let after): wrapUp.add(after)
        case .dialled, .abandoned: break
        }
    }

    /// Agents free within the answering time: those idle, and a share of those in talk and wrap-up.
    private func expectedFree(_ floor: borrowing Floor) -> (mean: Double, variance: Double) {
        // Calls in flight are, on average, halfway to their answer.
        let horizon = 0.5 * answerTime.seconds
        let fromWrapUp = chanceWithin(horizon, mean: wrapUp.seconds)
        let fromTalk = chanceWithin(horizon, mean: talk.seconds + wrapUp.seconds)
        let talking = Double(floor.talking)
        let wrapping = Double(floor.wrapUp)
        return (
            Double(floor.idle) + talking * fromTalk + wrapping * fromWrapUp,
            talking * fromTalk * (1 - fromTalk) + wrapping * fromWrapUp * (1 - fromWrapUp)
        )
    }

    /// The largest *u* of the inequality above: the smaller root of its square.
    private func mostInFlight(
        chance p: Double, capacity c: Double, variance v: Double, margin: Double
    ) -> Double {
        let z2 = margin * margin
        let rest = c * c - z2 * v
        if rest <= 0 { return 0 }
        let half = c + z2 * (1 - p) / 2
        return (half - max(0, half * half - rest).squareRoot()) / p
    }
}
