import DialModel

/// Calls dialled by hand: somebody wants one lead called now, whatever its turn.
///
/// The lead source is asked for it with the next leads, when none are on their way, so that it is either
/// there or here. It then waits for its agent as a promised call does, and passes the same gate; if it
/// may not be called, or nobody is free for as long as promised calls wait, it goes back where it was.
extension Dialer {
    /// A call by hand that has been asked for.
    struct WishByHand: Sendable {
        var call: CallByHand
        var by: String?
        /// Where its lead stood.
        var state = LeadState.fresh
    }

    mutating func wish(for call: CallByHand, by name: String?, at now: Instant) {
        let wish = WishByHand(call: call, by: name)
        switch phase {
        case .ready, .running, .paused:
            byHand.append(wish)
            hopper.hurry()
        case .stopping, .halting, .finished: answer(wish, .over, at: now)
        }
    }

    /// Calls that were wanted by hand are not made any more.
    mutating func giveUpByHand(at now: Instant) {
        for wish in byHand + callbacks.compactMap(\.wish) { answer(wish, .over, at: now) }
        byHand = []
        callbacks.removeAll { $0.wish != nil }
    }

    /// A lead goes elsewhere before its call by hand has begun.
    mutating func forgetByHand(_ lead: LeadID, _ why: CallByHand.Answer, at now: Instant) {
        for waiting in callbacks where waiting.lead.id == lead {
            if let wish = waiting.wish { answer(wish, why, at: now) }
        }
    }

    /// Takes in what the lead source says of the calls that were asked for.
    @inline(never)
    mutating func takeByHand(of batch: LeadBatch, at now: Instant) {
        for answer in batch.byHand {
            guard let place = byHand.firstIndex(where: { $0.call == answer.call }) else { continue }
            var wish = byHand.remove(at: place)
            switch answer.found {
            case .not(let why): self.answer(wish, why, at: now)
            case .lead(let lead, _) where moved.contains(lead.id):
                // It was on its way elsewhere when the source was asked.
                self.wish(for: wish.call, by: wish.by, at: now)
            case .lead(let lead, _) where isInHand(lead.id): self.answer(wish, .inHand, at: now)
            case .lead(let lead, let state):
                wish.state = state
                if hasLine(lead.id) {
                    // Its call is over but for the line.
                    giveBack(lead, wish, at: now)
                    self.answer(wish, .inHand, at: now)
                } else {
                    wait(for: lead, wish, at: now)
                }
            }
        }
        moved = []
    }

    private mutating func wait(for lead: DueLead, _ wish: WishByHand, at now: Instant) {
        hopper.remove(lead.id)
        callbacks.removeAll { $0.lead.id == lead.id }
        let callback = Callback(at: now, agent: wish.call.agent)
        let place = callbacks.firstIndex { $0.wish == nil } ?? callbacks.count
        callbacks.insert(WaitingCallback(lead: lead, callback: callback, wish: wish), at: place)
    }

    /// The source hears where a lead goes: what it says of that lead on its way here is out of date.
    @inline(__always)
    mutating func noteMoved(_ lead: LeadID) {
        if !byHand.isEmpty { moved.append(lead) }
    }

    /// Whether a line is not free of the lead's call. O(lines).
    private func hasLine(_ lead: LeadID) -> Bool {
        (0..<Int32(lines.count)).contains { lines[$0].phase != .ended && lines[$0].lead == lead }
    }

    /// Whether the lead is shown to an agent, called, talked to or wrapped up, so that a record of it is
    /// still to come. O(agents + lines).
    private func isInHand(_ lead: LeadID) -> Bool {
        (0..<Int32(lines.count)).contains {
            let line = lines[$0]
            let isOver = line.abandoned || (line.agent != nil && line.phase != .talking)
            return line.phase != .ended && line.lead == lead && !isOver
        }
            || (0..<Int32(agents.count)).contains {
                let isAt: Bool =
                    switch agents[$0].state {
                    case .previewing, .reserved, .talking, .wrapUp: true
                    case .loggedOut, .notReady, .idle: false
                    }
                return isAt && agents[$0].lead.id == lead
            }
            || callbacks.contains { $0.wish != nil && $0.lead.id == lead }
    }

    private mutating func answer(_ wish: WishByHand, _ answer: CallByHand.Answer, at now: Instant) {
        note(.byHand(wish.call, answer), at: now, by: wish.by)
    }

    /// Starts the call if it may be called and its agent is free.
    ///
    /// - Returns: the call, if it still waits.
    mutating func makeByHand(
        _ waiting: WaitingCallback, _ wish: WishByHand, at now: Instant
    ) -> WaitingCallback? {
        let (lead, over) = (waiting.lead, waiting.callback.at + plan.callbacks.tolerance)
        if isGated, let refusal = plan.calling.refusal(of: lead, at: now) {
            refuse(refusal, to: wish)
            answer(wish, .refused(refusal.reason), at: now)
            return nil
        }
        if now >= over {
            giveBack(lead, wish, at: now)
            answer(wish, .nobodyFree, at: now)
            return nil
        }
        if trunk.takesCalls, floor.linesFree > floor.previewing {
            if now < nextStart {
                wantsToStart = true
            } else if let agent = wish.call.agent != nil
                ? idle(wish.call.agent) : agent(for: lead.id, of: lead.segment, after: .forever)
            {
                answer(wish, .dialled(nextAttempt), at: now)
                if case .promised(let instant) = wish.state {
                    end(lead.id, Callback(at: instant), attempt: nextAttempt, at: now)
                    // It may have been the next that was known of.
                    nextCallback = .never
                    hopper.hurry()
                }
                start(lead, for: agent, in: .progressive, at: now)
                return nil
            }
        }
        callbackTurn = min(callbackTurn, over)
        return waiting
    }

    /// Never sooner than its turn would have come.
    private mutating func refuse(_ refusal: RefusedLead, to wish: WishByHand) {
        var refusal = refusal
        refusal.number = wish.call.number
        if let until = refusal.until {
            switch wish.state {
            case .due(let due): refusal.lead = .due(max(due, until))
            case .promised: refusal.lead = wish.state
            case .fresh, .inWrapUp, .closed: break
            }
        } else if case .promised(let instant) = wish.state {
            end(
                refusal.leadID, Callback(at: instant), missed: .refused(refusal.reason),
                at: refusal.at)
        }
        refuse(refusal)
    }

    /// Sends the lead back to where it was.
    private mutating func giveBack(_ lead: DueLead, _ wish: WishByHand, at now: Instant) {
        giveBack(lead, wish.state == .fresh ? .due(now) : wish.state, at: now)
    }

    /// What the gate goes by has changed: the lead is asked for anew.
    mutating func lookAgain(at waiting: WaitingCallback, _ wish: WishByHand, at now: Instant) {
        giveBack(waiting.lead, wish, at: now)
        self.wish(for: wish.call, by: wish.by, at: now)
    }
}
