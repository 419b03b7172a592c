/// What somebody outside says of a case.
public struct CaseNews: Hashable, Sendable {
    /// The same each time it is told; news whose ID has been taken is passed over.
    public var id: String
    /// 0: it cannot be told which, and the note says why.
    public var caseID: CaseID
    /// As it was written; whether there is such a state, the campaign says.
    public var state: String
    /// When it was so; nil: when it is taken.
    public var at: Instant?
    /// When the person is to be called.
    public var revisit: Instant?
    /// Who says so.
    public var by: String
    public var note: String

    public init(
        id: String, caseID: CaseID, state: String, at: Instant? = nil, revisit: Instant? = nil,
        by: String = "", note: String = ""
    ) {
        self.id = id
        self.caseID = caseID
        self.state = state
        self.at = at
        self.revisit = revisit
        self.by = by
        self.note = note
    }
}

/// What the business system is told of a case.
public struct CaseMessage: Hashable, Sendable {
    /// The same at each try, and different in all stores.
    public var id: String
    public var caseID: CaseID
    /// How often it has been tried.
    public var tries: Int
    /// A JSON object, in one line.
    public var body: String

    public init(id: String, caseID: CaseID, tries: Int = 0, body: String) {
        self.id = id
        self.caseID = caseID
        self.tries = tries
        self.body = body
    }
}

/// How a campaign's cases stand, and what of it has to be heeded since the last time.
public struct CaseOrders: Hashable, Sendable {
    /// Cases that are not settled.
    public var open = 0
    public var revisits: [RevisitOrder] = []

    public init() {}
}

/// A lead that is to be called at some time, or is not to be called any more.
public struct RevisitOrder: Hashable, Sendable {
    public var lead: LeadID
    /// nil: the call is not wanted any more, and the lead is closed.
    public var at: Instant?
    /// Whether the lead was closed before; else it has waited for a call at another time.
    public var wasClosed: Bool

    public init(_ lead: LeadID, at: Instant?, wasClosed: Bool) {
        self.lead = lead
        self.at = at
        self.wasClosed = wasClosed
    }
}
