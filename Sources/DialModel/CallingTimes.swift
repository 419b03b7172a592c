/// When people of one place may be called: spans of time, with whatever clock and calendar they follow
/// there already worked out.
///
///     let times = CallingTimes([CallingTimes.Span(from: nine, to: five)])
///     times.opening(at: noon)        // noon: it is open
///     times.opening(at: six)         // nil: it does not open any more
public struct CallingTimes: Hashable, Sendable {
    /// In order; none meets the next.
    public let spans: [Span]

    /// From an instant on until just before another.
    public struct Span: Hashable, Sendable {
        public var from: Instant
        public var to: Instant
        public init(from: Instant, to: Instant) {
            self.from = from
            self.to = to
        }
    }

    /// - Parameter spans: in any order; empty ones are left out, and what overlaps or meets is joined.
    public init(_ spans: [Span]) {
        var joined: [Span] = []
        for span in spans.filter({ $0.from < $0.to }).sorted(by: { $0.from < $1.from }) {
            if let last = joined.last, span.from <= last.to {
                joined[joined.count - 1].to = max(last.to, span.to)
            } else {
                joined.append(span)
            }
        }
        self.spans = joined
    }

    /// Whether calls may be made at `now`. O(log spans).
    public func isOpen(at now: Instant) -> Bool { opening(at: now) == now }

    /// The first instant from `now` on at which calls may be made; nil: there is none. O(log spans).
    public func opening(at now: Instant) -> Instant? {
        let place = place(at: now)
        return place < spans.count ? max(now, spans[place].from) : nil
    }

    /// The times that are in both. O(spans).
    public func intersection(_ other: CallingTimes) -> CallingTimes {
        var shared: [Span] = []
        var (mine, theirs) = (spans[...], other.spans[...])
        while let a = mine.first, let b = theirs.first {
            shared.append(Span(from: max(a.from, b.from), to: min(a.to, b.to)))
            if a.to <= b.to { mine.removeFirst() } else { theirs.removeFirst() }
        }
        return CallingTimes(shared)
    }

    /// Of the first span that is not over at `now`.
    private func place(at now: Instant) -> Int {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].to <= now { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The zone, or zones, a called party may be in, as its store numbers them: 0 where nothing is known.
public struct ZoneID: Hashable, Sendable {
    public let raw: UInt16
    @inlinable public init(_ raw: UInt16) { self.raw = raw }
    @inlinable public static var unknown: ZoneID { ZoneID(0) }
    public static let last = UInt16.max
}
