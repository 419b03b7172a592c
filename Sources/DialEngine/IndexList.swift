import DialModel

/// Queues of numbered rows from which any row can leave: agents in the order they became idle,
/// callers in the order they began to wait.
///
/// A row is in one of the queues, or in none. Doubly linked by row number, so every operation is
/// O(1) and nothing is allocated once all rows have been seen.
struct IndexList: Sendable {
    private struct Row: Sendable {
        var next: Int32 = -1
        var previous: Int32 = -1
        /// -1: in no queue.
        var queue: Int32 = -1
    }

    private struct Queue: Sendable {
        var first: Int32 = -1
        var last: Int32 = -1
    }

    private var rows = Rows<Row>()
    private var queues: Rows<Queue>
    private(set) var count = 0

    /// - Parameter queues: how many there are, at least 1.
    init(queues: Int = 1) { self.queues = Rows(repeating: Queue(), count: queues) }

    var queueCount: Int { queues.count }

    /// The first row of the queue, or -1.
    @inline(__always)
    func first(of queue: Int = 0) -> Int32 { queues[queue].first }

    func contains(_ row: Int32) -> Bool { row < rows.count && rows[row].queue >= 0 }

    /// Puts `row` at the end; a row that is there already stays where it is.
    @inline(__always)
    mutating func append(_ row: Int32, to queue: Int = 0) {
        if row >= rows.count { rows.grow(to: Int(row) + 1, with: Row()) }
        if rows[row].queue >= 0 { return }
        let last = queues[queue].last
        rows[row] = Row(previous: last, queue: Int32(queue))
        if last >= 0 { rows[last].next = row } else { queues[queue].first = row }
        queues[queue].last = row
        count &+= 1
    }

    @inline(__always)
    mutating func remove(_ row: Int32) {
        guard contains(row) else { return }
        let left = rows[row]
        rows[row].queue = -1
        if left.previous >= 0 {
            rows[left.previous].next = left.next
        } else {
            queues[Int(left.queue)].first = left.next
        }
        if left.next >= 0 {
            rows[left.next].previous = left.previous
        } else {
            queues[Int(left.queue)].last = left.previous
        }
        count &-= 1
    }

    /// The row after `row`, or -1.
    func after(_ row: Int32) -> Int32 { rows[row].next }

    /// See ``Rows/unshare()``.
    mutating func unshare() {
        rows.unshare()
        queues.unshare()
    }
}
