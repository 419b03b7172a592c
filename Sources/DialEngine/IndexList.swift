/// A queue of numbered rows from which any row can leave: agents in the order they became idle,
/// callers in the order they began to wait.
///
/// Doubly linked by row number, so every operation is O(1) and nothing is allocated once all rows
/// have been seen.
struct IndexList: Sendable {
    private struct Row: Sendable {
        var next: Int32 = -1
        var previous: Int32 = -1
        var isPresent = false
    }

    private var rows: [Row] = []
    private(set) var first: Int32 = -1
    private var last: Int32 = -1
    private(set) var count = 0

    func contains(_ row: Int32) -> Bool { row < rows.count && rows[Int(row)].isPresent }

    /// Puts `row` at the end; a row that is there already stays where it is.
    mutating func append(_ row: Int32) {
        while rows.count <= row { rows.append(Row()) }
        if rows[Int(row)].isPresent { return }
        rows[Int(row)] = Row(previous: last, isPresent: true)
        if last >= 0 { rows[Int(last)].next = row } else { first = row }
        last = row
        count += 1
    }

    mutating func remove(_ row: Int32) {
        guard contains(row) else { return }
        let left = rows[Int(row)]
        rows[Int(row)].isPresent = false
        if left.previous >= 0 {
            rows[Int(left.previous)].next = left.next
        } else {
            first = left.next
        }
        if left.next >= 0 {
            rows[Int(left.next)].previous = left.previous
        } else {
            last = left.previous
        }
        count -= 1
    }

    /// The row after `row`, or -1.
    func after(_ row: Int32) -> Int32 { rows[Int(row)].next }
}
