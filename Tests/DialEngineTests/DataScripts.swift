import DialModel
import DialTestSupport
import Testing

/// Scripts of outcomes that need data.
@Suite struct DataScripts {
    private let amount = DataField(0)
    private let product = DataField(1)

    /// Agent 1 has ended a talk; a deal needs an amount and a product.
    private func inWrapUp() -> (script: Script, call: CallID) {
        var plan = quickPlan(.progressive, agents: 1)
        plan.limits.wrapUp = .minutes(2)
        plan.retry.after[.connected(.deal)] = nil
        plan.data.require(.init("amount", .number(0...1_000)), for: .connected(.deal))
        plan.data.require(.init("product", .choice(["basic", "plus"])), for: .connected(.deal))
        var script = Script(plan, leads: 1)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.wait(.seconds(30))
        script.desk(1, .hangUp(call.attempt))
        script.end(call)
        return (script, call)
    }

    private func asked(_ script: Script) -> [String] {
        script.cues.compactMap {
            if case .dataMissing(_, let fields) = $0.cue.cue {
                script.dialer.plan.data.names(of: fields)
            } else {
                nil
            }
        }
    }

    private func given(_ script: Script) -> [Double] {
        script.records.compactMap { if case .data(let data) = $0 { data.value } else { nil } }
    }

    @Test func `wrap-up goes on until all is given`() {
        var (script, call) = inWrapUp()
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.deal)))
        #expect(asked(script) == ["amount, product"] && script.floor.wrapUp == 1)
        script.wait(.seconds(5))
        script.desk(1, .fill(call.attempt, amount, 250))
        script.desk(1, .wrapUpDone(call.attempt))
        #expect(asked(script) == ["amount, product", "product"])
        script.desk(1, .fill(call.attempt, product, 1))
        script.desk(1, .fill(call.attempt, amount, 260))
        script.desk(1, .wrapUpDone(call.attempt))
        #expect(script.disposition(of: call)?.outcome == .connected(.deal))
        #expect(script.disposition(of: call)?.missing == [])
        #expect(script.disposition(of: call)?.wrapUp == .seconds(5))
        #expect(given(script) == [250, 1, 260] && script.complaints == [])
    }

    @Test func `an outcome stands with what is missing when wrap-up has lasted too long`() {
        var (script, call) = inWrapUp()
        script.desk(1, .fill(call.attempt, product, 0))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.deal)))
        script.wait(.minutes(2))
        let said = script.disposition(of: call)
        #expect(said?.outcome == .connected(.deal) && said?.missing == DataFields(amount))
        #expect(script.complaints == [])
    }

    @Test func `other outcomes need nothing, and a second thought counts`() {
        var (script, call) = inWrapUp()
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.deal)))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.refused)))
        #expect(script.disposition(of: call)?.outcome == .connected(.refused))
        #expect(script.disposition(of: call)?.missing == [])
        #expect(asked(script).count == 1 && script.complaints == [])
    }

    @Test func `a value that is not allowed, or is another call's, is none`() {
        var (script, call) = inWrapUp()
        for value in [-1, 1_001, .nan, .infinity] {
            script.desk(1, .fill(call.attempt, amount, value))
        }
        script.desk(1, .fill(call.attempt, product, 2))
        script.desk(1, .fill(call.attempt, product, 0.5))
        script.desk(1, .fill(call.attempt, DataField(7), 1))
        script.desk(1, .fill(AttemptID(call.attempt.raw + 1), amount, 5))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.deal)))
        #expect(given(script) == [] && asked(script) == ["amount, product"])
    }
}
