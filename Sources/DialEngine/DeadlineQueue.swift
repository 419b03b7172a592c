import DialModel

/// The deadlines of numbered rows, earliest first. A row has one deadline or none.
///
/// A four-way heap that knows each row's place, so that a deadline is moved, not left behind. Equal
/// instants come out in the order they were set.
struct DeadlineQueue: Sendable {
    private struct Entry {
        var at: Int64
        var order: UInt32
        var row: Int32

        static func < (a: Entry, b: Entry) -> Bool {
            a.at != b.at ? a.at < b.at : a.order < b.order
        }
    }

    private var heap: [Entry] = []
    /// By row: its place in the heap, or -1.
    private var places: [Int32] = []
    private var set: UInt32 = 0

    var earliest: Instant { heap.isEmpty ? .never : Instant(nanoseconds: heap[0].at) }
    /// The row that is due first, nil when none has a deadline.
    var first: Int32? { heap.isEmpty ? nil : heap[0].row }

    /// The row's deadline; ``Instant/never`` takes it away. O(log rows).
    mutating func set(_ row: Int32, to at: Instant) {
        while places.count <= row { places.append(-1) }
        let place = Int(places[Int(row)])
        if at == .never {
            if place >= 0 { remove(at: place) }
            return
        }
        set &+= 1
        let entry = Entry(at: at.nanoseconds, order: set, row: row)
        if place < 0 {
            heap.append(entry)
            siftUp(from: heap.count - 1, entry)
        } else if entry < heap[place] {
            siftUp(from: place, entry)
        } else {
            siftDown(from: place, entry)
        }
    }

    private mutating func remove(at place: Int) {
        places[Int(heap[place].row)] = -1
        let last = heap.removeLast()
        guard place < heap.count else { return }
        if place > 0 && last < heap[(place - 1) / 4] {
            siftUp(from: place, last)
        } else {
            siftDown(from: place, last)
        }
    }

    private mutating func siftUp(from start: Int, _ entry: Entry) {
        var hole = start
        while hole > 0 {
            let parent = (hole - 1) / 4
            if !(entry < heap[parent]) { break }
            heap[hole] = heap[parent]
            places[Int(heap[hole].row)] = Int32(hole)
            hole = parent
        }
        heap[hole] = entry
        places[Int(entry.row)] = Int32(hole)
    }

    private mutating func siftDown(from start: Int, _ entry: Entry) {
        var hole = start
        while true {
            let firstChild = 4 * hole + 1
            if firstChild >= heap.count { break }
            var least = firstChild
            for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, heap.count))
            where heap[child] < heap[least] {
                least = child
            }
            if !(heap[least] < entry) { break }
            heap[hole] = heap[least]
            places[Int(heap[hole].row)] = Int32(hole)
            hole = least
        }
        heap[hole] = entry
        places[Int(entry.row)] = Int32(hole)
    }
}
