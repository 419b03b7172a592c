import ArgumentParser
import DialConfig
import DialModel
import DialNumbers
import DialPacing
import DialRuntime
import DialSimulatedTrunk
import DialStore
import DialToneRig

/// A campaign in real time, or a multiple of it, with its store.
struct LiveRun {
    private let session: CampaignSession
    private let speed: Double

    init(_ session: CampaignSession, speed: Double) {
        self.session = session
        self.speed = speed
    }

    func run() async throws {
        let file = session.file
        let bench = try session.rig?.bench(of: session)
        let clock = PacedClock(
            start: session.start, speed: speed, isBounded: session.rig != nil)
        let heard = bench.flatMap { session.rig?.trunk($0, of: session, clock) }
        let trace = session.trace
        let explain = session.explanations.map { file in
            { @Sendable (all: [PacingExplanation]) in file.write(all) }
        }
        let campaign = LiveCampaign(
            dialer: session.dialer,
            trunk: heard
                ?? SimulatedTrunk(plan: file.carrier, seed: session.seed, clock: clock) {
                    trace?.write($0, at: $1)
                },
            desks: SimulatedDesks(
                plan: file.crew, groups: file.plan.groups.count, seed: session.seed, clock: clock),
            journal: session.store, leads: session.store, clock: clock,
            cases: file.plan.confirmation == nil ? nil : session.store, explain: explain)
        let delivery = try deliver(for: campaign, clock)
        Interrupts.onFirst(farewell: session.farewell) {
            campaign.instruct(Instruction([.stop], by: loginName))
        }
        Terminal.readKeys { key in
            let snapshot = campaign.snapshot
            if let command = command(for: key, snapshot.plan, snapshot.phase) {
                campaign.instruct(Instruction([command], by: loginName))
            }
        }
        let changes = LiveChanges(
            store: session.store, reader: session.changes, campaign: campaign,
            begunWith: session.waiting)
        let files = NumberFileWatch(session.file, numbers: WorldNumbers())
        var followers = [
            Task.detached { await changes.followStore() },
            Task.detached { await changes.tellStanding() },
        ]
        if session.file.sharedLedger != nil {
            followers.append(Task.detached { await changes.followOthers() })
        }
        if !files.isEmpty { followers.append(Task.detached { await changes.follow(files) }) }
        if let heard { followers.append(Task.detached { await stop(campaign, onFaultsOf: heard) }) }
        let showing = Task.detached { await show(campaign, clock) }
        defer { Terminal.restore() }
        func leave() async {
            delivery?.cancel()
            showing.cancel()
            for follower in followers { follower.cancel() }
            await showing.value
            for follower in followers { await follower.value }
        }
        do {
            try await campaign.run(by: loginName, after: session.waiting)
            if let office = try await delivery?.value { try await deliverRest(office, clock.now) }
        } catch {
            await leave()
            throw error
        }
        await leave()
        try session.store.note(nil)
        if let heard { tell(heard, clock) }
        let lag = campaign.snapshot.lag
        if speed != 1, lag > Picture.tolerableLag {
            complain(
                "the machine fell behind by up to \(decimal(lag.seconds, places: 1)) s of campaign time; waits "
                    + "about as short, such as the hold time, are out of tune at this speed")
        }
        try session.end(campaign.snapshot.plan, at: clock.now)
        if heard?.trouble != nil { throw ExitCode(1) }
    }

    /// Without its devices a rig calls nobody.
    private func stop(_ campaign: LiveCampaign, onFaultsOf trunk: RigTrunk) async {
        for await fault in trunk.faults {
            complain("\(fault); the campaign stops, since no call can be made any more")
            campaign.instruct(Instruction([.stop], by: loginName))
        }
    }

    /// What went wrong with sound.
    private func tell(_ trunk: RigTrunk, _ clock: PacedClock) {
        let gone = (clock.now - session.start).seconds
        let wanted = gone + clock.lost.seconds
        if gone < 0.9 * wanted {
            complain(
                "the machine could not hear all lines at \(decimal(speed, places: 0)) times their "
                    + "speed; the campaign waited for it, and went "
                    + "\(decimal(speed * gone / wanted, places: 1)) times as fast as real time")
        }
        if trunk.stops > 0 {
            complain(
                "the sound devices stopped and went on \(trunk.stops) times; what was said meanwhile "
                    + "is lost, and calls may have been misheard")
        }
        if trunk.misdialled > 0 {
            complain("numbers that arrived otherwise than they were dialled: \(trunk.misdialled)")
        }
    }

    /// Tells the business system of deals, and takes its news, beside the campaign.
    private func deliver(
        for campaign: LiveCampaign, _ clock: PacedClock
    ) throws -> Task<PostOffice, any Error>? {
        guard
            let (office, simulated) = try CaseDelivery.office(
                session.file, session.store, seed: session.seed)
        else { return nil }
        // A real system goes by real time, however fast the campaign runs.
        let time = simulated == nil ? PacedClock(start: session.start, speed: 1) : clock
        let rest = Duration(drawn: max(1, time.speed / 4))
        return Task.detached {
            try await LiveDelivery(campaign: campaign, clock: time, rest: rest).run(office)
        }
    }

    /// Delivers what the end of the campaign has brought, if the other side answers.
    private func deliverRest(_ office: PostOffice, _ now: Instant) async throws {
        var office = office
        if office.trouble == nil {
            _ = try await CaseDelivery.exchange(&office, session.store, at: now)
        }
        if let left = try session.leftToSend() { complain(left) }
    }

    /// Shows the campaign until the task is cancelled, and once more then.
    private func show(_ campaign: LiveCampaign, _ clock: PacedClock) async {
        var view = LiveView()
        var follower = Follower(session: session)
        var alerts = AlertTeller()
        view.begin()
        while true {
            let isLast = Task.isCancelled
            alerts.look(at: campaign.snapshot.latest)
            if view.isDue || isLast {
                let snapshot = campaign.snapshot
                // Time passes also when nothing happens.
                let now = snapshot.phase == .finished ? snapshot.now : clock.now
                var picture = follower.picture(
                    of: snapshot.plan, snapshot.floor, snapshot.phase, snapshot.latest,
                    at: now, leads: session.leads, speed: session.speed)
                picture.lag = snapshot.lag
                view.show(picture, keys: !isLast)
            }
            if isLast { return view.end() }
            try? await Task.sleep(nanoseconds: 100_000_000)
        }
    }
}
