import DialModel

extension CampaignFile {
    /// The clocks of every zone, as ``CampaignPlan/clocks`` wants them.
    ///
    /// Where a lead may be in several zones it is the first; where it is not known where it is, the one
    /// that `hours` takes it to be in, else the campaign's own.
    ///
    /// - Parameters:
    ///   - zones: IANA names, in the order of their ``ZoneID``, several with `|` between them.
    ///   - begin: of the campaign.
    ///   - start: of this run of it; they go on as long after it as hours do.
    /// - Returns: as many as `zones`; none where no rule goes by them.
    /// - Complexity: O(zones × days).
    public func clocks(in zones: [String], from begin: Instant, to start: Instant) -> [ZoneClock] {
        guard plan.retry.usesClocks else { return [] }
        let usual = calling.unknownZone ?? timeZone ?? ""
        var known: [String: ZoneClock] = [:]
        return zones.map { names in
            let name = names.split(separator: "|").first.map(String.init) ?? usual
            if let clock = known[name] { return clock }
            let offsets = ZoneOffsets(clockOf: name, from: begin, to: start, for: plan.duration)
            let clock = offsets?.clock ?? ZoneClock(ahead: plan.utcOffset)
            known[name] = clock
            return clock
        }
    }
}

extension ZoneOffsets {
    /// Over a campaign's time, as hours are worked out over it.
    init?(
        clockOf name: String, from begin: Instant, to start: Instant, for length: Duration?
    ) {
        let first = CallingPlan.span(from: min(begin, start), for: length).from
        self.init(name, from: first, to: CallingPlan.span(from: start, for: length).to)
    }

    var clock: ZoneClock {
        ZoneClock(
            zip(starts, offsets).map {
                ZoneClock.Part(
                    from: .epoch + .seconds(Int64($0)), ahead: .seconds(Int64($1)))
            })
    }
}
