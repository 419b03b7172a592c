import DialModel
import DialWorld
import Testing

@Suite struct CrewTests {
    /// A plan without chance.
    static var plainPlan: CrewPlan {
        var plan = CrewPlan()
        plan.talk = .constant(100)
        plan.wrapUp = .constant(20)
        plan.preview = .constant(10)
        plan.skips = 0
        plan.dispositions = [.connected(.deal): 1]
        return plan
    }

    static let call = CallID(attempt: AttemptID(1), line: 0)

    /// Agent 1, ready for some seconds.
    static func ready(_ plan: CrewPlan = plainPlan, for span: Duration = .seconds(5)) -> Desks {
        var desks = Desks(plan)
        desks.tell(1, .logIn)
        desks.wait(span)
        return desks
    }

    @Test func `an agent who is wanted logs in and is ready; groups take turns`() {
        var desks = Desks(Self.plainPlan, groups: 2)
        for agent: Int32 in 1...3 { desks.tell(agent, .logIn) }
        desks.wait(.seconds(1))
        #expect(desks.said(1) == ["0: login 0", "0: ready"])
        #expect(desks.said(2) == ["0: login 1", "0: ready"])
        #expect(desks.said(3) == ["0: login 0", "0: ready"])
    }

    @Test func `log-ins spread over the time the plan gives`() {
        var plan = Self.plainPlan
        plan.loginSpread = .minutes(10)
        var desks = Desks(plan)
        for agent: Int32 in 1...200 { desks.tell(agent, .logIn) }
        desks.wait(.minutes(5))
        let half = desks.events.count / 2
        #expect(half > 70 && half < 130)
        desks.wait(.minutes(5))
        #expect(desks.events.count == 400)
    }

