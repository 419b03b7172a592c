import DialModel
import GRDB

/// What a store remembers of the deals it follows.
struct CaseBook {
    /// nil: none is followed.
    var rules: ConfirmationRules?
    var names = Dispositions()
    /// What the IDs of messages begin with.
    var tag = ""
    var campaign = ""
    /// Leads with a case that is open, or that is still to be called for.
    var leads: Set<Int64> = []
    /// Whether a call may have to be arranged, or given up.
    var hasNews = true
}

extension Store {
    /// Follows deals from now on, as the rules say. To be called before the store is recovered and
    /// written to; nil: deals are not followed.
    public func follow(
        _ rules: ConfirmationRules?, as facts: CampaignFacts
    ) throws(StoreError) {
        try reading { db in
            var book = CaseBook()
            book.rules = rules
            book.names = facts.dispositions
            book.campaign = facts.name
            let created = try Int64.fetchOne(db, sql: "SELECT created FROM campaign") ?? 0
            book.tag = Self.tag("\(facts.name)\n\(facts.seed)\n\(created)")
            try HotStatement(
                "SELECT lead FROM cases WHERE settled = 0 OR ordered IS NOT NULL", in: db
            ).rows { book.leads.insert($0.integer(0)) }
            memory.withLock { $0.book = book }
        }
    }

    /// Twelve digits that tell stores apart.
    private static func tag(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bit
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String((String(repeating: "0", count: 16 - digits.count) + digits).suffix(12))
    }
}
