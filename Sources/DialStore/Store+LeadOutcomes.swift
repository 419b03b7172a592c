import DialModel
import GRDB

/// How far a lead has come.
public struct LeadOutcome: Hashable, Sendable {
    public var number: PhoneNumber
    /// Attempts made, skips counted.
    public var attempts: Int
    /// `fresh`, `waiting`, `in wrap-up`, `closed` or `promised`.
    public var state: String
    /// Name of the last attempt's outcome; empty when there was none.
    public var outcome: String

    /// The names of ``csvLine``'s columns.
    public static let csvHeader = "number,attempts,state,outcome"

    public var csvLine: String { "\(number),\(attempts),\(state),\(csvField(outcome))" }
}

extension Store {
    /// Calls `body` for every lead, in the order of import.
    ///
    /// A lead that is in a call now stands as it stood before.
    ///
    /// - Throws: ``StoreError``, or what `body` throws, which ends the listing.
    public func leadOutcomes(_ body: (LeadOutcome) throws -> Void) throws {
        var stopped: (any Error)?
        do {
            try reading { db in
                try listLeads(db) { lead in
                    do { try body(lead) } catch {
                        stopped = error
                        throw error
                    }
                }
            }
        } catch {
            throw stopped ?? error
        }
    }

    private func listLeads(_ db: Database, _ body: (LeadOutcome) throws -> Void) throws {
        var names = [String](repeating: "", count: 256)
        try HotStatement("SELECT code, name FROM outcomes", in: db).rows {
            names[Int(UInt8(truncatingIfNeeded: $0.integer(0)))] = $0.text(1)
        }
        let states = LeadStanding.allCases.map(\.name)
        try HotStatement(
            "SELECT number, attempts, state, outcome FROM leads ORDER BY id", in: db
        ).rows { row in
            try body(
                LeadOutcome(
                    number: PhoneNumber(digits: UInt64(row.integer(0))),
                    attempts: Int(row.integer(1)),
                    state: states[min(Int(row.integer(2)), states.count - 1)],
                    outcome: row.integerOrNull(3).map {
                        names[Int(UInt8(truncatingIfNeeded: $0))]
                    } ?? ""))
        }
    }
}
