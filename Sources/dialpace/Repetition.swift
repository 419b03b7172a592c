import DialModel
import DialStore

/// A recorded campaign beside the same campaign run once more from what the store keeps.
struct Repetition {
    /// What was compared.
    enum Scope: Equatable {
        /// Every instant of every attempt, and its outcome.
        case everything
        /// The run was live: which lead was dialled how often, with what outcome.
        case outcomes(speed: String)
    }

    /// One attempt that is not the same.
    struct Difference {
        var attempt: Int64
        /// What differs: `started`, `outcome` ….
        var what: String
        var recorded: String
        var repeated: String
    }

    let scope: Scope
    /// Where the comparison ends: the first thing that was done by hand.
    let byHand: (at: Instant, text: String)?
    /// Attempts compared.
    let compared: Int
    let differing: Int
    let first: Difference?
    /// Recorded attempts that there was nothing to compare with, and repeated ones likewise.
    let onlyRecorded: Int
    let onlyRepeated: Int

    enum Finding { case same, different, nothingToCompare }

    var finding: Finding {
        if compared == 0 { return .nothingToCompare }
        return differing == 0 ? .same : .different
    }

    /// Runs the campaign once more.
    init(of recorded: RecordedStore) async throws {
        guard let file = recorded.file, let run = recorded.runs.first else {
            throw ExperimentFault(
                "\(recorded.path) was made before stores kept their campaign file; give it with "
                    + "--campaign")
        }
        let session = try CampaignSession(
            repeating: file, leads: recorded.leads, seed: recorded.facts.seed, from: run.started)
        defer { session.store.close() }
        try await VirtualRun(session).run()
        let repeated = try session.store.calls()
        let planned = try session.store.operations()
        let isLive = run.speed.map { $0 != "max" } ?? false
        scope = isLive ? .outcomes(speed: run.speed ?? "") : .everything
        if isLive {
            byHand = nil
            (compared, differing, first) = Self.compareOutcomes(recorded, repeated)
            onlyRecorded = recorded.calls.count - compared
            onlyRepeated = repeated.count - compared
            return
        }
        let odd = zip(recorded.operations, planned).first { $0.0 != $0.1 }?.0
        let extra =
            recorded.operations.count > planned.count ? recorded.operations[planned.count] : nil
        // A second run begins where the first was stopped, or broke off.
        let resumed = recorded.runs.dropFirst().first.map {
            (at: $0.started, text: "the campaign was resumed")
        }
        byHand = [odd, extra, resumed].compactMap { $0 }.min { $0.at < $1.at }
        let until = byHand?.at
        func whole(_ calls: [CallRecord]) -> [CallRecord] {
            guard let until else { return calls }
            return calls.filter { $0.started < until }
        }
        let (before, again) = (whole(recorded.calls), whole(repeated))
        (compared, differing, first) = Self.compare(before, again, until: until)
        // One too few, or too many, before then is a difference.
        onlyRecorded = recorded.calls.count - before.count
        onlyRepeated = repeated.count - again.count
    }

    private static func compare(
        _ recorded: [CallRecord], _ repeated: [CallRecord], until: Instant?
    ) -> (Int, Int, Difference?) {
        var differing = 0
        var first: Difference?
        for place in 0..<max(recorded.count, repeated.count) {
            let difference: Difference?
            if place >= recorded.count || place >= repeated.count {
                let isMissing = place >= recorded.count
                let call = isMissing ? repeated[place] : recorded[place]
                difference = Difference(
                    attempt: call.attempt.raw, what: "attempt",
                    recorded: isMissing ? "none" : "to lead \(call.lead.raw)",
                    repeated: isMissing ? "to lead \(call.lead.raw)" : "none")
            } else {
                difference = compare(recorded[place], repeated[place], until: until)
            }
            guard let difference else { continue }
            differing += 1
            first = first ?? difference
        }
        return (max(recorded.count, repeated.count), differing, first)
    }

    private static func compare(
        _ a: CallRecord, _ b: CallRecord, until: Instant?
    ) -> Difference? {
        // What was under way when someone intervened may end otherwise.
        let isCut = until.map { end in (a.ended ?? .never) >= end || (b.ended ?? .never) >= end }
        let isWhole = !(isCut ?? false)
        let rows: [(String, AnyHashable, AnyHashable, Bool)] = [
            ("number", a.attempt, b.attempt, true), ("lead", a.lead.raw, b.lead.raw, true),
            ("ordinal", a.ordinal, b.ordinal, true), ("started", a.started, b.started, true),
            ("ringing", a.ringing, b.ringing, isWhole),
            ("answered", a.answered, b.answered, isWhole),
            ("person", a.person, b.person, isWhole),
            ("connected", a.connected, b.connected, isWhole),
            ("closing", a.closing, b.closing, isWhole),
            ("ended", a.ended, b.ended, isWhole),
            ("outcome", a.outcome, b.outcome, isWhole),
            ("agent", a.agent?.raw, b.agent?.raw, isWhole),
            ("wrap-up", a.wrapUp, b.wrapUp, isWhole && until == nil),
        ]
        guard let row = rows.first(where: { $0.3 && $0.1 != $0.2 }) else { return nil }
        return Difference(
            attempt: a.attempt.raw, what: row.0, recorded: text(row.1), repeated: text(row.2))
    }

    /// Attempts by lead and ordinal: in real time no instant is exact, and who is dialled when
    /// depends on it.
    private static func compareOutcomes(
        _ recorded: RecordedStore, _ repeated: [CallRecord]
    ) -> (Int, Int, Difference?) {
        struct Key: Hashable {
            let lead: LeadID
            let ordinal: UInt16
        }
        var known: [Key: CallRecord] = [:]
        for call in repeated { known[Key(lead: call.lead, ordinal: call.ordinal)] = call }
        var compared = 0
        var differing = 0
        var first: Difference?
        for call in recorded.calls {
            guard let other = known[Key(lead: call.lead, ordinal: call.ordinal)] else { continue }
            compared += 1
            guard call.outcome != other.outcome else { continue }
            differing += 1
            first =
                first
                ?? Difference(
                    attempt: call.attempt.raw, what: "outcome", recorded: text(call.outcome),
                    repeated: text(other.outcome))
        }
        return (compared, differing, first)
    }

    private static func text(_ value: AnyHashable) -> String {
        switch value.base {
        case let instant as Instant: return "\(instant.nanoseconds) ns"
        case let span as DialModel.Duration: return "\(span.nanoseconds) ns"
        case let outcome as Outcome: return Dispositions().name(outcome)
        case let text as any CustomStringConvertible: return text.description
        default: return "\(value.base)"
        }
    }
}
