import DialModel
import Testing

@testable import DialConfig

/// Of an unknown policy.
let knownPolicies =
    "known: predictive, targetOccupancy, targetWait, fixedRatio, progressive, vicidialRatio, vicidialAdaptHardLimit, "
    + "vicidialAdaptAverage, vicidialAdaptTapered, issabel, contactCentersDial1xFree, "
    + "contactCentersDial2xFree, contactCentersMismatch, impactDialing, binomialBound, ciscoLike, "
    + "avayaLike"

@Suite struct PolicyTextTests {
    @Test(arguments: [
        ("progressive", Pacing.progressive),
        ("predictive", .predictive(PredictiveTarget())),
        ("fixedRatio=2.5", .fixedRatio(2.5)),
        ("fixed-ratio = 2.5", .fixedRatio(2.5)),
        ("fixedRatio:ratio=3,busy=0.0645", .fixedRatio(3, busy: 0.0645)),
        ("{fixedRatio: {ratio: 3, busy: 0.0645}}", .fixedRatio(3, busy: 0.0645)),
        (
            "predictive:abandonment=2%, margin=1.5",
            .predictive(PredictiveTarget(abandonment: 0.02, margin: 1.5))
        ),
        (
            "{predictive: {callsPerAgent: 3}}",
            .predictive(PredictiveTarget(callsPerAgent: 3))
        ),
        (
            "predictive:ringAges=ignored",
            .predictive(PredictiveTarget(usesRingAges: false))
        ),
        (
            "predictive:segments=ignored",
            .predictive(PredictiveTarget(usesSegments: false))
        ),
        ("{predictive: {ringAges: used}}", .predictive(PredictiveTarget())),
        (
            "predictive:guard=off,abandonment=2%",
            .predictive(PredictiveTarget(abandonment: 0.02, isGuarded: false))
        ),
        (
            "targetOccupancy:85%", .predictive(PredictiveTarget(goal: .occupancy(0.85)))
        ),
        ("target-wait=10s", .predictive(PredictiveTarget(goal: .wait(.seconds(10))))),
        (
            "targetWait:1m30s, abandonment=2%,margin=1.5",
            .predictive(
                PredictiveTarget(abandonment: 0.02, margin: 1.5, goal: .wait(.seconds(90))))
        ),
        (
            "targetOccupancy:margin=2,occupancy=70%",
            .predictive(PredictiveTarget(margin: 2, goal: .occupancy(0.7)))
        ),
        (
            "{targetWait: {wait: 500ms, guard: off}}",
            .predictive(PredictiveTarget(isGuarded: false, goal: .wait(.milliseconds(500))))
        ),
        ("issabel", .peer(PeerPacing(.issabel))),
        ("vicidial-adapt-hard-limit", .peer(PeerPacing(.vicidialAdaptHardLimit))),
        ("contactcenters-dial2xfree", .peer(PeerPacing(.contactCentersDial2xFree))),
        ("vicidialRatio=2", .peer(PeerPacing(.vicidialRatio).with("level", 2)!)),
        ("VICIDIAL_RATIO=2", .peer(PeerPacing(.vicidialRatio).with("level", 2)!)),
        (
            "vicidialAdaptTapered:intensity=-20,availableOnly=on,limit=5%",
            .peer(
                PeerPacing(.vicidialAdaptTapered).with("intensity", -20)!
                    .with("availableOnly", 1)!.with("limit", 0.05)!)
        ),
        (
            "{issabel: {overcommit: true, guard: off}}",
            .peer(PeerPacing(.issabel).with("overcommit", 1)!.with("guard", 0)!)
        ),
    ])
    func `a policy is written in one word of a command line`(text: String, policy: Pacing) throws {
        #expect(try Pacing(text: text) == policy)
    }

