import ArgumentParser
import DialConfig
import DialEngine
import DialEstimation
import DialModel
import DialNumbers
import DialStore
import Foundation

/// A campaign made ready to run: its file read, its store open and recovered, its leads imported.
struct CampaignSession {
    private(set) var file: CampaignFile
    /// The file's, with what the store knows: the hours of its leads' zones, and who has complained.
    let plan: CampaignPlan
    let store: Store
    let seed: UInt64
    let speed: Speed
    /// Campaign time at which this run begins.
    let start: Instant
    let progress: Dialer.Progress
    let leads: Int
    /// Reads changes that are made from outside.
    let changes: ChangeReader
    /// Changes that have been waiting for this run.
    let waiting: [Instruction]
    let trace: CallTrace?
    let explanations: ExplanationFile?
    /// Lines on which calls are heard; nil: they are simulated by messages.
    let rig: RigLines?
    /// Whether earlier runs have left nothing to do; it has been said why.
    let isOver: Bool
    /// What is said when the command leaves at once.
    let farewell: String
    /// Whether someone may watch it and press keys.
    let isShown: Bool

    init(_ command: RunCommand) throws {
        Output.hide(inCampaignAt: command.campaign)
        file = try CampaignFile.read(command.campaign, numbers: WorldNumbers())
        speed = command.pace
        rig = try command.rig.lines(for: file, at: command.campaign)
        if speed != .max, let fault = file.secretFault {
            throw ConfigErrors([ConfigProblem(path: command.campaign, line: nil, text: fault)])
        }
        let leadFile = file.leads(from: command.leads)
        // Opened before the store is touched, so that a bad path leaves no half-made store.
        let reader = try leadFile.map {
            try LeadFile($0, numbers: WorldNumbers(), rejects: .written(orElse: "."))
        }
        let (hidden, caller) = (file.masking[.log], file.plan.callerIdentity)
        trace = try command.trace.map {
            try CallTrace(path: $0, hidden: hidden, caller: caller)
        }
        let others = [command.campaign, leadFile?.path, command.store, command.trace]
        explanations = try command.explain.map { try ExplanationFile(path: $0, besides: others) }
        isShown = true
        // In virtual time no call leaves the process, so none needs to be safe from a power cut.
        let durability = speed == .max ? Store.Durability.atCheckpoints : .eachCommit
        store =
            try command.store.map { try Store.open($0, durability: durability) } ?? .inMemory()
        farewell =
            command.store == nil
            ? "nothing is kept without --store" : "run the campaign again to resume it"

        let isReal = speed == .times(1)
        let wanted = isReal ? wallClock() : file.start ?? CampaignFile.usualStart
        do {
            seed = try command.seed ?? file.seed ?? store.campaign()?.seed ?? 1
            let facts = CampaignFacts(file.plan, seed: seed, created: wanted)
            try store.begin(facts)
            try store.follow(file.plan.confirmation, as: facts)
            file.adopt(try store.keep(file.plan.data))
            let clocks = file.clocks(
                in: try store.zones(), from: try store.campaign()?.created ?? wanted, to: wanted)
            let recovery = try store.recover(retry: file.plan.retry, clocks: clocks, at: wanted)
            start = isReal ? wanted : max(wanted, recovery.latest ?? wanted)
            try Self.share(file, store, isReal: isReal, durability, at: start)
            var progress = Self.progress(recovery, at: start)
            let isResumed = recovery.runs > 0
            if isResumed { Self.tellResumed(file.plan.name, recovery) }
            try store.add(segments: file.segments.map(\.strategy.name))
            if let reader,
                let news = try LeadImport(reader, of: file, into: store).run(isResumed: isResumed)
            {
                complain(news)
            }
            leads = try store.leadCount()
            if leads == 0 {
                throw ConfigErrors([
                    ConfigProblem(
                        path: command.campaign, line: nil,
                        text: "there is no lead to dial; name a lead file (leads: or --leads)")
                ])
            }
            changes = ChangeReader(
                file, path: URL(fileURLWithPath: command.campaign).path, zones: try store.zones(),
                segments: try store.segments(), start: start)
            plan = try Self.plan(of: file, for: store, at: start, began: progress.began)
                .keeping(try store.wishes(), reader: changes)
            try Self.tellUncalled(file, plan, store, at: start, elapsed: recovery.elapsed)
            progress.bestHours = try Self.bestHours(plan, store)
            let awaited = try Self.awaited(file.plan, store)
            let end = isResumed ? Self.end(file.plan, recovery, leads: leads, awaited) : nil
            isOver = end != nil
            waiting =
                isOver ? [] : try Self.pause(in: store) + Self.waiting(in: store, changes)
            try store.note(nil)
            if let end {
                complain(end)
            } else {
                progress.closed -= try store.reopenRefused(at: start)
                try store.beginRun(
                    at: start, version: Dialpace.version, speed: speed.text, campaign: file.text,
                    path: URL(fileURLWithPath: command.campaign).path,
                    caller: caller)
            }
            if file.plan.routing.choice == .sticky { progress.lastAgents = try store.lastAgents() }
            if !isOver { try store.makeReady(for: LeadRequest(1_000, before: start, by: plan)) }
            self.progress = progress
        } catch {
            store.close()
            throw error
        }
    }

