import DialModel

/// At which hours people answer most, by segment: learned from calls as they end.
///
/// Each segment has a share for each ``LocalHour``. Since few calls tell little, each is drawn to the
/// segment's own, and that to the one of all, the more so the less the shares differ by more than
/// chance: where they do not, all hours are alike. Hours of which nothing is known have the segment's.
/// So that these come to be known, a lead takes the hour that is best by a draw from what is believed of
/// each: hours that may be better than any that is known are tried, the rarer the less likely that is.
///
///     var hours = BestHours()
///     hours.add(HourCount(segment: segment, hour: LocalHour(local), calls: 1, people: 1))
///     hours.shares(of: segment)[place]        // 0...1
///
/// - Complexity: ``add(_:)`` O(1); memory for 48 counts a segment, taken when a segment is met.
///
/// > Source: empirical Bayes for beta-binomial shares, (a + k m) / (n + k), as in C. N. Morris (1983),
/// > "Parametric empirical Bayes inference", Journal of the American Statistical Association 78; k from
/// > the variance between groups beyond that of chance, by the moments of J. C. Kleinman (1973),
/// > "Proportions with extraneous variance", ibid. 68, in the form of R. DerSimonian and N. Laird (1986),
/// > doi:10.1016/0197-2456(86)90046-2. The draws: W. R. Thompson (1933), doi:10.1093/biomet/25.3-4.285.
public struct BestHours: Hashable, Sendable {
    /// Calls, and those that a person answered.
    private struct Count: Hashable, Sendable {
        var calls: UInt32 = 0
        var people: UInt32 = 0

        mutating func add(_ more: HourCount) {
            calls &+= UInt32(clamping: more.calls)
            people &+= UInt32(clamping: more.people)
        }
    }

    /// By segment, then by hour.
    private var hours: [Count] = []
    private var segments: [Count] = []
    private var whole = Count()
    /// Belief counts as at least so many calls, so that a few calls make no hour the best.
    static let leastBelief = 20.0

    public init() {}

    /// Takes in how calls ended. O(1).
    public mutating func add(_ count: HourCount) {
        let segment = count.segment.part
        while segments.count <= segment {
            segments.append(Count())
            hours.append(contentsOf: repeatElement(Count(), count: LocalHour.count))
        }
        hours[segment * LocalHour.count + count.hour.raw].add(count)
        segments[segment].add(count)
        whole.add(count)
    }

    /// What has been seen of one hour.
    public func count(of segment: SegmentID, at hour: LocalHour) -> HourCount {
        let place = segment.part * LocalHour.count + hour.raw
        let seen = place < hours.count ? hours[place] : Count()
        return HourCount(
            segment: segment, hour: hour, calls: Int(seen.calls), people: Int(seen.people))
    }

    /// How likely a person answers, by ``LocalHour/raw``: 0...1, a half where there has been no call at
    /// all. O(segments).
    public func shares(of segment: SegmentID) -> InlineArray<48, Double> {
        drawn(of: segment) { _ in 0 }
    }

    /// As ``shares(of:)``, each so many standard deviations off.
    private func drawn(
        of segment: SegmentID, _ deviations: (Int) -> Double
    ) -> InlineArray<48, Double> {
        let all = whole.calls == 0 ? 0.5 : Double(whole.people) / Double(whole.calls)
        let part = segment.part
        guard part < segments.count else { return InlineArray(repeating: all) }
        let mean = Self.belief(in: segments[...]).share(segments[part], all)
        let first = part * LocalHour.count
        let belief = Self.belief(in: hours[first..<first + LocalHour.count])
        var shares = InlineArray<48, Double>(repeating: mean)
        for place in 0..<LocalHour.count {
            let seen = hours[first + place]
            let share = belief.share(seen, mean)
            shares[place] = share + deviations(place) * belief.deviation(share, seen)
        }
        return shares
    }

