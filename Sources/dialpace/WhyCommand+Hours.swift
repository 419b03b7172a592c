import DialConfig
import DialEstimation
import DialModel
import DialStore

extension WhyCommand {
    /// Why a lead is due when it is, where it waits for the hour at which people answer most; nil: it does
    /// not.
    ///
    /// - Parameter name: of its segment; empty: none.
    static func bestHour(
        of known: LeadHistory, due: Instant, in store: Store, _ file: CampaignFile,
        from begin: Instant
    ) throws -> String? {
        guard let outcome = known.attempts.last?.outcome,
            case .best = file.plan.retry.varied[outcome]?.kind
        else { return nil }
        let clocks = file.clocks(in: try store.zones(), from: begin, to: due)
        let zone = Int(known.lead.zone.raw)
        let clock = zone < clocks.count ? clocks[zone] : ZoneClock(ahead: file.plan.utcOffset)
        let local = clock.timeOfDay(at: due)
        var hours = BestHours()
        for count in try store.hourCounts() { hours.add(count) }
        let hour = LocalHour(clock.local(at: due))
        let seen = hours.count(of: known.lead.segment, at: hour)
        let name = try store.segmentName(known.lead.segment)
        let whom = name.isEmpty ? "there" : "for segment \(name)"
        let share =
            seen.calls == 0
            ? "none has been called then yet"
            : "\(percent(seen.share)) of \(grouped(seen.calls)) answered"
        let place = known.zones.split(separator: "|").first.map { " in \($0)" } ?? ""
        return "  that is \(clockTime(local))\(place), in the best hour \(whom): \(share)"
    }

    /// `18:20`.
    private static func clockTime(_ span: Duration) -> String {
        let minutes = Int(span.nanoseconds / 60_000_000_000)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
