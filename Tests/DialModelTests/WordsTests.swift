import DialModel
import Testing

@Suite struct WordsTests {
    @Test func `a key is one of the twelve on the telephone`() {
        for character in "0123456789*#" { #expect(Key(character)?.character == character) }
        for character in "aA +é５\n" { #expect(Key(character) == nil) }
    }

    @Test(arguments: [
        (RawCause(.q850, 17), "q850 17"), (RawCause(.sip, 486), "sip 486"), (.none, ""),
    ])
    func `a raw cause reads as the network says it`(cause: RawCause, text: String) {
        #expect(cause.description == text)
    }

    @Test func `names in reports differ from each other`() {
        #expect(Set(AgentState.allCases.map(\.name)).count == AgentState.allCases.count)
        #expect(Set(NotReadyReason.allCases.map(\.name)).count == NotReadyReason.allCases.count)
        #expect(Set(SkipReason.allCases.map(\.name)).count == SkipReason.allCases.count)
        #expect(Set(DialMode.allCases.map(\.name)).count == DialMode.allCases.count)
        #expect(Set(Pace.Bound.allCases.map(\.name)).count == Pace.Bound.allCases.count)
    }

    @Test func `the floor's sums count each agent and each line once`() {
        var floor = Floor()
        floor.idle = 1
        floor.previewing = 2
        floor.reserved = 4
        floor.talking = 8
        floor.wrapUp = 16
        floor.notReady = 32
        floor.dialing = 1
        floor.ringing = 2
        floor.screening = 4
        floor.holding = 8
        floor.inNotice = 16
        floor.inFlow = 32
        floor.bridged = 64
        floor.ending = 128
        floor.lines = 300
        #expect(floor.agents == 63 && floor.staffed == 31)
        #expect(floor.inFlight == 7 && floor.linesUsed == 255 && floor.linesFree == 45)
        floor.lines = 200
        #expect(floor.linesFree == 0)
    }

    @Test func `a flow transfers when one of its nodes does`() {
        let hangUp = Flow.Node(name: "end", action: .hangUp(.connected(.completed)))
        let transfer = Flow.Node(
            name: "agent", action: .transfer(GroupID(0), within: .seconds(5), unavailable: .end))
        #expect(!Flow(nodes: [hangUp]).transfers)
        #expect(Flow(nodes: [hangUp, transfer]).transfers)
    }
}
