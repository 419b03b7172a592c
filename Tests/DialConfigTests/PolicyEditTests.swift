import DialModel
import Testing

@testable import DialConfig

@Suite struct PolicyEditTests {
    private static let head = "# a\nname: x   # b\ncalls: {ringTimeout: 22s}\n"

    private func edit(
        _ policy: String, _ pacing: Pacing, _ parameter: String, head: String = Self.head,
        tail: String = "# end\nduration: 2h\n"
    ) throws -> String {
        let text = head + policy + tail
        let bytes = try withPolicy(
            pacing, parameter: parameter, in: Array(text.utf8), path: "s.yaml")
        let changed = String(decoding: bytes, as: UTF8.self)
        #expect(changed.hasPrefix(head) && changed.hasSuffix(tail), "\(changed)")
        return String(changed.dropFirst(head.count).dropLast(tail.count))
    }

    private static func predictive(
        _ abandonment: Double = 0.03, margin: Double = 1
    ) -> Pacing { .predictive(PredictiveTarget(abandonment: abandonment, margin: margin)) }

    private static func peer(_ peer: Peer, _ number: String, _ value: Double) -> Pacing {
        Pacing.peer(PeerPacing(peer)).with(number, value)!
    }

    @Test(
        arguments: [
            (
                "policy: {fixedRatio: 2}  # c\n", .fixedRatio(2.35), "ratio",
                "policy: {fixedRatio: 2.35}  # c\n"
            ),
            (
                "policy:\n  fixedRatio:   2 # c\n", .fixedRatio(3), "ratio",
                "policy:\n  fixedRatio:   3 # c\n"
            ),
            (
                "policy: {fixedRatio: {ratio: 2, busy: 0.1}}\n", .fixedRatio(2.35, busy: 0.1),
                "ratio",
                "policy: {fixedRatio: {ratio: 2.35, busy: 0.1}}\n"
            ),
            (
                "policy: {fixedRatio: 2}\n", .fixedRatio(2, busy: 0.05), "busy",
                "policy: {fixedRatio: {ratio: 2, busy: 0.05}}\n"
            ),
            (
                "policy: {fixedRatio: {ratio: 2}} # c\n", .fixedRatio(2, busy: 0.05), "busy",
                "policy: {fixedRatio: {busy: 0.05, ratio: 2}} # c\n"
            ),
            (
                "policy:\n  predictive:\n    # c\n    margin: 2   # d\n",
                predictive(0.0275, margin: 2),
                "abandonment",
                "policy:\n  predictive:\n    # c\n    abandonment: 2.75%\n    margin: 2   # d\n"
            ),
            (
                "policy:\n  predictive:\n    abandonment: 3%   # d\n", predictive(0.0275),
                "abandonment",
                "policy:\n  predictive:\n    abandonment: 2.75%   # d\n"
            ),
            (
                "policy: predictive # c\n", predictive(0.0275), "abandonment",
                "policy: {predictive: {abandonment: 2.75%}} # c\n"
            ),
            (
                "policy: predictive\n", .predictive(PredictiveTarget(isGuarded: false)),
                "abandonment",
                "policy: {predictive: {abandonment: 3%, margin: 1, callsPerAgent: 20, guard: off}}\n"
            ),
            (
                "policy: {predictive: {guard: off}}\n",
                .predictive(PredictiveTarget(margin: 2, isGuarded: false)), "margin",
                "policy: {predictive: {margin: 2, guard: off}}\n"
            ),
            (
                "policy: {targetOccupancy: 85%} # c\n",
                .predictive(PredictiveTarget(goal: .occupancy(0.825))), "occupancy",
                "policy: {targetOccupancy: 82.5%} # c\n"
            ),
            (
                "policy: {targetWait: 10s}\n",
                .predictive(PredictiveTarget(margin: 2, goal: .wait(.seconds(10)))), "margin",
                "policy: {targetWait: {wait: 10s, margin: 2}}\n"
            ),
            (
                "policy: {targetWait: {wait: 10s, margin: 2}}\n",
                .predictive(PredictiveTarget(margin: 2, goal: .wait(.milliseconds(7_500)))), "wait",
                "policy: {targetWait: {wait: 7.5s, margin: 2}}\n"
            ),
            (
                "policy: progressive\n",
                .predictive(PredictiveTarget(goal: .wait(.seconds(20)))), "wait",
                "policy: {targetWait: 20s}\n"
            ),
            (
                "policy: predictive\n",
                .predictive(PredictiveTarget(margin: 2, goal: .occupancy(0.7))), "occupancy",
                "policy: {targetOccupancy: {occupancy: 70%, abandonment: 3%, margin: 2, "
                    + "callsPerAgent: 20}}\n"
            ),
            ("policy: progressive\n", .fixedRatio(2.35), "ratio", "policy: {fixedRatio: 2.35}\n"),
            (
                "policy: {vicidialRatio: 2} # c\n", peer(.vicidialRatio, "level", 2.5), "level",
                "policy: {vicidialRatio: 2.5} # c\n"
            ),
            (
                "policy: {ciscoLike: 3%}\n", peer(.ciscoLike, "gain", 5), "gain",
                "policy: {ciscoLike: {limit: 3%, gain: 5}}\n"
            ),
            (
                "policy: issabel # c\n", peer(.issabel, "force", 3), "force",
                "policy: {issabel: {force: 3}} # c\n"
            ),
            (
                "policy: {issabel: {overcommit: on}}\n",
                peer(.issabel, "qos", 0.9).with("overcommit", 1)!, "qos",
                "policy: {issabel: {qos: 90%, overcommit: on}}\n"
            ),
        ] as [(String, Pacing, String, String)])
    func `the value is changed where it stands, and nothing else`(
        before: String, pacing: Pacing, parameter: String, after: String
    ) throws {
        #expect(try edit(before, pacing, parameter) == after)
    }

