import DialModel
import Testing

@Test(arguments: [
    (Pacing.progressive, "progressive"), (.fixedRatio(2.5), "fixed ratio 2.5"),
    (.fixedRatio(3, busy: 0.1), "fixed ratio 3.0, busy 0.1"),
    (.predictive(PredictiveTarget()), "predictive 3.0 %"),
    (.predictive(PredictiveTarget(abandonment: 0.07)), "predictive 7.0 %"),
    (.predictive(PredictiveTarget(margin: 2)), "predictive 3.0 %, margin 2.0"),
    (.predictive(PredictiveTarget(callsPerAgent: 8)), "predictive 3.0 %, calls per agent 8.0"),
])
func `policies that differ have names that differ`(policy: Pacing, name: String) {
    #expect(policy.name == name)
}
