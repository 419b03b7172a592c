import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import Testing

/// Scripts of what is changed from outside while a campaign runs.
@Suite struct LiveScripts {
    private func open(_ from: Duration, _ to: Duration) -> CallingTimes {
        CallingTimes([.init(from: morning + from, to: morning + to)])
    }

    private func plan(_ mode: DialMode, agents: Int = 1) -> CampaignPlan {
        var plan = quickPlan(mode, agents: agents)
        plan.pacing = .fixedRatio(1)
        plan.retry.attempts = 9
        return plan
    }

    private func refusals(_ script: Script) -> [Refusal] {
        script.records.compactMap {
            if case .refused(let refused) = $0 { refused.reason } else { nil }
        }
    }

    @Test(arguments: DialMode.allCases)
    func `hours that open earlier are heeded at once, also by leads sent away until later`(
        mode: DialMode
    ) {
        var plan = plan(mode)
        plan.calling.hours = [open(.hours(5), .hours(9))]
        var script = Script(plan, leads: 2)
        script.start()
        script.wait(.hours(1))
        #expect(script.placed == [] && refusals(script) == [.hours, .hours])
        script.change(hours: [open(.hours(2), .hours(9))], "earlier")
        #expect(script.placed == [])
        script.wait(.hours(1) - .seconds(1))
        #expect(script.placed == [])
        script.wait(.seconds(7))
        if mode == .preview { script.desk(1, .accept(LeadID(1))) }
        #expect(script.placed.count >= 1)
        #expect(script.placements[0].at >= morning + .hours(2))
        #expect(script.operations.last == "hours: earlier" && script.complaints == [])
    }

    @Test func `leads closed for their hours are open again, and counted so`() {
        var plan = plan(.progressive, agents: 2)
        plan.calling.hours = [CallingTimes([]), open(.zero, .hours(9))]
        var script = Script(plan, leads: 3)
        script.list = LeadList(
            inventedLeads(3).map { lead in
                var lead = lead
                lead.zone = ZoneID(lead.id.raw == 3 ? 1 : 0)
                return lead
            })
        script.start()
        #expect(script.placed.count == 1 && script.floor.closed == 2)
        script.change(hours: [open(.zero, .hours(9)), open(.zero, .hours(9))], "all")
        #expect(script.floor.closed == 0)
        #expect(script.placed.count == 2)
        #expect(script.complaints == [])
    }

    @Test(arguments: DialMode.allCases)
    func `hours that have become narrower hold for leads that are at hand`(mode: DialMode) {
        var script = Script(plan(mode), leads: 2)
        script.command(.start)
        script.change(hours: [open(.hours(3), .hours(9))], "later")
        script.ready(1)
        script.desk(1, .accept(LeadID(1)))
        script.wait(.hours(3) - .seconds(1))
        #expect(script.placed == [] && script.complaints == [])
    }

    @Test func `a preview goes back when caps change, and is no refusal`() {
        var script = Script(plan(.preview), leads: 1)
        script.start()
        script.desk(1, .accept(LeadID(1)))
        script.end(script.placed[0], .busy)
        script.wait(.minutes(6))
        #expect(script.cues(for: 1).last == .preview(LeadID(1), ordinal: 2))
        script.command(.cap(FrequencyCap(attempts: 1, within: .hours(24))))
        #expect(script.cues(for: 1).last == .previewEnded(LeadID(1)))
        #expect(refusals(script) == [] && script.floor.previewing == 0)
        script.wait(.minutes(1))
        #expect(refusals(script) == [.frequency])
        script.wait(.hours(24))
        #expect(script.cues(for: 1).last == .preview(LeadID(1), ordinal: 2))
        #expect(script.complaints == [])
    }

    @Test func `a promised call that is due is judged by caps that have changed since`() {
        var script = Script(plan(.progressive), leads: 1)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.desk(1, .hangUp(call.attempt))
        script.end(call)
        script.desk(1, .promise(call.attempt, at: script.now + .minutes(30), isOwn: true))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.followUp)))
        script.desk(1, .notReady(.meeting))
        script.wait(.minutes(31))
        #expect(script.placed.count == 1)
        script.command(.cap(FrequencyCap(attempts: 1, within: .minutes(40))))
        script.desk(1, .ready)
        script.wait(.minutes(9) - .seconds(1))
        #expect(script.placed.count == 1)
        script.wait(.seconds(1))
        #expect(script.placed.count == 2, "within the promise's tolerance")
        #expect(script.start(of: script.placed[1])?.at == morning + .minutes(40))
        #expect(script.complaints == [])
    }

    @Test func `other lists take the place of the files', not of what was said beside them`() {
        var plan = plan(.progressive)
        plan.calling.doNotCall = NumberSet([99_900_000_001])
        var script = Script(plan, leads: 4)
        script.command(.start)
        script.command(.doNotCall(PhoneNumber(digits: 99_900_000_002)))
        script.instruct {
            $0.lists = NewLists(
                NumberSet([99_900_000_003]), text: "dnc.csv, 1 added, 1 removed")
        }
        script.ready(1)
        #expect(script.placed.compactMap { script.start(of: $0)?.lead } == [LeadID(1)])
        script.end(script.placed[0], .vacantNumber)
        #expect(script.placed.compactMap { script.start(of: $0)?.lead } == [LeadID(1), LeadID(4)])
        #expect(script.operations.last == "do not call: dnc.csv, 1 added, 1 removed")
        let objections = script.records.count {
            if case .doNotCall = $0 { true } else { false }
        }
        #expect(objections == 1, "the files' are not written down one by one")
    }

    @Test func `what was done is kept with who did it, and the wish is granted in the end`() {
        var plan = plan(.progressive)
        plan.changes = [PlannedChange(at: .minutes(1), command: .lines(9))]
        var script = Script(plan, leads: 2)
        script.start()
        script.wait(.minutes(2))
        script.together(
            [
                .instruction(
                    Instruction([.lines(5), .agents(3)], by: "ann", wish: WishID(7)))
            ], after: .seconds(1))
        let operations = script.records.compactMap { record -> Operation? in
            if case .operation(let operation) = record { operation } else { nil }
        }
        #expect(operations.map(\.by) == [nil, "plan", "ann", "ann"])
        #expect(operations.map(\.text) == ["start", "lines: 9", "lines: 5", "agents: 3"])
        let granted = script.records.last.flatMap { record -> GrantedWish? in
            if case .granted(let wish) = record { wish } else { nil }
        }
        #expect(
            granted == GrantedWish(WishID(7), at: script.now, elapsed: .seconds(121)))
    }
}

extension Script {
    fileprivate mutating func change(hours: [CallingTimes], _ text: String) {
        instruct { $0.hours = NewHours(hours, text: text) }
    }

    fileprivate mutating func instruct(_ fill: (inout Instruction) -> Void) {
        var instruction = Instruction(by: "ann")
        fill(&instruction)
        together([.instruction(instruction)], after: .zero)
    }
}
