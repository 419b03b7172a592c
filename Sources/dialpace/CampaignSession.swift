import ArgumentParser
import DialConfig
import DialEngine
import DialModel
import DialStore
import Foundation

/// A campaign made ready to run: its file read, its store open and recovered, its leads imported.
struct CampaignSession {
    let file: CampaignFile
    let store: Store
    let seed: UInt64
    let speed: Speed
    /// Campaign time at which this run begins.
    let start: Instant
    let progress: Dialer.Progress
    let leads: Int
    let trace: CallTrace?

    /// When a campaign that has no `start:` begins in simulated time: the same for everyone, so
    /// that runs repeat. 2026-01-05 09:00 UTC, a Monday.
    static let defaultStart = Instant(nanoseconds: 1_767_603_600_000_000_000)

    init(_ command: RunCommand) throws {
        file = try CampaignFile.read(command.campaign)
        seed = command.seed ?? file.seed ?? 1
        speed = command.speed
        var leadFile = file.leads
        if let path = command.leads {
            leadFile = leadFile ?? LeadFilePlan(path: path)
            leadFile?.path = path
        }
        // Opened before the store is touched, so that a bad path leaves no half-made store.
        let reader = try leadFile.map { try LeadFile($0) }
        trace = try command.trace.map(CallTrace.init)
        // In virtual time no call leaves the process, so none needs to be safe from a power cut.
        let durability = speed == .max ? Store.Durability.atCheckpoints : .eachCommit
        store =
            try command.store.map { try Store.open($0, durability: durability) } ?? .inMemory()

        let isReal = speed == .times(1)
        let wanted = isReal ? Self.wallClock : file.start ?? Self.defaultStart
        do {
            let known = try store.campaign()
            try store.begin(CampaignFacts(file.plan, seed: seed, created: wanted))
            let recovery = try store.recover(retry: file.plan.retry, at: wanted)
            start = isReal ? wanted : max(wanted, recovery.latest ?? wanted)
            progress = Self.progress(
                recovery, began: known?.created, at: start)
            if let known, let latest = recovery.latest {
                Self.tellResumed(known, recovery, latest)
            }
            if let reader { try Self.importLeads(reader, into: store) }
            leads = try store.leadCount()
            if leads == 0 {
                throw ConfigErrors([
                    ConfigProblem(
                        path: command.campaign, line: nil,
                        text: "there is no lead to dial; name a lead file (leads: or --leads)")
                ])
            }
            try store.beginRun(at: start, version: Dialpace.version)
        } catch {
            store.close()
            throw error
        }
    }

    /// The dialer this run begins with.
    var dialer: Dialer { Dialer(plan: file.plan, resuming: progress, at: start) }

    private static var wallClock: Instant {
        Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
    }

    private static func progress(
        _ recovery: Recovery, began: Instant?, at start: Instant
    ) -> Dialer.Progress {
        var progress = Dialer.Progress()
        progress.nextAttempt = recovery.nextAttempt
        progress.attempts = recovery.attempts
        progress.answered = recovery.answered
        progress.abandoned = recovery.abandoned
        progress.closed = recovery.closedLeads
        if let began, let latest = recovery.latest, began <= latest {
            // The time between two runs is no part of the campaign.
            progress.began = start + Duration(nanoseconds: (began - latest).nanoseconds)
        }
        return progress
    }

    private static func tellResumed(
        _ known: CampaignFacts, _ recovery: Recovery, _ latest: Instant
    ) {
        var line = "resuming \(known.name): \(grouped(recovery.attempts)) attempts so far"
        if !recovery.closed.isEmpty {
            line += "; \(recovery.closed.count) had no end and are closed as unknown"
        }
        complain(line)
    }

    private static func importLeads(_ reader: LeadFile, into store: Store) throws {
        var counts = ImportCounts()
        while let batch = try reader.next(20_000) {
            counts = counts + (try store.importLeads(batch.leads))
        }
        var line = "\(grouped(counts.added)) leads added"
        if counts.merged > 0 { line += ", \(grouped(counts.merged)) merged with known numbers" }
        if let path = reader.rejectedPath {
            line += ", \(grouped(reader.rejected)) rows rejected: see \(path)"
        }
        complain(line)
    }
}

/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
    var digits = Array(String(abs(number)))
    var place = digits.count - 3
    while place > 0 {
        digits.insert(",", at: place)
        place -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
}
