import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import Testing

/// Scripts of leads that have several numbers: what the dialer says of the one it has called.
@Suite struct NumberScripts {
    private func script(
        _ hasOthers: Bool = true, _ change: (inout CampaignPlan) -> Void = { _ in }
    ) -> Script {
        var plan = quickPlan(.progressive, agents: 1)
        plan.retry.attempts = 5
        plan.calling.complaints = [.connected(.refused)]
        change(&plan)
        var script = Script(plan, leads: 0)
        var lead = inventedLeads(1)[0]
        lead.hasOthers = hasOthers
        script.list = LeadList([lead])
        script.start()
        return script
    }

    private func ended(_ script: Script) -> AttemptEnd? { script.end(of: script.placed[0]) }

    @Test(arguments: [EndCause.vacantNumber, .suspended])
    func `a number that nobody has closes its lead only when it is the last`(cause: EndCause) {
        var several = script()
        several.end(several.placed[0], cause)
        #expect(ended(several)?.lead == .due(several.now) && ended(several)?.move == .drop)
        #expect(several.floor.closed == 0 && several.dialer.phase == .running)
        several.wait(.seconds(11))
        #expect(several.placed.count == 2, "the list hands the lead over again")

        var one = script(false)
        one.end(one.placed[0], cause)
        #expect(ended(one)?.lead == .closed && ended(one)?.move == .same)
        #expect(one.floor.closed == 1 && one.dialer.phase == .finished)

        var last = script { $0.retry.attempts = 1 }
        last.end(last.placed[0], cause)
        #expect(ended(last)?.lead == .closed && last.floor.closed == 1)

        var waiting = script {
            $0.retry.after[.notConnected(.vacantNumber)] = .hours(1)
            $0.retry.after[.notConnected(.suspended)] = .hours(1)
        }
        waiting.end(waiting.placed[0], cause)
        #expect(ended(waiting)?.lead == .due(waiting.now + .hours(1)))
        for script in [several, one, last, waiting] { #expect(script.complaints == []) }
    }

    @Test func `what is not said of an outcome is as usual`() {
        for (cause, move) in [
            (EndCause.noAnswer, NumberMove.next), (.busy, .same), (.poweredOff, .next),
            (.congestion, .same), (.rejected, .next), (.outOfArea, .next), (.failed, .same),
        ] {
            var script = script()
            script.end(script.placed[0], cause)
            #expect(ended(script)?.move == move, "\(cause)")
        }
        var other = script { $0.numbers.after = [.notConnected(.busy): .next] }
        other.end(other.placed[0], .busy)
        #expect(ended(other)?.move == .next)
    }

    @Test func `what the agent says of a talk decides, and a promise keeps the number`() {
        func talk(promising: Bool, _ outcome: Outcome) -> Disposition? {
            var script = script {
                $0.numbers.after = [.connected(.followUp): .next]
                $0.retry.after[.connected(.followUp)] = .hours(1)
                $0.retry.after[.connected(.refused)] = .hours(1)
            }
            let call = script.placed[0]
            script.answer(call)
            if promising {
                script.desk(1, .promise(call.attempt, at: script.now + .hours(2), isOwn: false))
            }
            script.finishTalk(1, call, outcome)
            #expect(ended(script)?.move == .same, "its agent has still to say how it went")
            #expect(script.complaints == [])
            return script.disposition(of: call)
        }
        #expect(talk(promising: false, .connected(.followUp))?.move == .next)
        #expect(talk(promising: true, .connected(.followUp))?.move == .same)
        // Whoever complains is not called at another number either.
        #expect(talk(promising: false, .connected(.refused))?.lead == .closed)
    }

    @Test func `a lead whose number is on a list goes on with its others`() {
        var several = script { $0.calling.doNotCall = NumberSet([99_900_000_001]) }
        let refused = several.records.compactMap {
            if case .refused(let refused) = $0 { refused } else { nil }
        }
        #expect(several.placed == [] && several.floor.closed == 0)
        #expect(refused.first?.reason == .doNotCall && refused.first?.lead == .due(several.now))
        several.wait(.seconds(1))
        #expect(several.dialer.phase == .running)
        let one = script(false) { $0.calling.doNotCall = NumberSet([99_900_000_001]) }
        #expect(one.floor.closed == 1 && one.dialer.phase == .finished)
    }

    @Test func `a promised call is not made to a number that has come onto a list`() {
        var script = script { $0.retry.after[.connected(.followUp)] = .hours(1) }
        let call = script.placed[0]
        script.answer(call)
        script.desk(1, .promise(call.attempt, at: script.now + .hours(2), isOwn: false))
        script.finishTalk(1, call, .connected(.followUp))
        script.command(.doNotCall(PhoneNumber(digits: 99_900_000_001)))
        script.wait(.hours(2) + .seconds(1))
        let kept = script.records.compactMap {
            if case .callback(let end) = $0 { end.attempt != nil } else { nil }
        }
        #expect(kept == [false] && script.placed.count == 1)
        #expect(script.floor.closed == 0 && script.complaints == [])
    }
}
