import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of campaigns that wait for what becomes of their deals.
@Suite struct CaseScripts {
    private func sold(keepOpen: DialModel.Duration = .days(3)) -> Script {
        var plan = quickPlan(.progressive, agents: 1)
        plan.retry.attempts = 1
        var rules = ConfirmationRules()
        rules.after = [.connected(.deal)]
        rules.keepOpen = keepOpen
        plan.confirmation = rules
        var script = Script(plan, leads: 1)
        script.start()
        script.answer(script.placed[0])
        script.finishTalk(1, script.placed[0], .connected(.deal))
        return script
    }

    private func orders(open: Int, _ revisits: RevisitOrder...) -> CaseOrders {
        var orders = CaseOrders()
        orders.open = open
        orders.revisits = revisits
        return orders
    }

    private let lead = LeadID(1)

    @Test func `without anything to wait for, the last lead is the end`() {
        #expect(sold(keepOpen: .zero).dialer.phase == .finished)
        var script = sold()
        #expect(script.dialer.phase == .running && script.dialer.asksForCases)
        script.tell(orders(open: 0))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `open cases keep the campaign for so long, and not longer`() {
        var script = sold()
        script.tell(orders(open: 2))
        #expect(!script.dialer.asksForCases && script.dialer.awaitsAnswers)
        script.wait(.days(3) - .seconds(1))
        #expect(script.dialer.phase == .running)
        script.wait(.seconds(1))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `the last answer ends the waiting`() {
        var script = sold()
        script.tell(orders(open: 1))
        script.wait(.hours(5))
        script.tell(orders(open: 0))
        #expect(script.dialer.phase == .finished)
    }

    @Test func `a campaign that is never told how its cases stand ends all the same`() {
        var script = sold()
        script.wait(.days(3))
        #expect(script.dialer.phase == .finished)
    }

    @Test func `a revisit is a promised call to a lead that was closed, and counts as one`() {
        var script = sold()
        #expect(script.floor.closed == 1)
        let time = script.now + .hours(30)
        script.tell(orders(open: 1, RevisitOrder(lead, at: time, wasClosed: true)))
        #expect(script.floor.closed == 0 && script.dialer.phase == .running)
        script.supplies = false
        script.wait(.hours(30))
        #expect(script.dialer.awaitsCallbacks)
        supply(&script, at: time)
        #expect(script.placements.map(\.at) == [morning, time])
        #expect(script.start(of: script.placed[1])?.lead == lead)
        script.answer(script.placed[1])
        script.finishTalk(1, script.placed[1], .connected(.deal))
        #expect(script.floor.closed == 1)
        #expect(script.dialer.phase == .running && script.dialer.asksForCases, "it waits anew")
        script.tell(orders(open: 0))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    private func supply(_ script: inout Script, at time: Instant) {
        var batch = LeadBatch(leads: [], nextDue: nil)
        let due = DueLead(id: lead, number: inventedLeads(1)[0].number, attempts: 1)
        batch.callbacks = [DueCallback(due, Callback(at: time))]
        script.supply(batch)
    }

    @Test func `a revisit that is not wanted any more is not made, though it was handed over`() {
        var script = sold()
        let time = script.now + .hours(30)
        script.tell(orders(open: 1, RevisitOrder(lead, at: time, wasClosed: true)))
        script.supplies = false
        script.desk(1, .notReady(.lunch))
        script.wait(.hours(30))
        supply(&script, at: time)
        script.tell(orders(open: 0, RevisitOrder(lead, at: nil, wasClosed: false)))
        #expect(script.floor.closed == 1)
        script.desk(1, .ready)
        #expect(script.placed.count == 1)
        script.wait(.days(3))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `a revisit that is moved is made at its new time alone`() {
        var script = sold()
        let (first, second) = (script.now + .hours(30), script.now + .hours(31))
        script.tell(orders(open: 1, RevisitOrder(lead, at: first, wasClosed: true)))
        script.supplies = false
        script.desk(1, .notReady(.lunch))
        script.wait(.hours(30))
        supply(&script, at: first)
        script.tell(orders(open: 1, RevisitOrder(lead, at: second, wasClosed: false)))
        script.desk(1, .ready)
        #expect(script.placed.count == 1 && script.floor.closed == 0)
        script.wait(.hours(1))
        supply(&script, at: second)
        #expect(script.placements.map(\.at) == [morning, second])
    }
}
