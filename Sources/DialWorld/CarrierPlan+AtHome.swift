import DialMath
import DialModel

extension CarrierPlan {
    /// A time of day at which a person answers so many times as often; whoever is not there then lets it
    /// ring, and whoever is there besides answers what would have rung.
    public struct AtHome: Hashable, Sendable {
        /// Since midnight, 0 to 24 h; `from` is less than `to`, which is not in it.
        public var from: Duration
        public var to: Duration
        /// 0 or more.
        public var factor: Double

        public init(from: Duration, to: Duration, factor: Double) {
            self.from = from
            self.to = to
            self.factor = factor
        }
    }

    /// The largest factor there is room for: with it nobody is left who does not answer.
    public var mostAtHome: Double {
        let all = [fates] + segments.map(\.fates)
        return all.map { fates in
            let people = Self.people(in: fates)
            return people > 0 ? (people + Self.silence(in: fates)) / people : .infinity
        }.min() ?? .infinity
    }

    /// What numbers do when so many times as many people are there, no more than there is room for.
    static func fates(_ fates: [CallFate: Double], times factor: Double) -> [CallFate: Double] {
        let people = people(in: fates)
        guard people > 0 else { return fates }
        let silence = silence(in: fates)
        let times = min(factor, (people + silence) / people)
        var changed = fates
        for fate in [CallFate.person, .quickHangUp] { changed[fate]? *= times }
        changed[.noAnswer] = max(0, silence - (times - 1) * people)
        return changed
    }

    private static func people(in fates: [CallFate: Double]) -> Double {
        (fates[.person] ?? 0) + (fates[.quickHangUp] ?? 0)
    }

    /// What does not answer, what is left of the whole included.
    private static func silence(in fates: [CallFate: Double]) -> Double {
        let others = fates.filter { $0.key != .noAnswer }.values.sorted().reduce(0, +)
        return max(fates[.noAnswer] ?? 0, 1 - others)
    }
}

extension CarrierModel {
    /// What numbers of the segment do when they are called at `now`. O(``CarrierPlan/atHome``).
    func fates(of segment: Int, at now: Instant) -> Mixture<CallFate> {
        if plan.atHome.isEmpty { return fates[segment] }
        let time = plan.clock.timeOfDay(at: now)
        guard let part = plan.atHome.firstIndex(where: { $0.from <= time && time < $0.to }) else {
            return fates[segment]
        }
        return fatesAtHome[part][segment]
    }
}
