/// How the leads of one segment of the list are called, where that differs from the campaign.
public struct SegmentStrategy: Hashable, Sendable {
    public var name: String
    /// 1, called first, to 9, called last.
    public var priority: UInt8 = 5
    /// Which share of the calls it gets beside segments of the same priority while they all have leads:
    /// `share` / the sum of theirs. Above 0.
    public var share = 1.0
    /// ``DialMode/preview`` or ``DialMode/progressive``; nil: the campaign's own.
    public var mode: DialMode?
    /// Groups of agents that its people go to, the first first; empty: all are alike.
    public var groups: [GroupID] = []
    /// Whether no other group ever takes them: then an agent of these is kept free for every call.
    public var isExclusive = false
    /// By ``ZoneID``: when its people are best called. At other times its leads come after all others.
    /// Empty: all times are alike.
    public var primeTime: [CallingTimes] = []

    public init(name: String = "") { self.name = name }

    /// Whether `zone` is in its prime time at `now`.
    public func isPrime(_ zone: ZoneID, at now: Instant) -> Bool {
        let place = Int(zone.raw)
        return place >= primeTime.count || primeTime[place].opening(at: now) == now
    }
}

/// The strategies of all segments, by ``SegmentID``; those that are not in it are as the campaign.
public struct SegmentStrategies: Hashable, Sendable {
    public private(set) var all: [SegmentStrategy] = []
    /// Whether some leads are called in another mode than the campaign's.
    public private(set) var hasModes = false

    public init(_ all: [SegmentStrategy] = []) {
        self.all = all
        noteModes()
    }

    private mutating func noteModes() {
        hasModes = all.contains { $0.mode != nil || $0.isExclusive }
    }

    /// Whether no agent of another group takes the segment's people.
    public func isExclusive(_ segment: SegmentID) -> Bool { hasModes && self[segment].isExclusive }

    public var isEmpty: Bool { all.isEmpty }

    /// Whether all leads are called as those of one segment, in the order of their worth.
    public private(set) var isOneList = false

    /// All leads in the order of their worth, whatever segments they are of.
    public static var byWorth: SegmentStrategies {
        var one = SegmentStrategies([SegmentStrategy()])
        one.isOneList = true
        return one
    }

    /// Changes the strategy of a segment.
    ///
    /// - Returns: whether it is there.
    public mutating func apply(_ change: SegmentChange) -> Bool {
        let place = Int(change.segment.raw)
        guard place > 0, place < all.count else { return false }
        if let priority = change.priority { all[place].priority = priority }
        if let share = change.share { all[place].share = share }
        if let mode = change.mode { all[place].mode = mode }
        if change.isAsCampaign { all[place].mode = nil }
        noteModes()
        return true
    }

    public subscript(segment: SegmentID) -> SegmentStrategy {
        let place = Int(segment.raw)
        return place < all.count ? all[place] : SegmentStrategy()
    }

    /// Where a lead stands among others that are due: those of a lower level are called before it. From 1
    /// to 9 by its priority, from 11 to 19 outside of its prime time.
    public func level(of lead: DueLead, at now: Instant) -> Int {
        let strategy = self[lead.segment]
        return Int(strategy.priority) + (strategy.isPrime(lead.zone, at: now) ? 0 : 10)
    }

    /// In which mode leads of the segment are called, in a campaign of `mode`.
    public func mode(of segment: SegmentID, in mode: DialMode) -> DialMode {
        if !hasModes || mode == .automatic { return mode }
        let strategy = self[segment]
        return strategy.mode ?? (strategy.isExclusive && mode == .predictive ? .progressive : mode)
    }
}

/// What an operator changes of a segment's strategy; nil: it stays.
public struct SegmentChange: Hashable, Sendable {
    public var segment: SegmentID
    public var priority: UInt8?
    public var share: Double?
    public var mode: DialMode?
    /// Whether it is called in the campaign's own mode from now on.
    public var isAsCampaign = false

    public init(_ segment: SegmentID) { self.segment = segment }

    /// As it stands in the journal.
    ///
    /// - Parameter name: of the segment; nil: it goes by its number.
    public func text(naming name: String? = nil) -> String {
        var parts: [String] = []
        if let priority { parts.append("priority \(priority)") }
        if let share { parts.append("share \(share)") }
        if let mode { parts.append("mode \(mode.name)") }
        if isAsCampaign { parts.append("the campaign's mode") }
        return "segment \(name ?? "\(segment.raw)"): \(parts.joined(separator: ", "))"
    }
}

/// What the dialer asks of its lead source.
public struct LeadRequest: Hashable, Sendable {
    /// At most so many that are called as the campaign calls.
    public var count: Int
    /// And at most so many that are called with an agent kept free for each, though the campaign has
    /// another mode: see ``isAttended(_:)``.
    public var attended = 0
    /// Leads due before this instant are handed over.
    public var before: Instant
    /// Fresh leads whom nobody may call now may be left for later; what is handed over says from when on
    /// it is free by what has come of its earlier attempts.
    public var rules = CallingRules()
    public var segments = SegmentStrategies()
    /// The campaign's.
    public var mode = DialMode.predictive
    /// Wanted at once, whatever their turn; not counted in ``count``.
    public var byHand: [CallByHand] = []

    public init(_ count: Int, before now: Instant) {
        self.count = count
        before = now
    }

    /// As a campaign asks for them.
    public init(_ count: Int, before: Instant, by plan: CampaignPlan) {
        self.init(count, before: before)
        rules = plan.calling
        // No agent answers for a flow.
        if plan.mode == .automatic { rules.keepsAgentAfterAbandonment = false }
        segments = plan.segments
        mode = plan.mode
    }

    /// Whether the lead is one of those that are called otherwise than the campaign calls.
    public func isAttended(_ lead: DueLead) -> Bool {
        Self.isAttended(lead, segments, mode)
    }

    public static func isAttended(
        _ lead: DueLead, _ segments: SegmentStrategies, _ mode: DialMode
    ) -> Bool {
        if lead.needsAgent, mode == .predictive { return true }
        if !segments.hasModes || mode == .automatic { return false }
        return segments.mode(of: lead.segment, in: mode) != mode
            || segments.isExclusive(lead.segment)
    }
}
