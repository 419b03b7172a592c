import DialModel

/// Leads at hand, in the order they are to be dialled, and when to fetch more.
struct Hopper: Sendable {
    /// In room that is a power of two.
    private var ring = Rows(repeating: Hopper.nobody, count: 64)
    private static let nobody = DueLead(id: LeadID(0), number: PhoneNumber(digits: 0))
    private var head = 0
    private(set) var count = 0
    /// Leads have been asked for and have not come yet.
    private(set) var isWaiting = false
    /// When leads that were not due at the last fetch fall due; nil: none is known of.
    private(set) var nextDue: Instant?
    /// Whether the source has more that are due already.
    private var hasMore = true
    private var asked = 0
    /// Whether leads of more than one segment have been here.
    private(set) var isMixed = false
    private var segment: SegmentID?
    private let capacity: Int
    /// As many leads, or fewer, are few.
    private var few: Int
    /// Whether those on their way were asked for under other rules.
    var isOutdated = false
    /// Whether those asked for are wanted at once: because they are, or so that others can be.
    var isHurried: Bool { isWaiting && (isUrgent || few == .max) }
    private var isUrgent = false

    init(capacity: Int) {
        self.capacity = capacity
        few = capacity / 2
    }

    /// Nothing here, nothing coming, nothing due later.
    var isExhausted: Bool { count == 0 && !isWaiting && !hasMore && nextDue == nil }

    /// When it is worth asking again, if no fetch is under way.
    var wakeUp: Instant { isWaiting || count > 0 ? .never : (nextDue ?? .never) }

    /// Whether it is time to think of fetching more.
    @inline(__always)
    var isLow: Bool { count <= few && !isWaiting }

    /// How many leads to ask for now; 0: none.
    mutating func refill(at now: Instant) -> Int {
        guard !isWaiting, count <= few else { return 0 }
        isUrgent = few == .max
        if !hasMore, !isUrgent {
            guard let nextDue, nextDue <= now else { return 0 }
        }
        isWaiting = true
        nextDue = nil
        few = capacity / 2
        asked = max(1, capacity - count)
        return asked
    }

    /// Leads are to be asked for at the next opportunity, however many there are.
    mutating func hurry() { few = .max }

    mutating func fill(_ batch: LeadBatch) {
        batch.leads.withUnsafeBufferPointer { append($0) }
        isWaiting = false
        isUrgent = false
        hasMore = batch.leads.count >= asked
        if let due = batch.nextDue { note(due) }
    }

    /// A lead has been sent back to its source, due at `due`.
    @inline(__always)
    mutating func note(_ due: Instant) {
        if let nextDue, nextDue <= due { return }
        noteEarlier(due)
    }

    private mutating func noteEarlier(_ due: Instant) {
        // Just after the next multiple of 5 s: leads due before an instant are handed over, and a
        // fetch for each of them would keep the store busier than the calls do.
        let step: Int64 = 5_000_000_000
        let left = step - due.nanoseconds % step
        let after = due + Duration(nanoseconds: left + 1)
        nextDue = min(nextDue ?? after, after)
    }

    @inline(__always)
    mutating func pop() -> DueLead? {
        count > 0 ? popFirst() : nil
    }

    /// ``pop()``, where there is a lead.
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

    /// Takes back a lead that was not dialled; it is the next.
    mutating func putBack(_ lead: DueLead) {
        if count == ring.count { grow() }
        head = (head &- 1) & (ring.count &- 1)
        ring[head] = lead
        count &+= 1
    }

    /// Takes back a lead that was not dialled; it is the last.
    mutating func putLast(_ lead: DueLead) {
        withUnsafePointer(to: lead) { append(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// The segment of the next lead; nil: there is none.
    var nextSegment: SegmentID? { count > 0 ? ring[head].dialledSegment : nil }

    /// How many leads that are next are of one segment, up to `most`. O(their number).
    func run(upTo most: Int) -> Int {
        var run = 0
        while run < min(most, count),
            ring[(head &+ run) & (ring.count &- 1)].dialledSegment == ring[head].dialledSegment
        {
            run += 1
        }
        return run
    }

    private mutating func append(_ leads: UnsafeBufferPointer<DueLead>) {
        while ring.count - count < leads.count { grow() }
        if leads.isEmpty { return }
        let mask = ring.count &- 1
        var end = (head &+ count) & mask
        let first = leads[0]
        var difference: UInt16 = 0
        for lead in leads {
            ring[end] = lead
            end = (end &+ 1) & mask
            difference |= lead.attempts ^ first.attempts
            difference |= UInt16(lead.segment.raw ^ first.segment.raw)
        }
        count += leads.count
        // All alike, as nearly always, they are of one segment.
        noteSegments(of: difference == 0 ? UnsafeBufferPointer(rebasing: leads[..<1]) : leads)
    }

    @inline(never)
    private mutating func noteSegments(of leads: UnsafeBufferPointer<DueLead>) {
        for lead in leads where lead.dialledSegment != segment {
            isMixed = isMixed || segment != nil
            segment = lead.dialledSegment
        }
    }

    private mutating func grow() {
        var larger = Rows<DueLead>()
        for place in 0..<count { larger.append(ring[(head + place) & (ring.count - 1)]) }
        larger.grow(to: 2 * ring.count, with: Self.nobody)
        ring = larger
        head = 0
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() { ring.unshare() }
}
