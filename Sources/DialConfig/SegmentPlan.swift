import DialModel

/// A segment of the list as the campaign file describes it.
public struct SegmentPlan: Hashable, Sendable {
    public var strategy: SegmentStrategy
    /// When its people are best called, by their own clock; nil: all times are alike.
    public var primeTime: CallingHours?
    /// Which leads are of it; nil: those whose column says so, and for the last one all that are of no
    /// other.
    public var condition: PlacedExpression?
}

extension CampaignFile {
    /// The strategies of the segments, by ``SegmentID``.
    ///
    /// - Parameters:
    ///   - names: of the segments, and `zones` of the zones, by their IDs, as the store has them.
    ///   - start: of the campaign, or of this run of it.
    public func strategies(
        of names: [String], in zones: [String], from start: Instant
    ) -> SegmentStrategies {
        if segments.isEmpty {
            return leads?.worth == nil ? SegmentStrategies() : .byWorth
        }
        return SegmentStrategies(
            names.prefix(Int(SegmentID.last) + 1).map { name in
                guard let found = segments.first(where: { $0.strategy.name == name }) else {
                    return SegmentStrategy(name: name)
                }
                var strategy = found.strategy
                if let prime = found.primeTime {
                    var hours = CallingPlan()
                    hours.rules = [prime]
                    hours.unknownZone = calling.unknownZone ?? timeZone
                    strategy.primeTime = hours.hours(in: zones, from: start, for: plan.duration)
                }
                return strategy
            })
    }
}

extension CampaignFile {
    /// The plan's changes, with segments by the numbers that the store has given their names.
    public func changes(numbering names: [String]) -> [PlannedChange] {
        plan.changes.map { change in
            var change = change
            change.command = numbered(change.command, by: names)
            return change
        }
    }

    /// The command, with a segment by the number that the store has given its name.
    public func numbered(_ command: OperatorCommand, by names: [String]) -> OperatorCommand {
        guard case .segment(var change) = command else { return command }
        let name = segments[Int(change.segment.raw) - 1].strategy.name
        let number = names.firstIndex(of: name) ?? 0
        change.segment = SegmentID(UInt8(min(number, Int(SegmentID.last))))
        return .segment(change)
    }
}
