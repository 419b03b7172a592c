import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of who may be called, and when: every lead passes one gate, in every mode.
@Suite struct GateScripts {
    private func open(_ from: Duration, _ to: Duration) -> CallingTimes {
        CallingTimes([.init(from: morning + from, to: morning + to)])
    }

    private func refusals(_ script: Script) -> [RefusedLead] {
        script.records.compactMap { if case .refused(let refused) = $0 { refused } else { nil } }
    }

    private func plan(_ mode: DialMode, agents: Int = 2) -> CampaignPlan {
        var plan = quickPlan(mode, agents: agents)
        plan.pacing = .fixedRatio(2)
        return plan
    }

    @Test(arguments: DialMode.allCases)
    func `nobody is called before the hours begin, and then without being asked for again`(
        mode: DialMode
    ) {
        var plan = plan(mode)
        plan.calling.hours = [open(.hours(1), .hours(9))]
        var script = Script(plan, leads: 3)
        script.start()
        script.wait(.minutes(59))
        #expect(script.placed == [] && script.cues(for: 1).allSatisfy { $0 == .logIn })
        #expect(refusals(script).map(\.reason) == [.hours, .hours, .hours])
        #expect(refusals(script).allSatisfy { $0.until == morning + .hours(1) })
        script.wait(.minutes(2))
        if mode == .preview { script.desk(1, .accept(LeadID(1))) }
        #expect(!script.placed.isEmpty)
        #expect(script.placements.allSatisfy { $0.at >= morning + .hours(1) })
        #expect(script.complaints == [])
    }

    @Test(arguments: DialMode.allCases)
    func `a number on the do-not-call list is not dialled, and its lead is closed`(mode: DialMode) {
        var plan = plan(mode, agents: 1)
        plan.calling.doNotCall = NumberSet([99_900_000_001, 99_900_000_003])
        var script = Script(plan, leads: 3)
        script.start()
        if mode == .preview { script.desk(1, .accept(LeadID(2))) }
        #expect(script.placed.compactMap { script.start(of: $0)?.lead } == [LeadID(2)])
        script.end(script.placed[0], .vacantNumber)
        #expect(script.dialer.phase == .finished && script.floor.closed == 3)
        #expect(refusals(script).map(\.leadID) == [LeadID(1), LeadID(3)])
        #expect(refusals(script).allSatisfy { $0.reason == .doNotCall && $0.lead == .closed })
        #expect(script.dialer.refusals[Int(Refusal.doNotCall.rawValue)] == 2)
    }

    @Test func `a retry that falls due after hours waits for the next day`() {
        var plan = plan(.progressive, agents: 1)
        plan.calling.hours = [
            CallingTimes([
                .init(from: morning, to: morning + .minutes(4)),
                .init(from: morning + .hours(24), to: morning + .hours(30)),
            ])
        ]
        var script = Script(plan, leads: 1)
        script.start()
        script.end(script.placed[0], .busy)
        script.wait(.hours(23))
        #expect(script.placed.count == 1)
        #expect(refusals(script).map(\.until) == [morning + .hours(24)])
        script.wait(.hours(2))
        #expect(script.placed.count == 2)
        #expect(script.start(of: script.placed[1])?.ordinal == 2, "a refusal is no attempt")
    }

    @Test func `attempts enough are enough, for as long as the cap says`() {
        var plan = plan(.progressive, agents: 1)
        plan.retry.attempts = 9
        plan.calling.caps = [FrequencyCap(attempts: 2, within: .hours(24))]
        var script = Script(plan, leads: 1)
        script.start()
        script.end(script.placed[0], .busy)
        script.wait(.minutes(6))
        script.end(script.placed[1], .busy)
        script.wait(.hours(23))
        #expect(script.placed.count == 2)
        #expect(refusals(script).map(\.reason) == [.frequency])
        script.wait(.minutes(56))
        #expect(script.placed.count == 3)
    }

