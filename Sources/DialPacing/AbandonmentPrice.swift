import DialMath

/// What an abandonment may cost: the largest added loss, per added answer, at which one more call is
/// worth it.
///
/// The price is the Lagrange multiplier of the cap. It is not known beforehand; it is what makes the
/// budget come out even. So it follows the ledger, `earned` people: up while more has been earned
/// than spent, down otherwise. The gain falls with the size of the budget, as in stochastic
/// approximation: a small budget is steered hard, a large one hardly at all. What has been overspent
/// is steered by what is still to come of the budget, harder as the window's end draws near; what is
/// left over is not, for it would be spent where it brings little.
///
///     price  = usual × exp(level + gain × (earned − wanted))
///     level += cap × gain² / 10 × (earned − wanted)      for each answer
///
/// The level takes up what lasts, so that nothing stays unspent; the second factor damps the swing
/// this makes. *Usual* is where the price is expected to settle at the answer rate of the moment: it
/// saves a short window most of the search, and goes at once with a jump of the rate.
///
/// > Source: H. Robbins and S. Monro (1951), doi:10.1214/aoms/1177729586, for the falling gain;
/// > K. J. Åström and T. Hägglund, *Advanced PID Control* (2006), for the two terms and their windup.
public struct AbandonmentPrice: Hashable, Sendable {
    /// Abandonments per answer, 0.002...0.9.
    public private(set) var value = 0.06
    public private(set) var gain = 0.3
    private var usual = 0.06
    private var level = 0.0

    /// So many abandonments more are taken to be left, so that the last of them do not set the price.
    private static let last = 3.0

    public init() {}

    /// Begins from where prices settle: 0.025 + 0.4 p² in teams that are counted out
    /// (``SmallOutlook``), and three tenths of it in larger ones, whose risk is read otherwise.
    ///
    /// > Source: the levels that 240-hour runs of 1 to 50 agents at answer rates from 5 to 50 % end at,
    /// > within a factor of two; and what served days of eight hours best.
    mutating func expect(rate: Double, isSmall: Bool) {
        usual = (0.025 + 0.4 * rate * rate) * (isSmall ? 1 : 0.3)
    }

    /// Takes in `answers` more answers.
    ///
    /// - Parameters:
    ///   - budget: abandonments that the cap allows in the window, as far as is known; ≥ 0.
    ///   - left: those of them that are still to come if work goes on as it does; infinite: not known.
    ///   - wanted: what shall be earned and unspent.
    ///   - isBound: whether the guard, not the price, kept the last decision down. Then the level must
    ///     not rise: it would have no effect until too late.
    /// - Complexity: O(1): one exponential.
    mutating func follow(
        earned: Double, wanted: Double, budget: Double, left: Double, cap: Double, answers: Int,
        isBound: Bool
    ) {
        let surplus = earned - wanted
        let size = surplus < 0 ? min(budget, left + Self.last) : budget
        gain = min(0.3, max(0.004, 1 / max(0.9, size).squareRoot()))
        if surplus < 0 || !isBound {
            let step = cap * gain * gain / 10 * surplus * Double(answers)
            level = min(2.6, max(-3, level + min(0.05, max(-0.05, step))))
        }
        let log = level + min(0.7, max(-3, gain * surplus))
        value = min(0.9, max(0.002, usual * exponential(log)))
    }
}
