import DialMath
import DialModel
import DialPacing
import Testing

@Suite struct ContactCentersTests {
    /// Factor, extra, idle, in flight: calls to start.
    @Test(arguments: [
        (1.0, 1, 4, 0, 5), (1, 1, 4, 3, 2), (1, 1, 4, 9, 0), (1, 1, 0, 0, 0),
        (2, 0, 4, 0, 8), (2, 0, 4, 3, 5), (2, 0, 1, 2, 0), (1.5, 0, 3, 0, 5),
    ])
    func `calls for each free agent, and some, less those in flight`(
        factor: Double, extra: Int, idle: Int, inFlight: Int, start: Int
    ) {
        var policy = ContactCentersDial(factor: factor, extra: extra)
        #expect(policy.pace(for: floor(idle: idle, inFlight: inFlight), at: .epoch).start == start)
    }

    @Test(arguments: [false, true])
    func `it dials when an agent comes free, or nothing is in flight`(redials: Bool) {
        var policy = ContactCentersDial(factor: 2, extra: 0, redials: redials)
        func start(_ idle: Int, _ inFlight: Int) -> Int {
            let start = policy.pace(for: floor(idle: idle, inFlight: inFlight), at: .epoch).start
            for _ in 0..<start { policy.note(.dialled(), at: .epoch) }
            return start
        }
        #expect(start(2, 0) == 4)
        #expect(start(2, 3) == (redials ? 1 : 0), "a call has ended unanswered")
        #expect(start(1, 1) == (redials ? 1 : 0), "one has been answered")
        #expect(start(2, 2) == 2, "an agent is back")
        #expect(start(2, 0) == 4)
    }

    @Test func `what limits have kept back is started later`() {
        var policy = ContactCentersDial(factor: 2, extra: 0)
        #expect(policy.pace(for: floor(idle: 2), at: .epoch).start == 4)
        policy.note(.dialled(), at: .epoch)
        #expect(policy.pace(for: floor(idle: 2, inFlight: 1), at: .epoch).start == 3)
        #expect(policy.pace(for: floor(idle: 0, inFlight: 1), at: .epoch).start == 0)
    }

    @Test func `nothing is dialled while too few are free`() {
        var policy = ContactCentersDial(factor: 2, extra: 0, leastFree: 3)
        #expect(policy.pace(for: floor(idle: 2), at: .epoch).start == 0)
        #expect(policy.pace(for: floor(idle: 3), at: .epoch).start == 6)
    }

    @Test func `twice as many while few had to wait, and again once that is forgotten`() {
        var policy = ContactCentersMismatch(
            ContactCentersDial(factor: 1, extra: 1), threshold: 0.05, periods: 6, of: .minutes(5))
        func start(_ idle: Int, at now: Instant) -> Int {
            policy.pace(for: floor(idle: idle), at: now).start
        }
        #expect(start(4, at: .epoch) == 10)
        for _ in 0..<19 {
            _ = start(1, at: .epoch)
            policy.note(person, at: .epoch)
        }
        #expect(start(0, at: .epoch) == 0)
        policy.note(person, at: .epoch)
        #expect(start(4, at: .epoch) == 10, "one of twenty is 5 %")
        _ = start(0, at: .epoch)
        policy.note(person, at: .epoch)
        #expect(start(4, at: .epoch) == 5)
        #expect(start(4, at: .epoch + .minutes(29)) == 5)
        #expect(start(4, at: .epoch + .minutes(30)) == 10)
    }
}

@Suite struct ImpactDialingTests {
    /// A policy that has seen calls, every so manieth of them answered, and talks of a minute.
    private func taught(_ calls: Int, answering every: Int, floor: Floor) -> ImpactDialing {
        var policy = ImpactDialing()
        for call in 1...calls {
            policy.note(call % every == 0 ? person : nobody, at: .epoch)
            policy.note(.talkEnded(after: .seconds(60)), at: .epoch)
        }
        _ = policy.pace(for: floor, at: .epoch)
        return policy
    }