    @Test func `other line ends, marks and letters do not move the place`() throws {
        let head = "\u{feff}# ő 😀\r\nname: \"ü\"\r\ncalls: {ringTimeout: 22s}\r\n"
        #expect(
            try edit("policy: {fixedRatio: 2} # é\r\n", .fixedRatio(2.5), "ratio", head: head)
                == "policy: {fixedRatio: 2.5} # é\r\n")
    }

    @Test func `a campaign has its pacing changed`() throws {
        let text = "name: x\nmode: predictive\npacing: {fixedRatio: 2} # c\n"
        let bytes = try withPolicy(
            .fixedRatio(4), parameter: "ratio", in: Array(text.utf8), path: "c.yaml")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "name: x\nmode: predictive\npacing: {fixedRatio: 4} # c\n")
    }

    @Test(arguments: [
        ("", "s.yaml: there is no policy to change; write it by hand: policy: {fixedRatio: 2.5}"),
        (
            "policy: {predictive: {margin: 2}}\n",
            "s.yaml:4: policy is predictive 3.0 %, margin 2.0, another policy; write it by hand: "
                + "policy: {fixedRatio: 2.5}"
        ),
        (
            "policy: {fixedRatio: {ratio: 2, busy: 0.1}}\n",
            "s.yaml:4: policy is fixed ratio 2.0, busy 0.1, another policy; write it by hand: "
                + "policy: {fixedRatio: 2.5}"
        ),
        (
            "policy: {fixedRatio: \"2\"}\n",
            "s.yaml:4: where ratio stands is not sure; write it by hand: policy: {fixedRatio: 2.5}"
        ),
        (
            "policy: {fixedRatio: &a 2}\n",
            "s.yaml:4: where ratio stands is not sure; write it by hand: policy: {fixedRatio: 2.5}"
        ),
        (
            "policy: {targetOccupancy: 85%}\n",
            "s.yaml:4: policy is target occupancy 85.0 %, another policy; write it by hand: "
                + "policy: {fixedRatio: 2.5}"
        ),
        ("policy: {fixedRatio: 2000}\n", "s.yaml:4: fixedRatio is 2000; at most 100 is allowed"),
    ])
    func `what is not sure is left to the reader`(policy: String, message: String) throws {
        let error = #expect(throws: ConfigErrors.self) {
            try edit(policy, .fixedRatio(2.5), "ratio")
        }
        #expect(error?.description == message)
    }
}