    /// The campaign once more, from its beginning, in virtual time and in memory.
    ///
    /// - Parameter leads: in the order of import.
    init(
        repeating file: CampaignFile, leads: [Lead], seed: UInt64,
        from start: Instant
    ) throws {
        self.file = file
        self.seed = seed
        self.start = start
        store = try .inMemory()
        speed = .max
        trace = nil
        explanations = nil
        rig = nil
        isOver = false
        isShown = false
        farewell = "nothing of it is kept"
        let facts = CampaignFacts(file.plan, seed: seed, created: start)
        try store.begin(facts)
        try store.follow(file.plan.confirmation, as: facts)
        self.file.adopt(try store.keep(file.plan.data))
        progress = Self.progress(try store.recover(retry: file.plan.retry, at: start), at: start)
        try store.add(segments: file.segments.map(\.strategy.name))
        _ = try store.importLeads(leads)
        self.leads = leads.count
        changes = ChangeReader(
            file, path: "", zones: try store.zones(), segments: try store.segments(), start: start)
        waiting = []
        plan = try Self.plan(of: self.file, for: store, at: start, began: nil)
        _ = try Self.bestHours(plan, store)
        try store.beginRun(at: start, version: Dialpace.version, speed: speed.text)
    }

    /// A campaign that was paused stays so, whatever has become of the run.
    private static func pause(in store: Store) throws -> [Instruction] {
        guard let pause = try store.pause() else { return [] }
        let by = pause.by.map { " by \($0)" } ?? ""
        complain(
            "it was paused\(by) at \(timestamp(pause.at).prefix(19))Z (\(pause.text)), and stays so until it "
                + "is started: dialpace change \(store.path) do start")
        return [Instruction([.pause], by: asBefore(pause.by ?? ""))]
    }

    /// What waits to be changed; what cannot be is refused, and that is said.
    private static func waiting(
        in store: Store, _ reader: ChangeReader
    ) throws -> [Instruction] {
        var waiting: [Instruction] = []
        for wish in try store.waitingWishes() {
            do throws(ConfigErrors) {
                waiting.append(try reader.instruction(for: wish))
            } catch {
                let why = error.problems.map(\.text).joined(separator: "; ")
                complain("change \(wish.id.raw), by \(wish.by), is refused: \(why)")
                try store.refuse(wish.id, why: why)
            }
        }
        return waiting
    }

    /// The dialer this run begins with.
    var dialer: Dialer { Dialer(plan: plan, resuming: progress, at: start) }

    private static func plan(
        of file: CampaignFile, for store: Store, at start: Instant, began: Instant?
    ) throws -> CampaignPlan {
        var plan = file.plan
        let names = try store.segments()
        plan.changes = file.changes(numbering: names)
        if let office = file.calling.officeTimes(from: start, for: plan.duration) {
            plan = plan.keeping(office, began: began ?? start)
        }
        let zones = try store.zones()
        plan.calling.hours = file.calling.hours(in: zones, from: start, for: plan.duration)
        plan.segments = file.strategies(of: names, in: zones, from: start)
        if !plan.segments.isEmpty { try store.indexSegments() }
        plan.clocks = file.clocks(
            in: zones, from: try store.campaign()?.created ?? start, to: start)
        let objections = try store.doNotCall() + store.sharedObjections()
        for number in objections { plan.calling.doNotCall.insert(number) }
        return plan
    }