    @Test func `whoever refused is left in peace longer than the retry rules say`() {
        var plan = plan(.progressive, agents: 1)
        plan.retry.after[.connected(.refused)] = .hours(1)
        plan.calling.quiet = [.connected(.refused): .days(60)]
        var script = Script(plan, leads: 1)
        script.start()
        script.answer(script.placed[0])
        script.finishTalk(1, script.placed[0], .connected(.refused))
        script.wait(.days(59))
        #expect(script.placed.count == 1)
        #expect(refusals(script).map(\.reason) == [.quiet])
        script.wait(.days(2))
        #expect(script.placed.count == 2 && script.complaints == [])
    }

    @Test func `whoever complains is not called again, and that is written down`() {
        var plan = plan(.progressive, agents: 1)
        let complaint = plan.dispositions.add("complaint", connected: true)!
        plan.retry.after[complaint] = .minutes(5)
        plan.calling.complaints = [complaint]
        var script = Script(plan, leads: 1)
        script.start()
        let number = script.start(of: script.placed[0])!.number
        script.answer(script.placed[0])
        script.finishTalk(1, script.placed[0], complaint)
        let objections = script.records.compactMap {
            if case .doNotCall(let objection) = $0 { objection } else { nil }
        }
        #expect(objections == [Objection(number: number, isLifted: false, at: script.now)])
        script.wait(.minutes(6))
        #expect(script.placed.count == 1 && script.dialer.phase == .finished)
        #expect(refusals(script).map(\.reason) == [.doNotCall])
    }

    @Test func `a lead that an agent looks at is not dialled when its hours end meanwhile`() {
        var plan = plan(.preview, agents: 1)
        plan.calling.hours = [open(.zero, .seconds(30))]
        var script = Script(plan, leads: 1)
        script.start()
        #expect(script.floor.previewing == 1)
        script.wait(.seconds(31))
        script.desk(1, .accept(LeadID(1)))
        #expect(script.placed == [] && script.floor.previewing == 0)
        #expect(script.cues(for: 1).contains(.previewEnded(LeadID(1))))
        #expect(refusals(script).map(\.reason) == [.hours])
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `leads of a zone beyond the hours, and those of no zone, are refused for good`() {
        var plan = plan(.progressive, agents: 1)
        plan.calling.hours = [CallingTimes([]), open(.zero, .hours(9))]
        var script = Script(plan, leads: 2)
        script.start()
        #expect(refusals(script).map(\.reason) == [.unknownZone, .unknownZone])
        #expect(script.dialer.phase == .finished)
    }

    @Test func `numbers are put on the list and taken off while the campaign runs`() {
        var plan = plan(.progressive, agents: 1)
        plan.retry.after[.notConnected(.busy)] = .minutes(1)
        var script = Script(plan, leads: 3)
        script.command(.doNotCall(PhoneNumber(digits: 99_900_000_002)))
        script.start()
        script.end(script.placed[0], .vacantNumber)
        #expect(script.placed.compactMap { script.start(of: $0)?.lead } == [LeadID(1), LeadID(3)])
        script.end(script.placed[1], .busy)
        script.command(.doNotCall(PhoneNumber(digits: 99_900_000_003)))
        script.command(.allow(PhoneNumber(digits: 99_900_000_003)))
        script.wait(.minutes(2))
        #expect(script.placed.count == 3)
        let objections = script.records.compactMap {
            if case .doNotCall(let objection) = $0 { objection } else { nil }
        }
        #expect(objections.map(\.isLifted) == [false, false, true])
        #expect(
            script.operations.filter { $0 != "start" } == [
                "do not call: +99900000002", "do not call: +99900000003", "allow: +99900000003",
            ])
    }

