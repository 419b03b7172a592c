import DialMath
import DialModel
import DialPacing
import DialSimulation
import DialWorld
import Testing

/// Days on which many agents leave at once, as the dialer would pace them that knows of it and that does
/// not, before the same callers.
@Suite struct LeavingTests {
    /// Thirty agents, half of whom leave after two hours; counted is from a minute before until six
    /// minutes after that.
    static func leaving(notice: Duration? = nil) -> Scenario {
        var scenario = Scenario.day(agents: 30, answer: 0.25)
        scenario.warmup = .minutes(119)
        scenario.duration = .minutes(126)
        scenario.plan.abandonment.first.work = .hours(8)
        scenario.plan.leavingNotice = notice
        scenario.plan.changes = [PlannedChange(at: .hours(2), command: .agents(15))]
        return scenario
    }

    static func sum(
        of scenario: Scenario, _ policy: () -> any PacingPolicy = Self.seeing
    ) -> (abandoned: Int, served: Int) {
        let prepared = PreparedScenario(scenario)
        var sum = (abandoned: 0, served: 0)
        for index in 0..<150 {
            var day = Replication(of: prepared, policy: policy(), index: index)
            let tally = day.run().tally
            sum.abandoned += tally.abandoned
            sum.served += tally.served
        }
        return sum
    }

    static func seeing() -> any PacingPolicy { Predictive(target: PredictiveTarget()) }

    @Test func `whoever knows that half of the team leaves abandons fewer people`() {
        let blind = Self.sum(of: Self.leaving()) { Blind(toLeaving: true, letsGo: false) }
        let seeing = Self.sum(of: Self.leaving())
        let foreseeing = Self.sum(of: Self.leaving(notice: .minutes(2)))
        #expect(10 * seeing.abandoned < 9 * blind.abandoned)
        #expect(10 * foreseeing.abandoned < 9 * seeing.abandoned)
        #expect(100 * foreseeing.served > 95 * blind.served)
    }

    /// Where calls ring for longer than they must, people take their time, and the day is nearly over, so
    /// that what is lost is not earned back.
    @Test func `with calls that are let go fewer people are abandoned`() {
        var scenario = Self.leaving()
        scenario.plan.abandonment.first.work = nil
        scenario.plan.limits.ring = .seconds(45)
        scenario.carrier.ring = .lognormal(mean: 18, cv: 0.5)
        let kept = Self.sum(of: scenario) { Blind(toLeaving: false, letsGo: false) }
        let letGo = Self.sum(of: scenario)
        #expect(10 * letGo.abandoned < 9 * kept.abandoned)
    }
}

/// Predictive pacing that does not know who leaves, or that lets no call go.
private struct Blind: PacingPolicy {
    var policy = Predictive(target: PredictiveTarget())
    let toLeaving: Bool
    let letsGo: Bool

    init(toLeaving: Bool, letsGo: Bool) {
        self.toLeaving = toLeaving
        self.letsGo = letsGo
    }

    mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        var floor = floor
        if toLeaving {
            floor.leavingIdle = 0
            floor.leavingTalking = 0
            floor.leavingClosing = 0
            floor.leavingWrapUp = 0
        }
        var pace = policy.pace(for: floor, at: now)
        if !letsGo { pace.letGo = 0 }
        return pace
    }

    mutating func note(_ event: PacingEvent, at now: Instant) { policy.note(event, at: now) }
    mutating func adopt(_ terms: PacingTerms, at now: Instant) { policy.adopt(terms, at: now) }
    var keepsRule: Bool { policy.keepsRule }
}
