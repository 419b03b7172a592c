import DialEstimation
import DialMath
import Testing

@Suite struct StageLawTests {
    /// Stages that were seen to last so long, looked at in slots of a second.
    static func taught(_ stages: Distribution, wrapUp: Double = 0) -> StageLaw {
        let chance = Chance(seed: 3, stream: "stages")
        var law = StageLaw(weight: 5, mean: 100, unit: 1)
        for stage: UInt64 in 0..<10_000 {
            law.noteEnd(after: stages.quantile(chance.uniform(stage)))
        }
        law.rebuild(width: 1, hold: 0, rest: 100, wrapUp: wrapUp)
        return law
    }

    @Test func `a stage that always lasts as long ends when it has`() {
        let law = Self.taught(.constant(15.5))
        // After ten seconds and a half, in five.
        #expect(law.freed[10][3] < 0.02)
        #expect(law.freed[10][6] > 0.97)
        #expect(law.freed[2][7] < 0.02)
    }

    @Test func `where stages are memoryless, their ages tell nothing`() {
        let law = Self.taught(.exponential(mean: 20))
        for age in 0..<30 {
            #expect(
                abs(Double(law.freed[age][7]) - chanceWithin(7.5, mean: 20)) < 0.06, "age \(age)")
        }
    }

    @Test func `a talk that has outlasted all others is not taken to end any moment`() {
        let law = Self.taught(.constant(15.5))
        #expect(abs(Double(law.freed[40][7]) - chanceWithin(7.5, mean: 100)) < 0.02)
        #expect(abs(Double(law.freed[95][7]) - chanceWithin(7.5, mean: 100)) < 0.02)
    }

    @Test func `an agent is free when wrap-up is over too`() {
        let law = Self.taught(.constant(5.5), wrapUp: 4)
        // The talk ends in one second, and after the middle of slot 7 wrap-up has had six and a half.
        #expect(abs(Double(law.freed[4][7]) - chanceWithin(6.5, mean: 4)) < 0.05)
    }

    @Test func `later slots have no smaller chance`() {
        for wrapUp in [0.0, 0.5, 10] {
            let law = Self.taught(.lognormal(mean: 15, cv: 0.5), wrapUp: wrapUp)
            for age in 0..<StageLaw.ages {
                for slot in 1..<RingLaw.slots {
                    let (now, before) = (law.freed[age][slot], law.freed[age][slot - 1])
                    #expect(now >= before - 1e-5 && now <= 1, "age \(age), slot \(slot)")
                }
            }
        }
    }
}
