import DialModel
import Testing

@Suite struct PeerPacingTests {
    @Test(arguments: Peer.allCases)
    func `a peer ships numbers within their bounds, no two of one name`(peer: Peer) {
        let names = peer.numbers.map(\.name)
        #expect(Set(names).count == names.count)
        let pacing = PeerPacing(peer)
        for number in peer.numbers {
            #expect(number.range.contains(number.usual))
            #expect(pacing[number.name] == number.usual)
        }
        #expect(pacing.unusual.isEmpty && pacing.isGuarded)
    }

    @Test(arguments: Peer.allCases)
    func `each number is one of its own, and shows in the name`(peer: Peer) {
        for number in peer.numbers {
            let value =
                number.usual == number.range.upperBound
                ? number.range.lowerBound : number.range.upperBound
            let pacing = PeerPacing(peer).with(number.name, value)
            #expect(pacing?[number.name] == value)
            #expect(pacing?.unusual.map(\.number) == [number])
            #expect(pacing?.name != PeerPacing(peer).name)
        }
    }

    @Test func `what a peer does not have is nothing`() {
        #expect(PeerPacing(.issabel)["level"] == nil)
        #expect(PeerPacing(.issabel).with("level", 2) == nil)
        #expect(Pacing.peer(PeerPacing(.issabel)).with("level", 2) == nil)
    }

    @Test func `a whole number is rounded`() {
        #expect(PeerPacing(.issabel).with("force", 2.4)?["force"] == 2)
    }

    @Test func `switches are no numbers to tune`() {
        #expect(
            Pacing.peer(PeerPacing(.issabel)).parameters.map(\.name)
                == ["qos", "force", "maxChannels"])
        #expect(
            Pacing.peer(PeerPacing(.vicidialAdaptTapered)).parameters.first
                == Pacing.peer(PeerPacing(.ciscoLike)).parameters.first)
    }

    @Test(arguments: [
        (Peer.vicidialAdaptAverage, 0.03, true, true), (.vicidialAdaptAverage, 1, true, false),
        (.vicidialAdaptAverage, 0.03, false, false),
    ])
    func `the cap holds a peer unless its guard is off, and a cap of 100 % holds nothing`(
        peer: Peer, cap: Double, isOn: Bool, isGuarded: Bool
    ) {
        var plan = CampaignPlan(name: "spring", mode: .predictive)
        plan.abandonment.first.cap = cap
        plan.pacing = .peer(PeerPacing(peer).with("guard", isOn ? 1 : 0) ?? PeerPacing(peer))
        #expect(plan.guardsCap == isGuarded)
    }
}
