import DialModel

/// Promised calls: made by an agent kept free for them, before anyone else is called.
///
/// The lead source keeps them, and says when the next falls due. Then they are fetched, with what the
/// gate has to know of their leads, and wait here for their own agent, for whoever is free, or for
/// their time to run out.
extension Dialer {
    /// A promised call that has come due and has not begun.
    struct WaitingCallback: Sendable {
        var lead: DueLead
        var callback: Callback
        /// When the gate lets it pass, as far as it has said.
        var from = Instant.epoch
        /// For what is not promised, but wanted by hand.
        var wish: WishByHand?
    }

    /// The agent has promised the person to call again.
    mutating func promise(_ agent: Int32, at instant: Instant, isOwn: Bool, now: Instant) {
        agents[agent].promisedAt = min(max(instant, now), now + .days(365))
        agents[agent].promisesOwn = isOwn
    }

    /// Writes down what the agent has promised in the talk that is over.
    ///
    /// - Returns: where the lead goes.
    @inline(never)
    mutating func keepPromise(of agent: Int32, at now: Instant) -> LeadState {
        let row = agents[agent]
        agents[agent].promisedAt = .never
        let callback = Callback(
            at: row.promisedAt, agent: row.promisesOwn ? AgentID(agent + 1) : nil)
        if keepsRecords {
            effects.records.add(
                .promised(PromisedCall(row.lead.id, in: row.attempt, callback, at: now)))
        }
        return .promised(callback.at)
    }

    /// A promised call falls due at `instant`.
    @inline(never)
    mutating func awaitCallback(at instant: Instant) {
        guard instant < nextCallback else { return }
        nextCallback = instant
        schedulePlan()
    }

    /// Takes in the promised calls that a batch brings.
    mutating func takeCallbacks(of batch: LeadBatch) {
        if let next = batch.nextCallback { awaitCallback(at: next) }
        if batch.callbacks.isEmpty { return }
        callbacks += batch.callbacks.map { WaitingCallback(lead: $0.lead, callback: $0.callback) }
        callbacks.sort { ($0.callback.at, $0.lead.id) < ($1.callback.at, $1.lead.id) }
    }

    /// When time alone next changes something for promised calls.
    var callbacksDue: Instant { min(nextCallback, callbackTurn) }

    /// Time has come for something to be done about promised calls.
    mutating func turnCallbacks(at now: Instant) {
        if nextCallback <= now {
            nextCallback = .never
            hopper.hurry()
        }
        if callbackTurn <= now { callbackTurn = .never }
        floorHasChanged = true
        schedulePlan()
    }

    /// Starts the promised calls whose agents are free, and gives up those whose time is over.
    /// O(those that wait).
    @inline(never)
    mutating func makeCallbacks(at now: Instant) {
        callbackTurn = .never
        var still: [WaitingCallback] = []
        for waiting in callbacks {
            if let kept = make(waiting, at: now) { still.append(kept) }
        }
        callbacks = still
        schedulePlan()
    }

    /// - Returns: the call, if it still waits.
    private mutating func make(_ waiting: WaitingCallback, at now: Instant) -> WaitingCallback? {
        var waiting = waiting
        if let wish = waiting.wish { return makeByHand(waiting, wish, at: now) }
        let over = waiting.callback.at + plan.callbacks.tolerance
        if now >= over {
            miss(waiting, causeOfMissing(over, at: now), at: now)
            return nil
        }
        if let refusal = plan.calling.refusal(of: waiting.lead, at: now) {
            if refusal.reason == .elsewhere, let until = refusal.until, until < over {
                // Fetched again then; what is known of the lead may have changed meanwhile.
                if keepsRecords {
                    let lead = LeadState.promised(waiting.callback.at)
                    effects.records.add(
                        .returned(ReturnedLead(waiting.lead.id, at: now, lead: lead)))
                }
                awaitCallback(at: until)
                return nil
            }
            guard let until = refusal.until, until < over, refusal.reason != .doNotCall else {
                if refusal.until != nil, waiting.lead.attemptsOfStep >= plan.retry.attempts {
                    miss(waiting, .refused(refusal.reason), at: now)
                    return nil
                }
                end(waiting, missed: .refused(refusal.reason), at: now)
                refuse(refusal)
                return nil
            }
            waiting.from = until
        }
        let ownEnd = min(over, waiting.callback.at + plan.callbacks.ownAgent)
        let isOwn = waiting.callback.agent != nil && now < ownEnd
        if waiting.from <= now, trunk.takesCalls, floor.linesFree > floor.previewing {
            if now < nextStart {
                wantsToStart = true
            } else if let agent = isOwn
                ? idle(waiting.callback.agent)
                : agent(for: waiting.lead.id, of: waiting.lead.segment, after: .forever)
            {
                end(waiting, attempt: nextAttempt, at: now)
                start(waiting.lead, for: agent, in: .progressive, at: now)
                return nil
            }
        }
        callbackTurn = min(callbackTurn, isOwn ? ownEnd : over)
        if waiting.from > now { callbackTurn = min(callbackTurn, waiting.from) }
        return waiting
    }

    func idle(_ agent: AgentID?) -> Int32? {
        guard let place = agent.map({ $0.raw - 1 }), place < agents.count,
            agents[place].state == .idle
        else { return nil }
        return place
    }

    /// What stood in the way at the end of its time.
    private func causeOfMissing(_ over: Instant, at now: Instant) -> MissedCause {
        if over < goneOn { return .standstill }
        return trunk.takesCalls && floor.linesFree > floor.previewing ? .noAgent : .noLine
    }

    /// It was not made in time: the lead goes back among the others, if it has attempts left.
    private mutating func miss(
        _ waiting: WaitingCallback, _ cause: MissedCause, at now: Instant
    ) {
        let isLeft = waiting.lead.attemptsOfStep < plan.retry.attempts
        let next = isLeft ? LeadState.due(now) : .closed
        sendBack(next)
        end(waiting, missed: cause, lead: next, at: now)
    }

    private mutating func end(
        _ waiting: WaitingCallback, attempt: AttemptID? = nil, missed: MissedCause? = nil,
        lead: LeadState? = nil, at now: Instant
    ) {
        end(
            waiting.lead.id, waiting.callback, attempt: attempt, missed: missed, lead: lead, at: now
        )
    }

    /// Writes down what has become of a promise.
    mutating func end(
        _ id: LeadID, _ callback: Callback, attempt: AttemptID? = nil,
        missed: MissedCause? = nil, lead: LeadState? = nil, at now: Instant
    ) {
        guard keepsRecords else { return }
        effects.records.add(
            .callback(
                CallbackEnd(
                    id, callback, at: now, attempt: attempt, missed: missed, lead: lead)))
    }
}
