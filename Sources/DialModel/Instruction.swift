/// What somebody wants done to a running campaign: all of it at once, in the order of the members.
public struct Instruction: Hashable, Sendable {
    public var hours: NewHours?
    public var lists: NewLists?
    public var commands: [OperatorCommand]
    /// Who wants it.
    public var by: String?
    /// As which the store keeps it; nil: it is not kept there.
    public var wish: WishID?

    public init(_ commands: [OperatorCommand] = [], by: String?, wish: WishID? = nil) {
        self.commands = commands
        self.by = by
        self.wish = wish
    }
}

/// In place of ``CallingRules/hours``.
public struct NewHours: Hashable, Sendable {
    /// By ``ZoneID``, worked out for the zones of the leads.
    public var times: [CallingTimes]
    /// In words.
    public var text: String
    public init(_ times: [CallingTimes], text: String) {
        self.times = times
        self.text = text
    }
}

/// In place of the numbers that the campaign's files hold. Single numbers that were listed or allowed
/// beside them stay so.
public struct NewLists: Hashable, Sendable {
    public var numbers: NumberSet
    /// In words.
    public var text: String
    public init(_ numbers: NumberSet, text: String) {
        self.numbers = numbers
        self.text = text
    }
}

/// A change that was put into a store for its campaign; from 1 in the order in which they came.
public struct WishID: Hashable, Comparable, Sendable {
    public let raw: Int64
    public init(_ raw: Int64) { self.raw = raw }
    public static func < (a: WishID, b: WishID) -> Bool { a.raw < b.raw }
}

/// A change out of the store has been made.
public struct GrantedWish: Hashable, Sendable {
    public var wish: WishID
    public var at: Instant
    /// Since the campaign began, the time between its runs left out.
    public var elapsed: Duration

    public init(_ wish: WishID, at: Instant, elapsed: Duration) {
        self.wish = wish
        self.at = at
        self.elapsed = elapsed
    }
}

/// A lead that goes back to its source undialled, and was not refused: what was known of it is out
/// of date.
public struct ReturnedLead: Hashable, Sendable {
    public var leadID: LeadID
    public var at: Instant
    /// Where it goes: due, or promised a call as before.
    public var lead: LeadState

    public init(_ leadID: LeadID, at: Instant, lead: LeadState) {
        self.leadID = leadID
        self.at = at
        self.lead = lead
    }
}

/// Calling hours have become others: leads that were refused for the old ones are due, and pass the
/// gate anew.
public struct ChangedHours: Hashable, Sendable {
    public var at: Instant
    public init(at: Instant) { self.at = at }
}
