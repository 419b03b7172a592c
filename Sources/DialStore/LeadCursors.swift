/// Which leads have been handed over, known without writing anything down.
///
/// Handing a lead over changes nothing on disk: its row still says fresh, or waiting and due. Two
/// cursors that only move forward tell such rows from those still to be handed over:
///
/// - **Fresh leads** are taken in the order of their IDs, and new ones get higher IDs than all
///   others. So a fresh row has been handed over exactly if its ID is at most ``fresh``.
/// - **Waiting leads** are taken in the order of (due, ID). A waiting row has been handed over
///   exactly if it is at or before ``retry`` in this order and not in ``late``.
///
/// Why the second holds, whatever the clock and the retry rules do. A row can get to or before the
/// cursor in two ways only. The cursor passes over it: then it is being handed over. Or a record
/// gives it a due instant at or before the cursor: this happens when the wait is shorter than the
/// time the record took to get here, when two leads are due at the same instant, and when the clock
/// went back. ``wrote(lead:due:)`` sees every such record and notes the lead in ``late``, from where
/// it is handed over first: all of ``late`` is due before anything behind the cursor. A lead leaves
/// ``late`` when it is handed over or when a newer record says something else of it. No assumption
/// is made that dues are after ends or that `now` never falls.
///
/// A new process begins with both cursors before everything: leads that the old one had in hand and
/// did not dial are handed over again, and those it did dial have a record.
struct LeadCursors {
    /// The last fresh lead handed over.
    var fresh = Int64.min
    /// Since leads are handed over by zone: how far that has come in each. Behind ``fresh`` all zones are.
    var zones = FreshZones()
    /// Since leads are handed over by the strategies of their segments: how far that has come.
    var cells = LeadCells()
    /// Leads that were closed and are so no more, since leads were last asked for.
    var reopened = 0
    /// Leads handed over for their promised calls, which stand as promised until these have ended.
    var promises: Set<Int64> = []
    /// Leads handed over whatever their turn, that have not come back.
    var byHand: Set<Int64> = []
    /// The last waiting lead handed over behind which all others lie.
    var retry = Place(due: .min, lead: .min)
    /// Due instants of leads that were sent back at or before ``retry``, by lead. As a rule empty.
    var late: [Int64: Int64] = [:]

    /// A waiting lead's place in the order of handing over.
    struct Place: Comparable {
        var due: Int64
        var lead: Int64

        static func < (a: Place, b: Place) -> Bool { (a.due, a.lead) < (b.due, b.lead) }
    }

    /// Takes note of what a record says of a lead.
    ///
    /// - Parameter due: nil when the lead does not wait.
    @inline(__always)
    mutating func wrote(lead: Int64, due: Int64?) {
        if let due, Place(due: due, lead: lead) <= max(retry, cells.furthest) {
            late[lead] = due
        } else if !late.isEmpty {
            late[lead] = nil
        }
        if !byHand.isEmpty { takeBackByHand(lead) }
    }

    /// Takes up to `count` leads out of ``late`` that are due before `now`, longest due first.
    mutating func takeLate(_ count: Int, before now: Int64) -> [Place] {
        if late.isEmpty { return [] }
        let places =
            late.lazy.filter { $0.value < now }.map { Place(due: $0.value, lead: $0.key) }.sorted()
            .prefix(count)
        for place in places { late[place.lead] = nil }
        return Array(places)
    }
}
