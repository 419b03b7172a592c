import DialModel

/// A queue of leads, in room that is a power of two.
struct LeadRing: Sendable {
    private var ring = Rows(repeating: LeadRing.nobody, count: 64)
    private static let nobody = DueLead(id: LeadID(0), number: PhoneNumber(digits: 0))
    private var head = 0
    private(set) var count = 0

    /// The lead that is `place` from the front.
    @inline(__always)
    subscript(place: Int) -> DueLead { ring[(head &+ place) & (ring.count &- 1)] }

    /// The next lead, where there is one.
    @inline(__always)
    mutating func popFirst() -> DueLead {
        assert(count > 0, "there is no lead")
        let lead = ring[head]
        head = (head &+ 1) & (ring.count &- 1)
        count &-= 1
        return lead
    }

    /// The lead that was the last but `back` - 1 to be popped, if none has been added since.
    func popped(_ back: Int) -> DueLead { ring[(head &- back) & (ring.count &- 1)] }

    mutating func putFirst(_ lead: DueLead) {
        if count == ring.count { grow() }
        head = (head &- 1) & (ring.count &- 1)
        ring[head] = lead
        count &+= 1
    }

    mutating func putLast(_ lead: DueLead) {
        withUnsafePointer(to: lead) { append(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    mutating func append(_ leads: UnsafeBufferPointer<DueLead>) {
        while ring.count - count < leads.count { grow() }
        let mask = ring.count &- 1
        var end = (head &+ count) & mask
        for lead in leads {
            ring[end] = lead
            end = (end &+ 1) & mask
        }
        count += leads.count
    }

    /// Takes the lead that is `place` from the front out of the queue. O(`place`).
    mutating func remove(at place: Int) -> DueLead {
        let lead = self[place]
        let mask = ring.count &- 1
        for back in stride(from: place, to: 0, by: -1) {
            ring[(head &+ back) & mask] = self[back - 1]
        }
        _ = popFirst()
        return lead
    }

    /// Takes the lead out of the queue if it is there. O(leads).
    mutating func remove(_ id: LeadID) {
        if let place = (0..<count).first(where: { self[$0].id == id }) { _ = remove(at: place) }
    }

    mutating func removeAll() -> [DueLead] {
        let all = (0..<count).map { self[$0] }
        head = 0
        count = 0
        return all
    }

    private mutating func grow() {
        var larger = Rows<DueLead>()
        for place in 0..<count { larger.append(self[place]) }
        larger.grow(to: 2 * ring.count, with: Self.nobody)
        ring = larger
        head = 0
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() { ring.unshare() }
}
