import DialModel

/// What a campaign waits for that has nobody left to call, while what becomes of its deals is open.
struct AwaitedAnswers: Sendable {
    /// When the waiting is over; ``Instant/never``: it has not begun.
    var until = Instant.never
    /// The same, as long as it has still to be noticed.
    var turn = Instant.never
    /// Cases that are not settled, as it was told since the waiting began; nil: not yet.
    var open: Int?
}

/// Deals that are followed to their end.
///
/// Who keeps them says which leads are to be called again, and when; these calls are promised ones. The
/// dialer itself knows only how many cases are open, and asks for that when nothing else is left.
extension Dialer {
    /// Whether the campaign has to be told how its cases stand before it goes on: it has nobody left to
    /// call. Told by ``Input/cases(_:)``, after everything in ``effects`` has been written down.
    public var asksForCases: Bool { awaitsAnswers && answers.open == nil }
    /// Whether it has nobody left to call, and waits for what becomes of its deals.
    public var awaitsAnswers: Bool { answers.until != .never }

    /// Takes in how the cases stand.
    @inline(never)
    mutating func heed(_ orders: CaseOrders, at now: Instant) {
        if phase == .finished { return }
        if answers.until != .never { answers.open = orders.open }
        for order in orders.revisits {
            forgetByHand(order.lead, order.at == nil ? .closed : .inHand, at: now)
            callbacks.removeAll { $0.lead.id == order.lead }
            if let instant = order.at {
                if order.wasClosed { floor.closed -= 1 }
                awaitCallback(at: instant)
                answers = AwaitedAnswers()
            } else {
                floor.closed += 1
            }
        }
        floorHasChanged = true
        if !orders.revisits.isEmpty { schedulePlan() }
    }

    /// Whether a campaign that has nobody left to call goes on because answers may come. It begins to
    /// wait when it is first asked.
    mutating func awaitsMore(at now: Instant) -> Bool {
        guard let keepOpen = plan.confirmation?.keepOpen, keepOpen > .zero else { return false }
        if answers.until == .never {
            answers.until = now + keepOpen
            answers.turn = answers.until
            schedulePlan()
        }
        return answers.open != 0 && now < answers.until
    }
}