    @Test(arguments: [
        ("", "policy is empty; \(knownPolicies)"),
        ("predictve", "policy is \"predictve\"; did you mean predictive?"),
        ("clever", "policy is \"clever\"; \(knownPolicies)"),
        ("clever=3", "policy is \"clever\"; \(knownPolicies)"),
        ("vicidialRatios=3", "policy is \"vicidialRatios\"; did you mean vicidialRatio?"),
        ("vicidialRatio=0.5", "vicidialRatio is 0.5; at least 1 is required"),
        ("vicidialRatio:level=25", "level is 25; at most 20 is allowed"),
        ("issabel=2", "issabel is 2; write 2% or a share such as 0.03"),
        ("issabel:force=1.5", "force is \"1.5\"; a whole number is expected"),
        ("predictive:guard=perhaps", "guard is \"perhaps\"; true or false is expected"),
        ("issabel:overcommit=perhaps", "overcommit is \"perhaps\"; true or false is expected"),
        (
            "issabel:level=2",
            "unknown key \"level\"; known: qos, overcommit, force, maxChannels, guard"
        ),
        (
            "issabel:overcommit",
            "policy is \"issabel:overcommit\"; after issabel: numbers such as "
                + "qos=97%,guard=off are expected"
        ),
        ("fixedRatio", "policy is fixedRatio without its ratio; write {fixedRatio: 2.5}"),
        ("fixedRatio=0.05", "fixedRatio is 0.05; at least 0.1 is required"),
        ("fixedRatio=", "fixedRatio has no value; give it one or remove the key"),
        ("fixedRatio:ratio=3,busy=2", "busy is 2; at most 1 is allowed"),
        ("fixedRatio:busy=0.1", "ratio is missing"),
        ("predictive:abandonment=2", "abandonment is 2; write 2% or a share such as 0.03"),
        ("predictive:mragin=2", "unknown key \"mragin\"; did you mean margin?"),
        ("predictive:margin=1,margin=2", "margin is given twice"),
        (
            "predictive:",
            "policy is \"predictive:\"; after predictive: numbers such as "
                + "abandonment=2%,margin=1.5 are expected"
        ),
        ("predictive=2%", "policy is \"predictive=2%\"; write predictive:abandonment=2%"),
        (
            "targetOccupancy",
            "policy is targetOccupancy without its occupancy; write {targetOccupancy: 85%}"
        ),
        ("targetwait", "policy is targetWait without its wait; write {targetWait: 10s}"),
        ("targetOccupancy:0%", "targetOccupancy is 0 %; more than 0 % is required"),
        ("targetOccupancy:100%", "targetOccupancy is 100 %; less than 100 % is required"),
        ("targetOccupancy:85", "targetOccupancy is 85; write 85% or a share such as 0.03"),
        ("targetOccupancy:10s", "targetOccupancy is \"10s\"; a percentage such as 3% is expected"),
        ("targetOccupancy:margin=2", "occupancy is missing"),
        (
            "targetOccupancy:wait=10s",
            "occupancy is missing; unknown key \"wait\"; known: occupancy, abandonment, margin, "
                + "callsPerAgent, ringAges, segments, guard"
        ),
        (
            "targetOccupancy:",
            "policy is \"targetOccupancy:\"; after targetOccupancy: numbers such as "
                + "85%,margin=1.5 are expected"
        ),
        ("targetWait:0s", "targetWait is 0 s; at least 100 ms is required"),
        ("targetWait:3h", "targetWait is 3 h; at most 1 h is allowed"),
        ("targetWait:10", "targetWait is 10 without a unit; add ms, s, m, h or d"),
        ("targetWait:10s,wait=20s", "wait is given twice"),
        ("targetOcupancy:85%", "policy is \"targetOcupancy\"; did you mean targetOccupancy?"),
        ("progressive=2", "progressive has no numbers; write progressive alone"),
        (
            "{fixedRatio: 2",
            "policy is \"{fixedRatio: 2\"; braces such as {fixedRatio: 2.5} are expected"
        ),
    ])
    func `what is no policy is told with what is allowed`(text: String, sentence: String) {
        #expect(throws: PolicyError(description: sentence)) { try Pacing(text: text) }
    }

    @Test(arguments: [
        ("progressive", ["progressive"]),
        ("progressive,predictive", ["progressive", "predictive"]),
        (
            "predictive:abandonment=2%,margin=1.5,fixedRatio=2.5, progressive",
            ["predictive:abandonment=2%,margin=1.5", "fixedRatio=2.5", "progressive"]
        ),
        (
            "fixedRatio:ratio=3,busy=0.1,fixedRatio:ratio=2",
            ["fixedRatio:ratio=3,busy=0.1", "fixedRatio:ratio=2"]
        ),
        (
            "{predictive: {margin: 1, abandonment: 2%}},progressive",
            ["{predictive: {margin: 1, abandonment: 2%}}", "progressive"]
        ),
        (
            "targetOccupancy:85%,margin=2,targetWait=10s,targetWait:20s",
            ["targetOccupancy:85%,margin=2", "targetWait=10s", "targetWait:20s"]
        ),
        ("progressive,fixedRato=2", ["progressive", "fixedRato=2"]),
        (
            "issabel:force=1,overcommit=on,vicidialRatio=2,peers:guard=off",
            ["issabel:force=1,overcommit=on", "vicidialRatio=2", "peers:guard=off"]
        ),
        ("", [""]),
        ("a,,b", ["a", "", "b"]),
    ])
    func `policies stand apart by commas, and numbers stay with theirs`(
        text: String, policies: [String]
    ) {
        #expect(Pacing.splitList(text) == policies)
    }

    @Test func `a list of policies is read in order`() throws {
        #expect(
            try Pacing.list(text: "fixedRatio:ratio=3,busy=0.1,progressive")
                == [.fixedRatio(3, busy: 0.1), .progressive])
        #expect(throws: PolicyError.self) { try Pacing.list(text: "progressive,clever") }
    }

    @Test func `peers are all of them, with a number that all have`() throws {
        #expect(
            try Pacing.list(text: "progressive,peers")
                == [.progressive] + Peer.allCases.map { .peer(PeerPacing($0)) })
        #expect(
            try Pacing.list(text: "peers:guard=off")
                == Peer.allCases.map { .peer(PeerPacing($0).with("guard", 0)!) })
        #expect(throws: PolicyError.self) { try Pacing.list(text: "peers:level=2") }
    }
}
