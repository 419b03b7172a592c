import GRDB

/// Leads in the order of a column, and of their IDs where it is the same, read a few at a time.
///
/// Each reading goes straight to where the last one ended, however many leads have the same value.
/// SQLite does not: of `(due, id) > (?, ?)` it takes only `due` to the index, and goes past all leads
/// of that value one by one. So these are two statements: the rest of the same value, then what is
/// beyond it.
struct OrderedRows {
    let same: String
    let beyond: String

    /// - Parameters:
    ///   - columns: what is read, as SQL.
    ///   - index: the name of the one that is in this order, for a given `condition`.
    ///   - condition: as SQL; its parameters begin with `?4`.
    ///   - column: the first in the order; not NULL.
    init(_ columns: String, index: String, where condition: String, by column: String) {
        let select = "SELECT \(columns) FROM leads INDEXED BY \(index) WHERE \(condition) AND"
        same = "\(select) \(column) = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
        beyond = "\(select) \(column) > ?1 ORDER BY \(column), id LIMIT ?3"
    }

    /// Reads at most `count` rows after a place.
    ///
    /// - Parameters:
    ///   - value: of the column; `lead`: the ID.
    ///   - others: for the parameters of the condition.
    /// - Returns: how many there were; fewer than `count` only at the end.
    /// - Complexity: O(`count` + log *n*).
    @discardableResult
    func read(
        _ count: Int, after value: Int64, _ lead: Int64, _ others: [Int64], in db: Database,
        _ body: (HotRow) throws -> Void
    ) throws -> Int {
        var left = count
        for sql in [same, beyond] where left > 0 {
            let select = try HotStatement(sql, in: db)
            select.bind(1, value)
            select.bind(2, lead)
            select.bind(3, left)
            for (place, other) in others.enumerated() { select.bind(Int32(4 + place), other) }
            try select.rows { row in
                left -= 1
                try body(row)
            }
        }
        return count - left
    }
}
