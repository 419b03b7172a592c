import DialModel

/// Leads at hand, in the order they are to be dialled, and when to fetch more.
struct Hopper: Sendable {
    private var ring = LeadRing()
    /// Those that are called otherwise than the campaign calls: see `Dialer+Attended.swift`.
    private var attended = LeadRing()
    /// Whether there may be any.
    var hasAttended = false {
        didSet {
            hasMoreAttended = hasAttended
            noteAttended()
        }
    }
    /// Whether some leads are to come before others that are here already.
    var isOrdered = false
    @inline(__always)
    var count: Int { ring.count }
    @inline(__always)
    var attendedCount: Int { attended.count }
    /// Leads have been asked for and have not come yet.
    private(set) var isWaiting = false
    /// When leads that were not due at the last fetch fall due; nil: none is known of.
    private(set) var nextDue: Instant?
    /// Whether the source has more that are due already.
    private var hasMore = true
    private var hasMoreAttended = false
    private var isLowOnAttended = false
    private var asked = 0
    private var askedAttended = 0
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
    var isExhausted: Bool {
        count == 0 && !isWaiting && !hasMore && nextDue == nil && attendedCount == 0
            && !hasMoreAttended
    }

    /// When it is worth asking again, if no fetch is under way.
    var wakeUp: Instant {
        if isWaiting { return .never }
        let isWanted = count == 0 || (hasAttended && attendedCount == 0) || (isOrdered && isLow)
        return isWanted ? nextDue ?? .never : .never
    }

    /// Whether it is time to think of fetching more.
    @inline(__always)
    var isLow: Bool { (count <= few || isLowOnAttended) && !isWaiting }

    /// How many leads to ask for now; 0: none.
    mutating func refill(at now: Instant) -> Int {
        guard isLow else { return 0 }
        isUrgent = few == .max
        let isMore = (hasMore && count <= few) || (hasMoreAttended && isLowOnAttended)
        if !isMore, !isUrgent {
            guard let nextDue, nextDue <= now else { return 0 }
        }
        isWaiting = true
        nextDue = nil
        few = capacity / 2
        asked = max(1, capacity - count)
        askedAttended = attendedRoom
        return asked
    }

    /// How many of those that are called otherwise to ask for.
    var attendedRoom: Int { hasAttended ? max(0, capacity / 4 - attendedCount) : 0 }

    private mutating func noteAttended() {
        isLowOnAttended = hasAttended && attendedCount <= capacity / 8
    }

    /// Leads are to be asked for at the next opportunity, however many there are.
    mutating func hurry() { few = .max }

    mutating func fill(_ batch: LeadBatch) {
        batch.leads.withUnsafeBufferPointer { append($0) }
        batch.attended.withUnsafeBufferPointer { attended.append($0) }
        isWaiting = false
        isUrgent = false
        hasMore = batch.leads.count >= asked
        // Where there was no room for any, nothing is known of them.
        if askedAttended > 0 { hasMoreAttended = batch.attended.count >= askedAttended }
        if hasAttended || attendedCount > 0 { noteAttended() }
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
    mutating func popFirst() -> DueLead { ring.popFirst() }

    /// See ``LeadRing/popped(_:)``.
    func popped(_ back: Int) -> DueLead { ring.popped(back) }

    /// Takes back a lead that was not dialled; it is the next.
    mutating func putBack(_ lead: DueLead) { ring.putFirst(lead) }

    /// Takes back a lead that was not dialled; it is the last.
    mutating func putLast(_ lead: DueLead) {
        withUnsafePointer(to: lead) { append(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// The next lead; nil: there is none.
    var next: DueLead? { count > 0 ? ring[0] : nil }

    /// The segment of the next lead; nil: there is none.
    var nextSegment: SegmentID? { next?.dialledSegment }

    /// How many leads that are next are of one segment, up to `most`. O(their number).
    func run(upTo most: Int) -> Int {
        var run = 0
        while run < min(most, count), ring[run].dialledSegment == ring[0].dialledSegment {
            run += 1
        }
        return run
    }

    private mutating func append(_ leads: UnsafeBufferPointer<DueLead>) {
        guard let first = leads.first else { return }
        ring.append(leads)
        var difference: UInt16 = 0
        for lead in leads {
            difference |= lead.attempts ^ first.attempts
            difference |= UInt16(lead.segment.raw ^ first.segment.raw)
        }
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

    // MARK: Called otherwise

    /// The next of those that are called otherwise; nil: there is none.
    var nextAttended: DueLead? { attendedCount > 0 ? attended[0] : nil }

    func attended(_ place: Int) -> DueLead { attended[place] }

    /// The place of the first that `suits`; nil: none does. O(those before it).
    func firstAttended(where suits: (DueLead) -> Bool) -> Int? {
        (0..<attendedCount).first { suits(attended[$0]) }
    }

    mutating func removeAttended(at place: Int) -> DueLead {
        defer { noteAttended() }
        return attended.remove(at: place)
    }

    mutating func putBackAttended(_ lead: DueLead) {
        attended.putFirst(lead)
        noteAttended()
    }

    mutating func putLastAttended(_ lead: DueLead) {
        attended.putLast(lead)
        noteAttended()
    }

    /// Takes away the lead, if it is here. O(leads).
    mutating func remove(_ id: LeadID) {
        ring.remove(id)
        attended.remove(id)
        noteAttended()
    }

    /// Takes all leads of both kinds away, those that are called otherwise first.
    mutating func removeAll() -> [DueLead] {
        defer { noteAttended() }
        return attended.removeAll() + ring.removeAll()
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() {
        ring.unshare()
        attended.unshare()
    }
}