    /// The best time to call from one instant on until another, both included: in the hour in which
    /// people of the segment answer most by a draw from what is believed, of equals the first.
    ///
    /// - Parameters:
    ///   - clock: where the lead is.
    ///   - lot: what is drawn, and where in the hour, or in what is left or open of it: any number, the
    ///     same for the same.
    ///   - times: when it may be called; nil: at any time.
    /// - Returns: nil where it may not be called by then.
    /// - Complexity: O(segments + hours).
    public func best(
        for segment: SegmentID, from: Instant, to: Instant, clock: ZoneClock, lot: UInt64,
        within times: CallingTimes?
    ) -> Instant? {
        let shares = drawn(of: segment) { Self.normal(Self.mixed(lot &+ UInt64($0))) }
        let spread = Double(Self.mixed(lot) >> 11) * 0x1p-53
        var best: (at: Instant, share: Double)?
        var start = from
        while start <= to {
            let local = clock.local(at: start)
            let hour = LocalHour(local)
            let end = start + (.hours(1) - local.remainder(of: .hours(1)))
            let share = shares[hour.raw]
            if share > (best?.share ?? -1e9) + 1e-9,
                let at = Self.place(from: start, to: to, before: end, spread, times)
            {
                best = (at, share)
            }
            start = end
        }
        return best?.at
    }

    private static func place(
        from: Instant, to: Instant, before end: Instant, _ spread: Double, _ times: CallingTimes?
    ) -> Instant? {
        guard let opens = times.map({ $0.opening(at: from) }) ?? from, opens <= to, opens < end
        else { return nil }
        let at = opens + Duration(drawn: (min(end, to) - opens).seconds * spread)
        return times?.isOpen(at: at) == false ? nil : at
    }

    /// Bits that have nothing to do with each other for numbers that do: the finalizer of SplitMix64, G. L.
    /// Steele, D. Lea and C. H. Flood (2014), doi:10.1145/2660193.2660195.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Nearly normal, of mean 0 and variance 1: a sum of four numbers evenly spread.
    private static func normal(_ bits: UInt64) -> Double {
        var sum = 0.0
        for part: UInt64 in 0..<4 {
            sum += (Double((bits >> (16 * part)) & 0xFFFF) + 0.5) * 0x1p-16
        }
        return (sum - 2) * 3.0.squareRoot()
    }

    /// What the counts of several groups say of how much they differ.
    private static func belief(in groups: ArraySlice<Count>) -> Belief {
        var (calls, people, squares, met) = (0.0, 0.0, 0.0, 0.0)
        for group in groups where group.calls > 0 {
            let n = Double(group.calls)
            calls += n
            people += Double(group.people)
            squares += n * n
            met += 1
        }
        let mean = people / max(1, calls)
        let variance = mean * (1 - mean)
        guard met > 1, variance > 0 else { return Belief(calls: .infinity) }
        var sum = 0.0
        for group in groups where group.calls > 0 {
            let n = Double(group.calls)
            let apart = Double(group.people) / n - mean
            sum += n * apart * apart
        }
        let between = (sum - (met - 1) * variance) / (calls - squares / calls)
        return Belief(
            calls: between > 0 ? max(leastBelief, variance / between - 1) : .infinity)
    }

    /// How many calls a belief counts as.
    private struct Belief {
        var calls: Double

        func share(_ seen: Count, _ mean: Double) -> Double {
            if calls == .infinity { return mean }
            return (Double(seen.people) + calls * mean) / (Double(seen.calls) + calls)
        }

        /// The standard deviation of what is believed.
        func deviation(_ share: Double, _ seen: Count) -> Double {
            if calls == .infinity { return 0 }
            return (share * (1 - share) / (Double(seen.calls) + calls + 1)).squareRoot()
        }
    }
}

extension Duration {
    /// What is left of it after as many `spans` as fit; 0 or more.
    fileprivate func remainder(of span: Duration) -> Duration {
        let rest = nanoseconds % span.nanoseconds
        return Duration(nanoseconds: rest < 0 ? rest + span.nanoseconds : rest)
    }
}