    @Test(arguments: [(100, 4, true), (100, 5, false), (49, 20, true), (100, 1, false)])
    func `small teams and short histories are dialled one to one`(
        calls: Int, agents: Int, isOne: Bool
    ) {
        let policy = taught(calls, answering: 4, floor: floor(idle: agents))
        if isOne { #expect(policy.ratio == 1) }
        #expect((1...4).contains(policy.ratio))
    }

    @Test func `the ratio is one of six up to attempts by answers`() {
        let policy = taught(100, answering: 4, floor: floor(idle: 20, talking: 30))
        let sixths = policy.ratio / 4 * 6
        #expect(policy.ratio == 1 || abs(sixths - sixths.rounded()) < 1e-9)
        #expect(policy.ratio > 1)
    }

    @Test func `over the limit the ratio is cut to three quarters, not below one`() {
        var floor = floor(idle: 20, talking: 30)
        let free = taught(100, answering: 4, floor: floor).ratio
        floor.answered = 1_000
        floor.abandoned = 31
        #expect(taught(100, answering: 4, floor: floor).ratio == max(1, 0.75 * free))
        floor.abandoned = 30
        #expect(taught(100, answering: 4, floor: floor).ratio == free)
    }

    @Test func `calls are brought up to the ratio for each free agent`() {
        var policy = ImpactDialing()
        #expect(policy.pace(for: floor(idle: 4, inFlight: 1), at: .epoch).start == 3)
        #expect(policy.pace(for: floor(idle: 0, talking: 9), at: .epoch).start == 0)
    }
}

@Suite struct BinomialBoundTests {
    @Test(arguments: [0.1, 0.3, 0.7236, 1.0], [0.0, 0.5, 1, 4, 20, 100.5])
    func `it is the largest whole number of calls within the bound`(p: Double, capacity: Double) {
        let most = BinomialBound().mostInFlight(chance: p, capacity: capacity)
        func demand(_ calls: Int) -> Double {
            let u = Double(calls)
            return u * p + 2 * (u * p * (1 - p)).squareRoot()
        }
        #expect(demand(most) <= capacity + 1e-6)
        #expect(demand(most + 1) > capacity)
    }

    @Test func `before anything is known, seven calls in ten are taken to be answered`() {
        #expect(abs(BinomialBound().chance - (0.5 + 2 * (0.25 / 20).squareRoot())) < 1e-12)
    }

    @Test func `of all calls and the latest two hundred, the more careful share counts`() {
        var policy = BinomialBound()
        for call in 0..<2_000 { policy.note(call % 10 == 0 ? person : nobody, at: .epoch) }
        let low = policy.chance
        for call in 0..<200 { policy.note(call % 2 == 0 ? person : nobody, at: .epoch) }
        #expect(low < 0.2 && policy.chance > 0.5)
        for _ in 0..<200 { policy.note(nobody, at: .epoch) }
        // The latest have none, all of them (200 + 100) / 2400.
        let share = 310.0 / 2_420
        #expect(
            abs(policy.chance - (share + 2 * (share * (1 - share) / 2_420).squareRoot())) < 1e-12)
    }

    @Test func `an agent in wrap-up counts for half a free one`() {
        var (one, other) = (BinomialBound(), BinomialBound())
        #expect(
            one.pace(for: floor(idle: 10, wrapUp: 20), at: .epoch)
                == other.pace(for: floor(idle: 20), at: .epoch))
    }
}

@Suite struct CiscoLikeTests {
    @Test(arguments: [
        (1.0, 0.0, 1.03), (2.0, 0.03, 2.0), (2.0, 0.1, 1.86), (2.98, 0, 3), (1.01, 0.5, 1),
    ])
    func `lines per agent move by what abandonment leaves of its limit`(
        lines: Double, abandonment: Double, next: Double
    ) {
        #expect(abs(CiscoLike.Rules().lines(after: lines, abandonment: abandonment) - next) < 1e-9)
    }

