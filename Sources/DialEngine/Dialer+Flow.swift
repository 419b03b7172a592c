import DialModel

extension Dialer {
    mutating func beginFlow(_ line: Int32, at now: Instant) {
        lines[line].flowEnds = now + rules.limits.flow
        setPhase(line, .flow)
        enter(.node(0), on: line, at: now)
    }

    /// Goes on with the flow after what it waited for.
    mutating func runFlow(_ line: Int32, _ news: CallAttempt.FlowNews, at now: Instant) {
        guard let flow = plan.flow, now < lines[line].flowEnds else {
            return stepApart(line, .release(.connected(.completed)), at: now)
        }
        let place = lines[line].node
        switch (flow.nodes[Int(place)].action, news) {
        case (.play(_, let next), .played), (.play(_, let next), .timeRanOut):
            enter(next, on: line, at: now)
        case (.gather(_, _, let branches, let otherwise), .key(let key)):
            let branch = branches.first { $0.key == key }
            enter(branch?.next ?? otherwise, on: line, at: now)
        case (.gather(_, _, _, let otherwise), .timeRanOut):
            enter(otherwise, on: line, at: now)
        case (.record(_, _, let next, _), .key(.some(let key))):
            let answer = FlowAnswer(
                attempt: lines[line].attempt, node: place, key: key, at: now)
            if keepsRecords { effects.records.add(.answer(answer)) }
            enter(next, on: line, at: now)
        case (.record(_, _, _, let unanswered), .key(.none)),
            (.record(_, _, _, let unanswered), .timeRanOut):
            enter(unanswered, on: line, at: now)
        case (.transfer(_, _, let unavailable), .noAgent):
            enter(unavailable, on: line, at: now)
        default: break  // late news of an earlier node
        }
    }

    /// Does what the next node says.
    private mutating func enter(_ next: Flow.Next, on line: Int32, at now: Instant) {
        lines[line].turns += 1
        guard case .node(let place) = next, let flow = plan.flow, Int(place) < flow.nodes.count,
            lines[line].turns <= Self.mostNodes
        else { return stepApart(line, .release(.connected(.completed)), at: now) }
        lines[line].node = place
        switch flow.nodes[Int(place)].action {
        case .play(let prompt, _):
            effects.commands.add(.play(id(line), prompt, turn: lines[line].turns))
            wait(line, prompt.length, at: now)
        case .gather(let prompt, let within, _, _), .record(let prompt, let within, _, _):
            effects.commands.add(
                .gather(id(line), prompt, within: within, turn: lines[line].turns))
            wait(line, prompt.length + within, at: now)
        case .transfer(let group, let within, _):
            lines[line].transfer = group
            setPhase(line, .holding)
            if let agent = agents.longestIdle(in: group) {
                bridge(line, to: agent, at: now)
            } else {
                let latest = lines[line].flowEnds - now - Self.farewell
                hold(line, for: min(within, max(.zero, latest)), at: now)
            }
        case .hangUp(let outcome):
            heed(outcome, of: lines[line].number, at: now)
            stepApart(line, .release(outcome), at: now)
        }
    }

    /// What a transfer leaves of the flow's time, to say that nobody is free.
    static var farewell: Duration { .seconds(20) }

    /// A flow that comes through more nodes than this goes in circles.
    static var mostNodes: UInt16 { 1_000 }

    /// Waits for the trunk's news, a little longer than it should take.
    private mutating func wait(_ line: Int32, _ span: Duration, at now: Instant) {
        lines[line].deadline = min(lines[line].flowEnds, now + span + rules.limits.release)
        setDeadline(of: line)
    }

    private mutating func setPhase(_ line: Int32, _ phase: CallAttempt.Phase) {
        let before = lines[line].phase
        lines[line].phase = phase
        noteChange(of: line, from: before)
    }
}