    /// When people have answered so far, where a rule goes by that.
    private static func bestHours(_ plan: CampaignPlan, _ store: Store) throws -> BestHours {
        var hours = BestHours()
        if plan.retry.usesBestHour {
            try store.write(clocks: plan.clocks)
            for count in try store.hourCounts() { hours.add(count) }
        }
        return hours
    }

    /// Says what of the campaign could not be read, or leaves leads out altogether.
    private static func tellUncalled(
        _ file: CampaignFile, _ plan: CampaignPlan, _ store: Store, at start: Instant,
        elapsed: Duration
    ) throws {
        for list in file.doNotCall where list.rejected > 0 {
            complain(
                "\(counted(list.rejected, "row", "rows")) of \(list.path) "
                    + "\(list.rejected == 1 ? "is" : "are") no number and left out; dialpace check "
                    + "shows \(list.rejected == 1 ? "it" : "them")")
        }
        for sentence in file.unservedSegments + [file.secretFault].compactMap(\.self) {
            complain(sentence)
        }
        let hours = plan.calling.hours
        let left = plan.duration.map { $0 - elapsed }
        let end = left.map { start + $0 } ?? .never
        // The list is read only where that can tell anything.
        guard hours.contains(where: { $0.opening(at: start) ?? end >= end }) else { return }
        let fresh = try store.leadsAtHand(at: start).fresh.compactMap { zone, names, count in
            let place = Int(zone.raw)
            return hours.indices.contains(place) ? (names, count, hours[place]) : nil
        }
        for sentence in file.calling.uncalled(fresh, from: start, for: left) { complain(sentence) }
    }

    /// Notes that the run has come to its proper end, with the plan as it has become.
    func end(_ plan: CampaignPlan, at now: Instant) throws(StoreError) {
        if let known = try store.campaign() {
            var begun = file.plan
            begun.abandonment = plan.abandonment
            let facts = CampaignFacts(begun, seed: seed, created: known.created)
            if facts.rules != known.rules { try store.begin(facts) }
        }
        try store.endRun(at: now)
    }

    private static func progress(_ recovery: Recovery, at start: Instant) -> Dialer.Progress {
        var progress = Dialer.Progress()
        progress.nextAttempt = recovery.nextAttempt
        progress.attempts = recovery.attempts
        progress.answered = recovery.answered
        progress.abandoned = recovery.abandoned
        progress.machines = recovery.machines
        progress.closed = recovery.closedLeads
        // The time between two runs is no part of the campaign.
        if recovery.runs > 0 { progress.began = start + (.zero - recovery.elapsed) }
        return progress
    }

    private static func tellResumed(_ name: String, _ recovery: Recovery) {
        var line = "resuming \(name): \(counted(recovery.attempts, "attempt", "attempts")) so far"
        let open = recovery.closed.count
        if open > 0 {
            let are = open == 1 ? "is" : "are"
            line += "; \(grouped(open)) had no end and \(are) closed as unknown"
        }
        let untold = recovery.undisposed.count
        if untold > 0 {
            let talks = counted(untold, "talk stays", "talks stay")
            line += "; \(talks) undisposed, since the agent had not said how it went"
        }
        complain(line)
    }

    /// Why there is nothing to go on with; nil: there is.
    private static func end(
        _ plan: CampaignPlan, _ recovery: Recovery, leads: Int, _ awaited: Int
    ) -> String? {
        let left = leads - recovery.closedLeads
        if left == 0, recovery.refusedLeads == 0, awaited == 0 {
            return "every lead is closed; nothing is left to dial"
        }
        if let duration = plan.duration, recovery.elapsed >= duration {
            let open = counted(left, "lead is", "leads are")
            return "the campaign's duration, \(duration), is over; \(open) not closed"
        }
        return nil
    }

    /// Deals whose answers are worth staying for.
    private static func awaited(_ plan: CampaignPlan, _ store: Store) throws -> Int {
        guard let rules = plan.confirmation, rules.keepOpen > .zero else { return 0 }
        return try store.openCases()
    }
}

extension CampaignFile {
    /// What outcomes need, with fields in the places that the store has given them.
    fileprivate mutating func adopt(_ data: RequiredData) {
        plan.data = data
        crew.data = data
    }
}