    @Test func `a zone that opens while its leads are being asked for is not forgotten`() {
        var plan = plan(.progressive, agents: 1)
        plan.calling.hours = [
            open(.zero, .hours(9)), open(.hours(1), .hours(9)),
        ]
        var script = Script(plan, leads: 1)
        script.supplies = false
        script.start()
        var batch = LeadBatch(leads: [], nextDue: nil, isHeldByHours: true)
        batch.asOf = script.now
        script.wait(.hours(2))
        script.supplies = true
        script.supply(batch)
        script.wait(.seconds(6))
        #expect(script.placed.count == 1)
    }

    @Test func `what was put on the list, or taken off it, is not done again on resuming`() {
        var plan = plan(.progressive, agents: 1)
        let number = PhoneNumber(digits: 99_900_000_001)
        plan.changes = [
            PlannedChange(at: .minutes(1), command: .allow(number)),
            PlannedChange(
                at: .minutes(1), command: .cap(FrequencyCap(attempts: 1, within: .days(1)))),
        ]
        // Complained of after the minute, as the store knows.
        plan.calling.doNotCall.insert(number)
        var progress = Dialer.Progress()
        progress.began = morning + .hours(-1)
        var script = Script(plan, leads: 1, resuming: progress)
        script.start()
        #expect(script.placed == [] && refusals(script).map(\.reason) == [.doNotCall])
        #expect(script.operations.first == "start")
        #expect(script.dialer.plan.calling.caps.count == 1, "what is not kept is done again")
        #expect(script.placed == [])
    }

    @Test(arguments: [false, true])
    func `a cap holds at once, also for leads fetched before or on their way`(isOnItsWay: Bool) {
        var plan = plan(.progressive, agents: 1)
        plan.retry.attempts = 9
        var script = Script(plan, leads: 2)
        script.start()
        script.end(script.placed[0], .busy)
        let talk = script.placed[1]
        script.answer(talk)
        script.supplies = !isOnItsWay
        script.wait(.minutes(6))
        #expect(script.fetches.count > 1)
        let batch = isOnItsWay ? script.list.next(256, before: script.now) : nil
        #expect(isOnItsWay || script.dialer.leadsAtHand == 1)
        script.command(.cap(FrequencyCap(attempts: 1, within: .hours(24))))
        script.supplies = true
        if let batch { script.supply(batch) }
        script.finishTalk(1, talk, .connected(.deal))
        script.wait(.hours(23))
        #expect(script.placed.count == 2, "lead 1 was called today")
        script.wait(.hours(2))
        #expect(script.placed.count == 3 && script.complaints == [])
    }

    @Test func `caps and quiet change while the campaign runs; what is no cap is passed over`() {
        var plan = plan(.progressive)
        plan.calling.caps = [
            FrequencyCap(attempts: 3, within: .hours(1)),
            FrequencyCap(attempts: 7, within: .days(7)),
        ]
        plan.calling.quiet = [.connected(.refused): .days(60)]
        var script = Script(plan, leads: 3)
        script.start()
        script.command(.cap(FrequencyCap(attempts: 2, within: .hours(1))))
        script.command(.cap(FrequencyCap(attempts: 9, within: .hours(1), per: .number)))
        script.command(.cap(FrequencyCap(attempts: 4, within: .hours(1), per: .number)))
        script.command(.cap(FrequencyCap(attempts: 0, within: .hours(1))))
        script.command(.cap(FrequencyCap(attempts: 1, within: .zero)))
        script.command(.quiet(.connected(.deal), .days(7)))
        #expect(
            script.dialer.plan.calling.caps == [
                FrequencyCap(attempts: 7, within: .days(7)),
                FrequencyCap(attempts: 2, within: .hours(1)),
                FrequencyCap(attempts: 4, within: .hours(1), per: .number),
            ])
        #expect(
            script.dialer.plan.calling.quiet == [
                .connected(.refused): .days(60), .connected(.deal): .days(7),
            ])
        #expect(
            script.operations.suffix(4) == [
                "cap: 2 within 1 h", "cap: 9 to a number within 1 h",
                "cap: 4 to a number within 1 h", "quiet: 7 d after deal",
            ])
    }
}
