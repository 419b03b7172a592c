import DialModel
import Testing

@Test(arguments: [
    (Pacing.progressive, "progressive"), (.fixedRatio(2.5), "fixed ratio 2.5"),
    (.fixedRatio(3, busy: 0.1), "fixed ratio 3.0, busy 0.1"),
    (.predictive(PredictiveTarget()), "predictive 3.0 %"),
    (.predictive(PredictiveTarget(abandonment: 0.07)), "predictive 7.0 %"),
    (.predictive(PredictiveTarget(margin: 2)), "predictive 3.0 %, margin 2.0"),
    (.predictive(PredictiveTarget(callsPerAgent: 8)), "predictive 3.0 %, calls per agent 8.0"),
    (.predictive(PredictiveTarget(usesRingAges: false)), "predictive 3.0 %, ring ages ignored"),
    (.predictive(PredictiveTarget(usesSegments: false)), "predictive 3.0 %, segments ignored"),
    (.predictive(PredictiveTarget(isGuarded: false)), "predictive 3.0 %, guard off"),
    (.predictive(PredictiveTarget(goal: .occupancy(0.85))), "target occupancy 85.0 %"),
    (.predictive(PredictiveTarget(goal: .wait(.seconds(10)))), "target wait 10 s"),
    (
        .predictive(PredictiveTarget(abandonment: 0.02, margin: 2, goal: .wait(.seconds(90)))),
        "target wait 90 s, abandonment 2.0 %, margin 2.0"
    ),
    (.peer(PeerPacing(.vicidialRatio)), "VICIdial RATIO 1.0"),
    (.peer(PeerPacing(.issabel)), "Issabel"),
    (
        Pacing.peer(PeerPacing(.vicidialAdaptTapered)).with("limit", 0.07)!
            .with("availableOnly", 1)!.with("guard", 0)!,
        "VICIdial ADAPT_TAPERED, limit 7.0 %, available only on, guard off"
    ),
    (Pacing.peer(PeerPacing(.issabel)).with("force", 3)!, "Issabel, force 3"),
])
func `policies that differ have names that differ`(policy: Pacing, name: String) {
    #expect(policy.name == name)
}
