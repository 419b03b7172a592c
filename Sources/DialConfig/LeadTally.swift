import DialModel

/// Where the leads of a list are, and what the campaign's rules make of them, as far as it has been read.
public struct LeadTally: Sendable {
    /// How many are in each zone, named as leads have it.
    public private(set) var zones: [String: Int] = [:]
    private var segments: [String: Int] = [:]
    private var unrated = Rows()
    private var unsorted = Rows()
    /// Of the campaign; empty: it tells none apart.
    private let names: [String]
    private let isRated: Bool

    private struct Rows {
        var count = 0
        var line = 0

        mutating func add(_ line: Int) {
            if count == 0 { self.line = line }
            count += 1
        }
    }

    public init(for campaign: CampaignFile) {
        names = campaign.segments.map(\.strategy.name)
        isRated = campaign.leads?.worth != nil
    }

    /// O(leads).
    public mutating func add(_ batch: LeadFile.Batch) {
        // Most leads are in the zone, and of the segment, of the one before.
        var zone = Run(), segment = Run()
        for (place, lead) in batch.leads.enumerated() {
            if let ended = zone.add(lead.timeZone) { zones[ended.name, default: 0] += ended.count }
            if !names.isEmpty {
                if let ended = segment.add(lead.segment) { add(ended) }
                if !names.contains(lead.segment) { unsorted.add(batch.lines[place]) }
            }
            if isRated && lead.worth == nil { unrated.add(batch.lines[place]) }
        }
        if let last = zone.last { zones[last.name, default: 0] += last.count }
        if let last = segment.last { add(last) }
    }

    private mutating func add(_ run: (name: String, count: Int)) {
        segments[run.name, default: 0] += run.count
    }

    private struct Run {
        private(set) var last: (name: String, count: Int)?

        mutating func add(_ name: String) -> (name: String, count: Int)? {
            if last?.name == name {
                last!.count += 1
                return nil
            }
            defer { last = (name, 1) }
            return last
        }
    }

    /// What is allowed, and may not have been meant, a sentence each.
    ///
    /// - Parameter isWhole: whether the list is all there is, so that a segment without leads is told.
    public func warnings(isWhole: Bool = true) -> [String] {
        var sentences: [String] = []
        let empty = isWhole ? names.filter { segments[$0] == nil } : []
        if !empty.isEmpty {
            sentences.append(
                "no lead is of the \(empty.count == 1 ? "segment" : "segments") "
                    + empty.joined(separator: ", "))
        }
        if unsorted.count > 0 {
            sentences.append(
                "\(Self.words(unsorted)) of no segment, and called as the campaign itself says")
        }
        if unrated.count > 0 {
            sentences.append(
                "\(Self.words(unrated)) without worth, and called after the others: the columns it is "
                    + "reckoned from hold no number such as 1200.50")
        }
        return sentences
    }

    private static func words(_ rows: Rows) -> String {
        rows.count == 1
            ? "1 lead (line \(rows.line)) is"
            : "\(counted(rows.count, "lead", "leads")) (the first in line \(rows.line)) are"
    }
}

extension CampaignFile {
    /// Segments whose people no agent ever talks to.
    public var unservedSegments: [String] {
        let sizes = crew.groupSizes
        return segments.map(\.strategy).filter { strategy in
            strategy.isExclusive && !sizes.isEmpty
                && strategy.groups.allSatisfy { sizes[Int($0.raw)] == 0 }
        }.map {
            "nobody of the segment \($0.name) will be called: the groups that it is left to have size 0"
        }
    }
}
