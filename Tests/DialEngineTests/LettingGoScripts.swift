import DialEngine
import DialModel
import DialPacing
import DialTestSupport
import Testing

/// Scripts of ringing calls that a policy wants to be let go.
@Suite struct LettingGoScripts {
    /// Starts so many calls in all, and then wants so many of them let go.
    struct Fickle: PacingPolicy {
        let calls: Int
        let letGo: Int
        var keepsRule: Bool { true }
        mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace {
            let start = calls - floor.attempts
            return Pace(
                start: start, bound: .risk, again: .seconds(1), letGo: start > 0 ? 0 : letGo)
        }
    }

    /// One agent and four calls, which begin to ring one second after the other.
    static func script(letGo: Int, mode: DialMode = .predictive) -> Script {
        var script = Script(
            quickPlan(mode, agents: 1), policy: Fickle(calls: 4, letGo: letGo))
        script.start()
        for call in script.placed {
            script.wait(.seconds(1))
            script.trunk(call, .ringing)
        }
        return script
    }

    @Test func `a call is let go when it has rung for as long as it must, and not before`() throws {
        var script = Self.script(letGo: 4)
        let calls = script.placed
        #expect(calls.count == 4)
        script.wait(.seconds(12) - .milliseconds(1))
        #expect(script.hungUp == [])
        script.wait(.seconds(1))
        #expect(script.hungUp == [calls[0]])
        script.end(calls[0])
        #expect(try #require(script.end(of: calls[0])).outcome == .notConnected(.noAnswer))
        script.wait(.seconds(3))
        #expect(script.hungUp == calls)
        for call in calls.dropFirst() { script.end(call) }
        for (call, hangUp) in zip(calls, script.commands.suffix(4)) {
            let rang = try #require(script.end(of: call)?.ringing)
            #expect(hangUp.at - rang >= .seconds(15) && hangUp.at - rang <= .seconds(16))
        }
        #expect(script.complaints == [])
    }

    @Test func `the call that has rung least beyond what it must is let go first`() {
        var script = Self.script(letGo: 0)
        let calls = script.placed
        script.wait(.seconds(16))
        #expect(script.hungUp == [], "none was to be let go")
        // The policy is asked again when something happens; time has stood still until then.
        script = Self.script(letGo: 1)
        let ended = script.placed
        script.together([], after: .seconds(17))
        #expect(script.hungUp == [ended[3]])
        #expect(calls.count == 4 && script.complaints == [])
    }

    @Test func `whoever has answered is not let go`() {
        var script = Self.script(letGo: 4)
        let calls = script.placed
        script.trunk(calls[0], .answered)
        script.answer(calls[1])
        script.wait(.seconds(16))
        #expect(script.hungUp == [calls[2], calls[3]])
        #expect(script.floor.talking == 1)
    }

    @Test func `a call with an agent of its own is not let go`() {
        var script = Self.script(letGo: 4)
        let calls = script.placed
        script.command(.mode(.progressive))
        script.command(.mode(.predictive))
        script.wait(.seconds(16))
        #expect(script.floor.reserved == 1)
        #expect(script.hungUp == [calls[1], calls[2], calls[3]])
    }
}
