import Foundation

/// How far a zone's clocks are ahead of universal time over a while: looked up once for each change,
/// not for each day.
struct ZoneOffsets {
    /// When each part begins, in seconds since 1970, in order; the first before all that is asked.
    private(set) var starts: [Int]
    /// Seconds east of UTC in each part.
    private(set) var offsets: [Int]

    /// - Parameters:
    ///   - name: IANA name.
    ///   - first: seconds since 1970; what is asked lies between this and `last`.
    /// - Returns: nil when this machine knows no such zone.
    init?(_ name: String, from first: Int, to last: Int) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        func east(_ second: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
        }
        starts = [first]
        offsets = [east(first)]
        var place = first
        while place < last {
            // No zone has changed its clocks there and back within so short a time since 1970.
            let next = place + 5 * 86_400
            let offset = east(next)
            if offset != offsets[offsets.count - 1] {
                var (before, after) = (place, next)
                while after - before > 1 {
                    let middle = (before + after) / 2
                    if east(middle) == offset { after = middle } else { before = middle }
                }
                starts.append(after)
                offsets.append(offset)
            }
            place = next
        }
    }

    /// From when on the clock has passed `local` for good: the latest instant of that time, and when
    /// the clocks skip it, that of the skip. Both in seconds since 1970.
    func latest(_ local: Int) -> Int {
        var part = starts.count - 1
        while part > 0, starts[part] + offsets[part] >= local { part -= 1 }
        let end = part + 1 < starts.count ? starts[part + 1] : .max
        return min(end, local - offsets[part])
    }

    /// When the clock first shows `local` or later.
    func earliest(_ local: Int) -> Int {
        var part = 0
        while part + 1 < starts.count, local - offsets[part] >= starts[part + 1] { part += 1 }
        return part == 0 ? local - offsets[0] : max(starts[part], local - offsets[part])
    }

    /// What the clock shows at `second`.
    func local(_ second: Int) -> Int {
        second + offsets[max(0, (starts.lastIndex { $0 <= second } ?? 0))]
    }
}