    @Test func `an agent talks, hangs up, says how it went and is done`() {
        var desks = Self.ready()
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(100))
        #expect(desks.said(1).last == "105: hang up")
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.minutes(5))
        #expect(desks.said(1).suffix(2) == ["105: hang up", "125: done, deal"])
    }

    @Test func `an agent promises a call at the end of a talk that asks for one, and no other`() {
        var plan = Self.plainPlan
        plan.promises = CrewPlan.Promises(after: .constant(3_600), own: 1)
        for (outcome, words) in [
            (Outcome.connected(.followUp), "125: promise of one's own, 3725"),
            (.connected(.deal), "105: hang up"),
        ] {
            plan.dispositions = [outcome: 1]
            var desks = Self.ready(plan)
            desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
            desks.wait(.seconds(100))
            desks.tell(1, .callEnded(Self.call, LeadID(9)))
            desks.wait(.minutes(5))
            let name = Dispositions().name(outcome)
            #expect(desks.said(1).suffix(2) == [words, "125: done, \(name)"])
        }
    }

    @Test func `a person who hangs up first is noted as such`() {
        var desks = Self.ready()
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(30))
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.minutes(5))
        #expect(desks.said(1).suffix(2) == ["0: ready", "55: done, hung up"])
    }

    @Test func `talk and wrap-up depend on what comes of the talk`() {
        var plan = Self.plainPlan
        plan.dispositions = [.connected(.deal): 1]
        plan.byOutcome = [
            .connected(.deal): .init(talk: .constant(300)),
            .connected(.hungUp): .init(wrapUp: .constant(5)),
        ]
        var desks = Self.ready(plan)
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(300))
        #expect(desks.said(1).last == "305: hang up")
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.minutes(5))
        #expect(desks.said(1).last == "325: done, deal")

        desks = Self.ready(plan)
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(30))
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.minutes(5))
        #expect(desks.said(1).last == "40: done, hung up")
    }

    @Test func `dispositions come in the shares of the plan`() {
        var plan = Self.plainPlan
        plan.dispositions = [.connected(.deal): 0.1, .connected(.followUp): 0.25]
        var desks = Desks(plan)
        let calls = (1...20_000).map { CallID(attempt: AttemptID($0), line: Int32($0)) }
        for call in calls {
            desks.tell(call.line, .connected(call, LeadID(call.attempt.raw), ordinal: 1))
        }
        desks.wait(.seconds(100))
        for call in calls { desks.tell(call.line, .callEnded(call, LeadID(call.attempt.raw))) }
        desks.wait(.seconds(100))
        var counts: [Outcome: Int] = [:]
        for (_, said) in desks.events {
            if case .wrapUpDone(_, .some(let outcome)) = said.event {
                counts[outcome, default: 0] += 1
            }
        }
        let n = Double(calls.count)
        // What the weights leave is refused.
        for (outcome, share) in [
            (Outcome.connected(.deal), 0.1), (.connected(.followUp), 0.25),
            (.connected(.refused), 0.65),
        ] {
            let sigma = (n * share * (1 - share)).squareRoot()
            #expect(abs(Double(counts[outcome] ?? 0) - n * share) < 4 * sigma)
        }
    }

    @Test(arguments: [(0.0, "accept"), (1.0, "skip")])
    func `a previewed lead is looked at, then accepted or skipped`(skips: Double, word: String) {
        var plan = Self.plainPlan
        plan.skips = skips
        var desks = Self.ready(plan)
        desks.tell(1, .preview(LeadID(4), ordinal: 1))
        desks.wait(.minutes(1))
        #expect(desks.said(1).last == "15: \(word)")
    }

    @Test func `a preview that is taken away is not answered`() {
        var desks = Self.ready()
        desks.tell(1, .preview(LeadID(4), ordinal: 1))
        desks.wait(.seconds(3))
        desks.tell(1, .previewEnded(LeadID(4)))
        desks.wait(.minutes(1))
        #expect(desks.said(1) == ["0: login 0", "0: ready"])
    }

    @Test func `an agent takes a break after the call during which it falls due`() {
        var plan = Self.plainPlan
        plan.workBetweenBreaks = .constant(60)
        plan.breakLength = .constant(600)
        var desks = Self.ready(plan)
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(100))
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.hours(1))
        #expect(
            desks.said(1).suffix(3)
                == ["125: not ready, break", "125: done, deal", "725: ready"])
    }

    /// A plan with breaks after a minute and half of a minute's notice, and agent 1, ready for 5 s.
    static func noticing() -> Desks {
        var plan = plainPlan
        plan.workBetweenBreaks = .constant(60)
        plan.breakLength = .constant(600)
        plan.breakNotice = .seconds(30)
        return ready(plan)
    }

    @Test func `an idle agent whose break is announced takes it when it is due`() {
        var desks = Self.noticing()
        desks.wait(.seconds(700))
        #expect(
            desks.said(1).dropFirst(2)
                == [
                    "30: leaving in 30", "60: not ready, break", "660: ready",
                    "690: leaving in 30",
                ])
    }

    @Test func `a busy agent whose break is announced takes it after the call`() {
        var desks = Self.noticing()
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(100))
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.seconds(700))
        #expect(
            desks.said(1).dropFirst(2)
                == [
                    "30: leaving in 30", "60: not ready, break", "105: hang up",
                    "125: not ready, break", "125: done, deal", "725: ready",
                    "755: leaving in 30", "785: not ready, break",
                ])
    }

    @Test func `whoever is gone announces no break`() {
        var desks = Self.noticing()
        desks.tell(1, .loggedOut)
        desks.wait(.seconds(20))
        desks.tell(1, .logIn)
        desks.wait(.seconds(40))
        #expect(desks.said(1).dropFirst(4) == ["55: leaving in 30"])
    }

    @Test func `whose wrap-up is ended when the break is due takes it at once`() {
        var desks = Self.noticing()
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(53))
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.seconds(5))
        desks.tell(1, .wrapUpEnded(Self.call.attempt))
        desks.wait(.seconds(620))
        #expect(desks.said(1).dropFirst(2).last == "663: ready")
    }

    @Test func `an agent who is sent home says no more until called in again`() {
        var desks = Self.ready()
        desks.tell(1, .preview(LeadID(4), ordinal: 1))
        desks.tell(1, .loggedOut)
        desks.wait(.hours(1))
        #expect(desks.said(1).count == 2)
        desks.tell(1, .logIn)
        desks.wait(.seconds(1))
        #expect(desks.said(1).count == 4)
    }

    @Test func `a desk that vanished comes back`() {
        var desks = Self.ready()
        desks.crew.vanish(AgentID(1), for: .seconds(60), at: desks.now)
        desks.wait(.minutes(5))
        #expect(desks.said(1).suffix(3) == ["5: vanished", "65: login 0", "65: ready"])
    }

    @Test func `a desk that hears nothing says again that it is ready`() {
        var plan = Self.plainPlan
        plan.repeatsReady = .seconds(60)
        let desks = Self.ready(plan, for: .seconds(130))
        let ready = desks.said(1).filter { $0.hasSuffix("ready") }
        #expect(ready == ["0: ready", "60: ready", "120: ready"])
    }

    @Test func `a conversation is the same whoever holds it, whenever`() {
        func length(agent: Int32, start: Duration, ordinal: UInt16) -> Duration {
            var desks = Desks(CrewPlan())
            desks.wait(start)
            let begun = desks.now
            desks.tell(agent, .connected(Self.call, LeadID(9), ordinal: ordinal))
            desks.wait(.hours(5))
            return (desks.events.last?.at ?? begun) - begun
        }
        let once = length(agent: 1, start: .zero, ordinal: 1)
        #expect(once > .zero)
        #expect(length(agent: 7, start: .minutes(3), ordinal: 1) == once)
        #expect(length(agent: 1, start: .zero, ordinal: 2) != once)
    }

    @Test func `an agent says when a talk is in its closing stage`() {
        var plan = Self.plainPlan
        plan.closingLead = .constant(15)
        var desks = Self.ready(plan)
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(100))
        #expect(desks.said(1).suffix(2) == ["90: closing", "105: hang up"])
    }

    @Test func `in a talk that is shorter it is said at the beginning, and not after its end`() {
        var plan = Self.plainPlan
        plan.closingLead = .constant(200)
        var desks = Self.ready(plan)
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(10))
        #expect(desks.said(1).last == "5: closing")
        plan.closingLead = .constant(15)
        desks = Self.ready(plan)
        desks.tell(1, .connected(Self.call, LeadID(9), ordinal: 1))
        desks.wait(.seconds(10))
        desks.tell(1, .callEnded(Self.call, LeadID(9)))
        desks.wait(.minutes(5))
        #expect(!desks.said(1).contains { $0.hasSuffix("closing") })
    }

    @Test func `some forget to say it, and some say it at any time`() {
        var plan = Self.plainPlan
        plan.closingLead = .constant(15)
        plan.closingShare = 0.6
        plan.falseClosings = 0.5
        var desks = Desks(plan)
        for agent: Int32 in 1...1_000 { desks.tell(agent, .logIn) }
        desks.wait(.seconds(5))
        for agent: Int32 in 1...1_000 {
            let call = CallID(attempt: AttemptID(Int64(agent)), line: agent)
            desks.tell(agent, .connected(call, LeadID(Int64(agent)), ordinal: 1))
        }
        desks.wait(.seconds(100))
        let seconds = desks.events.compactMap { event in
            if case .closing = event.event.event { (event.at - .epoch).seconds } else { nil }
        }
        #expect(abs(seconds.count { $0 == 90 } - 600) < 60)
        let stray = seconds.filter { $0 != 90 }
        #expect(abs(stray.count - 200) < 45)
        #expect(abs(stray.reduce(0, +) / Double(stray.count) - 55) < 8)
    }
}
