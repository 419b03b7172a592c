import DialMath

/// What one more call would risk, seen from one moment: agents free and coming free against answers
/// on their way, at eight moments ahead.
///
/// At each of them the number of agents to spare,
///
///     S = idle + coming free − answers,
///
/// is taken to be normal. A call dialled now is lost if it is answered when S ≤ 0.
///
/// - Complexity: each question is some hundred vector instructions, whatever the number of agents
///   and calls.
struct Outlook: Hashable, Sendable, Codable {
    /// The place of the last moment.
    static let last = 7

    /// Mean and variance of S without answers.
    var capacity = SIMD8<Float>.zero
    var capacityVariance = SIMD8<Float>.zero
    /// Mean and variance of the answers of the calls in flight.
    var answers = SIMD8<Float>.zero
    var answersVariance = SIMD8<Float>.zero
    /// Chance that a new call is answered by then, and the share of its answers in each slot.
    var fresh = SIMD8<Float>.zero
    var shares = SIMD8<Float>.zero
    /// The square of the answer rate's relative standard error: what is not known of the rate is one
    /// and the same error in all calls.
    var doubt: Float = 0
    /// The most that could be lost at all with no new call: people waiting and calls, less idle agents.
    var exposed: Float = 0

    /// The chance that a call finds no agent if it is answered, with `others` dialled beside it.
    @inline(__always)
    func risk(besides others: Int) -> Float {
        let more = Float(others)
        let mean = answers + more * fresh
        let variance =
            capacityVariance + answersVariance + more * fresh * (1 - fresh) + doubt * mean * mean
            + 1e-6
        let tails = normalTails((capacity - mean - 0.5) / roots(variance))
        return total(shares * tails)
    }

    /// The same with so many of the calls in flight fewer, all of them alike.
    func without(_ calls: Int, of inFlight: Int) -> Outlook {
        var rest = self
        let share = Float(inFlight - calls) / Float(max(1, inFlight))
        rest.answers *= share
        rest.answersVariance *= share
        rest.exposed -= Float(calls)
        return rest
    }

    /// How many people may be lost in all with `others` new calls, read too high by so many standard
    /// deviations.
    ///
    /// > Source: the upper quantile of a sum is skewed as that of a Poisson number, E. A. Cornish and
    /// > R. A. Fisher (1938), doi:10.2307/1400905, first term.
    ///
    /// - Parameter alarm: how many times as often as is believed people may answer.
    @inline(__always)
    func losses(with others: Int, caution: Float, alarm: Float = 1) -> Float {
        let more = Float(others)
        let mean = alarm * (answers + more * fresh)
        let random = alarm * (answersVariance + more * fresh * (1 - fresh))
        let variance = capacityVariance + random + doubt * mean * mean + 1e-6
        let skew = (caution * caution - 1) / 6 * random / variance
        let worst = caution * roots(variance) - (capacity - mean) - 0.5 + skew
        return min(largest(worst), exposed + more)
    }
}
