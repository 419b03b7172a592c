/// A queue of numbered rows from which any row can leave: agents in the order they became idle,
/// callers in the order they began to wait.
///
/// Doubly linked by row number, so every operation is O(1) and nothing is allocated once all rows
/// have been seen.
struct IndexList: Sendable {
    private var next: [Int32] = []
    private var previous: [Int32] = []
    private var present: [Bool] = []
    private(set) var first: Int32 = -1
    private var last: Int32 = -1
    private(set) var count = 0

    func contains(_ row: Int32) -> Bool { row < present.count && present[Int(row)] }

    /// Puts `row` at the end; a row that is there already stays where it is.
    mutating func append(_ row: Int32) {
        while next.count <= row {
            next.append(-1)
            previous.append(-1)
            present.append(false)
        }
        let index = Int(row)
        if present[index] { return }
        present[index] = true
        next[index] = -1
        previous[index] = last
        if last >= 0 { next[Int(last)] = row } else { first = row }
        last = row
        count += 1
    }

    mutating func remove(_ row: Int32) {
        guard contains(row) else { return }
        let index = Int(row)
        present[index] = false
        if previous[index] >= 0 {
            next[Int(previous[index])] = next[index]
        } else {
            first = next[index]
        }
        if next[index] >= 0 {
            previous[Int(next[index])] = previous[index]
        } else {
            last = previous[index]
        }
        count -= 1
    }

    /// The row after `row`, or -1.
    func after(_ row: Int32) -> Int32 { next[Int(row)] }
}
