import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of what is done when many people complain.
@Suite struct AlertScripts {
    private func script(_ alert: ComplaintAlert?, leads: Int = 9) -> Script {
        var plan = quickPlan(.progressive, agents: 1)
        plan.calling.complaints = [.connected(.refused)]
        plan.calling.alert = alert
        var script = Script(plan, leads: leads)
        script.start()
        return script
    }

    /// The call that goes on ends in a talk, which comes to this.
    private func talk(_ script: inout Script, _ outcome: Outcome.Connected) {
        let call = script.placed.last!
        script.answer(call)
        script.finishTalk(1, call, .connected(outcome))
    }

    private func alerts(_ script: Script) -> [String] {
        script.operations.filter { $0.contains("complaint") }
    }

    @Test func `dialing pauses at so many complaints, and goes on when it is started again`() {
        var script = script(ComplaintAlert(complaints: 2, within: .hours(1), pauses: true))
        talk(&script, .refused)
        talk(&script, .deal)
        #expect(script.dialer.phase == .running && alerts(script) == [])
        talk(&script, .refused)
        #expect(script.dialer.phase == .paused)
        #expect(alerts(script) == ["2 complaints within 1 h: dialing pauses"])
        let placed = script.placed.count
        script.wait(.hours(2))
        #expect(script.placed.count == placed)
        script.command(.start)
        #expect(script.dialer.phase == .running && script.placed.count == placed + 1)
        talk(&script, .refused)
        #expect(script.dialer.phase == .running, "those before have been alerted of")
        talk(&script, .refused)
        #expect(script.dialer.phase == .paused && alerts(script).count == 2)
        #expect(script.complaints == [])
    }

    @Test func `complaints that lie apart raise no alert`() {
        var script = script(
            ComplaintAlert(complaints: 2, within: .minutes(30), pauses: true), leads: 900)
        for _ in 0..<3 {
            talk(&script, .refused)
            script.wait(.minutes(9))
            // Those of the next round come when the last are half an hour old.
            let call = script.placed.last!
            script.end(call, .noAnswer)
            script.wait(.minutes(21))
        }
        #expect(script.dialer.phase == .running && alerts(script) == [])
    }

    @Test func `an alert that only tells lets dialing go on`() {
        var script = script(ComplaintAlert(complaints: 1, within: .hours(1), pauses: false))
        talk(&script, .refused)
        #expect(script.dialer.phase == .running && script.placed.count == 2)
        #expect(alerts(script) == ["1 complaint within 1 h"])
        script.command(.pause)
        talk(&script, .refused)
        #expect(alerts(script).count == 2 && script.dialer.phase == .paused)
    }

    @Test func `a campaign that is stopping is not paused by a complaint`() {
        var script = script(ComplaintAlert(complaints: 1, within: .hours(1), pauses: true))
        let call = script.placed[0]
        script.answer(call)
        script.command(.stop)
        script.finishTalk(1, call, .connected(.refused))
        #expect(alerts(script) == ["1 complaint within 1 h"])
        #expect(script.dialer.phase == .finished)
    }

    @Test func `without an alert complaints only take numbers off`() {
        var script = script(nil)
        for _ in 0..<5 { talk(&script, .refused) }
        #expect(script.dialer.phase == .running && alerts(script) == [])
    }
}