    @Test func `a correction comes with every hundred answers`() {
        var policy = CiscoLike()
        for _ in 0..<100 { policy.note(person, at: .epoch) }
        #expect(policy.linesPerAgent == 1)
        policy.note(person, at: .epoch)
        #expect(abs(policy.linesPerAgent - 1.03) < 1e-9)
        for answer in 0..<100 {
            policy.note(person, at: .epoch)
            if answer < 50 { policy.note(.abandoned, at: .epoch) }
        }
        #expect(policy.linesPerAgent == 1)
    }

    @Test func `a part of a call is not started`() {
        var policy = CiscoLike()
        for _ in 0..<101 { policy.note(person, at: .epoch) }
        #expect(policy.pace(for: floor(idle: 20, inFlight: 3), at: .epoch).start == 17)
        #expect(policy.pace(for: floor(idle: 40, inFlight: 3), at: .epoch).start == 38)
    }
}

@Suite struct AvayaLikeTests {
    @Test func `a set hit rate serves five minutes, then that of the last quarter of an hour`() {
        var policy = AvayaLike()
        func start(_ minutes: Int64) -> Int {
            policy.pace(for: floor(idle: 3), at: .epoch + .minutes(minutes)).start
        }
        #expect(start(0) == 6)
        for call in 0..<20 { policy.note(call < 5 ? person : nobody, at: .epoch) }
        #expect(start(4) == 6)
        #expect(start(5) == 12)
        #expect(start(15) == 6, "all that was known is forgotten")
        for _ in 0..<4 { policy.note(nobody, at: .epoch + .minutes(15)) }
        #expect(start(16) == 12, "as if one had answered")
    }
}

@Suite struct PeerPolicyTests {
    @Test(arguments: Peer.allCases)
    func `every peer has a policy, by any of its numbers' bounds`(peer: Peer) {
        _ = Pacing.peer(PeerPacing(peer)).makePolicy()
        for number in peer.numbers {
            for bound in [number.range.lowerBound, number.range.upperBound] {
                let pacing = Pacing.peer(PeerPacing(peer)).with(number.name, bound)
                var policy = pacing?.makePolicy()
                let pace = policy?.pace(for: floor(idle: 3, talking: 4), at: .epoch)
                #expect(pace.map { $0.start >= 0 } == true, "\(number.name) \(bound)")
            }
        }
    }

    @Test(arguments: Peer.allCases)
    func `whatever a peer sees, it starts a number that is not negative, and asks for a later time`(
        peer: Peer
    ) {
        var policy = Pacing.peer(PeerPacing(peer)).makePolicy()
        let chance = Chance(seed: 1, stream: "floors")
        var now = Instant.epoch
        for key: UInt64 in 0..<3_000 {
            func draw(_ index: UInt64, _ most: Double) -> Int {
                let u = chance.uniform(key, index)
                return Int(u * u * most)
            }
            var floor = floor(
                idle: draw(1, 50), talking: draw(2, 50), wrapUp: draw(3, 20),
                inFlight: draw(4, 200))
            floor.holding = draw(5, 3)
            floor.answered = draw(6, 1_000)
            floor.abandoned = draw(7, 50)
            // Clocks may jump.
            now = now + .milliseconds(Int64(draw(9, draw(8, 30) == 0 ? 1e8 : 9_000)))
            switch draw(10, 7) {
            case 0: policy.note(.dialled(), at: now)
            case 1: policy.note(person, at: now)
            case 2: policy.note(nobody, at: now)
            case 3: policy.note(.abandoned, at: now)
            case 4: policy.note(.talkEnded(after: .seconds(Int64(draw(11, 20_000)))), at: now)
            default: policy.note(.wrapUpEnded(after: .seconds(Int64(draw(11, 60)))), at: now)
            }
            let pace = policy.pace(for: floor, at: now)
            #expect(pace.start >= 0, "key \(key)")
            #expect(pace.again.map { $0 > .zero } != false, "key \(key)")
        }
    }
}

private let person = PacingEvent.person(after: .seconds(8))
private let nobody = PacingEvent.nobody(after: .seconds(20))
