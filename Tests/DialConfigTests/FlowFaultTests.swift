import DialModel
import Testing

@testable import DialConfig

@Suite struct FlowFaultTests {
    /// Problems of a flow whose nodes begin in line 4.
    private func problems(flow nodes: String...) -> [String] {
        let head = "flow:\n" + nodes.map { "  - \($0)\n" }.joined()
        return DialConfigTests.problems(.automatic, head + "agents: 2")
    }

    @Test func `automatic mode needs a flow`() {
        #expect(
            DialConfigTests.problems(.automatic, "agents: 2") == [
                "c.yaml:2: mode is automatic, but there is no flow; add one"
            ])
    }

    @Test func `a flow without transfers needs no agents, one with them does`() {
        let play = "agents: 0\nflow: [a: {play: notice, next: end}]"
        #expect(DialConfigTests.problems(.automatic, play) == [])
        let transfer = "agents: 0\nflow: [a: {transfer: all, unavailable: end}]"
        #expect(
            DialConfigTests.problems(.automatic, transfer) == [
                "c.yaml:3: agents are 0; at least 1 is required, as the flow transfers"
            ])
    }

    @Test func `a flow in another mode is in order, as the mode may change`() {
        let lines = "flow: [a: {play: notice, next: end}]\nevents: [{at: 1h, mode: automatic}]"
        #expect(DialConfigTests.problems(.predictive, lines) == [])
    }

    @Test func `a flow must have nodes`() {
        #expect(
            DialConfigTests.problems(.automatic, "flow: []\nagents: 2") == [
                "c.yaml:3: flow has 0 nodes; at least 1 is required"
            ])
    }

    @Test(arguments: [
        (
            "a: {play: notice, next: bye}",
            "a goes on to \"bye\", which is no node; known: a, end"
        ),
        ("a: {play: greting, next: end}", "\"greting\" is no recording; known: notice"),
        ("a: {play: notice}", "next is missing"),
        ("a: {transfer: sales, unavailable: end}", "\"sales\" is no group of agents; known: all"),
        ("a: {hangUp: complete}", "\"complete\" is no disposition; did you mean completed?"),
        (
            "a: {next: end}",
            "a has no action; one of play, gather, record, transfer, hangUp is required"
        ),
        (
            "a: {play: notice, gather: notice, next: end}",
            "a has 2 actions, play and gather; exactly 1 is expected"
        ),
        (
            "a: {gather: notice, keys: {}, otherwise: end}", "keys are 0; at least 1 is required"
        ),
        (
            "a: {gather: notice, keys: {A: end}, otherwise: end}",
            "\"A\" is no key of a telephone; 0 to 9, \"*\" or \"#\" is expected"
        ),
        (
            "a: {gather: notice, within: 5, keys: {1: end}, otherwise: end}",
            "within is 5 without a unit; add ms, s, m, h or d"
        ),
        (
            "a: {transfer: all, within: 0s, unavailable: end}",
            "within is 0 s; at least 100 ms is required"
        ),
        ("a: {play: notice, next: end, keys: {1: a}}", "unknown key \"keys\"; known: play, next"),
        (
            "a: {play: notice, next: a}",
            "a ─▶ a plays for ever; a gather, record or transfer must come between"
        ),
        ("end: {hangUp: completed}", "a node may not be called end; that is where a flow ends"),
        ("greet", "a node of the flow is {name: {action: …}}, not a word"),
        (
            "{a: {hangUp: completed}, b: {hangUp: completed}}",
            "a node of the flow has 2 names; exactly 1 is expected"
        ),
    ])
    func `a node that makes no sense is named`(node: String, sentence: String) {
        #expect(problems(flow: node) == ["c.yaml:4: \(sentence)"])
    }

    @Test func `a node that nothing leads to is an error`() {
        #expect(
            problems(flow: "a: {play: notice, next: end}", "b: {hangUp: completed}") == [
                "c.yaml:5: no way leads to b; the flow begins at a"
            ])
    }

    @Test func `a round that only plays is an error, wherever it is entered`() {
        #expect(
            problems(
                flow: "a: {play: notice, next: b}", "b: {play: notice, next: c}",
                "c: {play: notice, next: b}") == [
                    "c.yaml:5: b ─▶ c ─▶ b plays for ever; a gather, record or transfer must come "
                        + "between"
                ])
    }

    @Test func `a round that asks is in order`() {
        #expect(
            problems(
                flow: "a: {play: notice, next: b}",
                "b: {gather: notice, keys: {1: end}, otherwise: a}") == [])
    }

    @Test func `a node's name may be given once`() {
        #expect(
            problems(flow: "a: {hangUp: completed}", "a: {hangUp: completed}") == [
                "c.yaml:5: the node a is given twice; the first is in line 4"
            ])
    }
}
