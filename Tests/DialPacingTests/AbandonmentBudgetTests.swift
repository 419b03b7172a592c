import DialModel
import Testing

@testable import DialPacing

@Suite struct AbandonmentBudgetTests {
    static func counts(_ answered: Int, _ abandoned: Int) -> Floor {
        var floor = Floor()
        floor.answered = answered
        floor.abandoned = abandoned
        return floor
    }

    static func at(_ hours: Int64) -> Instant { .epoch + .hours(hours) }

    @Test func `what is earned is the cap's share of the answered, less the abandoned`() {
        var budget = AbandonmentBudget(cap: 0.03, terms: PacingTerms())
        _ = budget.take(Self.counts(1_000, 22), at: Self.at(1))
        #expect(abs(budget.earned - 8) < 1e-9)
        #expect(abs(budget.viability(yield: 100) - 11) < 1e-9)
    }

    @Test func `the lower of aim and cap binds`() {
        let terms = PacingTerms(rules: AbandonmentRules(AbandonmentRule(cap: 0.01)))
        #expect(AbandonmentBudget(cap: 0.03, terms: terms).cap == 0.01)
        #expect(AbandonmentBudget(cap: 0.005, terms: terms).cap == 0.005)
    }

    @Test func `a window begins with nothing earned and nothing spent`() {
        let rule = AbandonmentRule(cap: 0.03, window: .every(.days(1)), work: .hours(8))
        var budget = AbandonmentBudget(
            cap: 0.03, terms: PacingTerms(rules: AbandonmentRules(rule), began: .epoch))
        _ = budget.take(Self.counts(1_000, 40), at: Self.at(7))
        #expect(budget.earned < 0)
        #expect(budget.secondsLeft(at: Self.at(7)) == 3_600)
        // Two days later; what was answered while no one looked belongs to neither.
        let new = budget.take(Self.counts(1_010, 41), at: Self.at(49))
        #expect(new.answered == 0 && new.abandoned == 0)
        #expect(budget.earned == 0)
        #expect(budget.windowBegan == Self.at(48))
        #expect(budget.secondsLeft(at: Self.at(49)) == 7 * 3_600)
        _ = budget.take(Self.counts(1_110, 42), at: Self.at(50))
        #expect(abs(budget.earned - 2) < 1e-9)
    }

    @Test func `where the end of the window is not known, nothing is to come`() {
        let budget = AbandonmentBudget(cap: 0.03, terms: PacingTerms())
        #expect(budget.secondsLeft(at: Self.at(3)) == 0)
        #expect(budget.workSeconds == 0)
    }
}
