import DialConfig
import DialModel
import DialNumbers
import DialRuntime
import DialStore
import Foundation

/// Reads changes out of a store as the campaign's own events are read.
struct ChangeReader: Sendable {
    /// Of the campaign's file.
    let text: String
    let path: String
    /// Of the leads, by ``ZoneID``.
    let zones: [String]
    let start: Instant
    let duration: Duration?
    private let file: CampaignFile
    /// Of the segments, by ``SegmentID``.
    private let segments: [String]

    init(
        _ file: CampaignFile, path: String, zones: [String], segments: [String], start: Instant
    ) {
        self.file = file
        self.segments = segments
        text = file.text
        self.path = path
        self.zones = zones
        self.start = start
        duration = file.plan.duration
    }

    /// What a change asks for; hours are worked out for the zones of the leads.
    func instruction(for wish: Wish) throws(ConfigErrors) -> Instruction {
        let change = try CampaignChange(
            text: wish.text, to: text, path: path, numbers: WorldNumbers())
        let commands = change.commands.map { file.numbered($0, by: segments) }
        var instruction = Instruction(commands, by: wish.by, wish: wish.id)
        if let calling = change.calling {
            let times = calling.hours(in: zones, from: start, for: duration)
            instruction.hours = NewHours(times, text: change.hoursText)
        }
        return instruction
    }
}

/// Who did what is only done again, since the campaign is resumed.
func asBefore(_ name: String) -> String {
    name.isEmpty ? Operation.asBefore : "\(name) \(Operation.asBefore)"
}

extension OperatorCommand {
    /// Whether it says how the campaign is to be, and so holds when it is resumed; not what is to be
    /// done at once.
    fileprivate var isLasting: Bool {
        switch self {
        case .start, .pause, .stop, .halt, .call: false
        default: true
        }
    }
}

extension CampaignPlan {
    /// This plan with what has been changed in earlier runs, each at its time.
    ///
    /// A change that the campaign's file does not allow any more is left out, and that is said.
    func keeping(_ wishes: [Wish], reader: ChangeReader) -> CampaignPlan {
        var plan = self
        var kept: [(key: String, text: String)] = []
        for wish in wishes {
            guard case .taken(_, let elapsed) = wish.state else { continue }
            do throws(ConfigErrors) {
                let instruction = try reader.instruction(for: wish)
                let lasting = instruction.commands.filter(\.isLasting)
                plan.changes += lasting.map {
                    PlannedChange(at: elapsed, command: $0, by: asBefore(wish.by))
                }
                for line in wish.text.split(separator: "\n").map(String.init) {
                    let key = String(line.prefix { $0 != ":" })
                    kept.removeAll { $0.key == key }
                    if Self.isStanding(key) { kept.append((key, "\(line) (\(wish.by))")) }
                }
                // No event of the file changes hours: those that were given last hold.
                if let hours = instruction.hours { plan.calling.hours = hours.times }
            } catch {
                complain(
                    "change \(wish.id.raw), by \(wish.by), does not hold any more: "
                        + error.problems.map(\.text).joined(separator: "; "))
            }
        }
        if !kept.isEmpty {
            complain(
                "changes that hold from earlier runs: "
                    + kept.map(\.text).joined(separator: "; "))
        }
        let inOrder = plan.changes.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        plan.changes = inOrder.map(\.element)
        return plan
    }

    /// Whether a change of this key is one of how the campaign is, and names nobody.
    private static func isStanding(_ key: String) -> Bool {
        !["doNotCall", "allow", "call", "do"].contains(key)
    }
}

/// What comes to a live run from outside: changes out of its store, and files of numbers that are not
/// to be called. And what it tells of itself there.
struct LiveChanges: Sendable {
    let store: Store
    let reader: ChangeReader
    let campaign: LiveCampaign
    /// Carried out at the beginning; the store may not know yet that they have been.
    let begunWith: [Instruction]

    private static let second: UInt64 = 1_000_000_000

    /// Looks for changes about once a second, until the task is cancelled.
    func followStore() async {
        var version: Int64 = -1
        var last = begunWith.compactMap(\.wish).max() ?? WishID(0)
        while !Task.isCancelled {
            do {
                let now = try await store.laterForeignVersion()
                if now != version {
                    for wish in try await store.laterWaitingWishes() where wish.id > last {
                        last = wish.id
                        try await take(wish)
                    }
                    version = now
                }
            } catch {
                // The journal meets the same trouble, and stops the campaign for it.
                return
            }
            try? await Task.sleep(nanoseconds: Self.second)
        }
    }

    private func take(_ wish: Wish) async throws {
        do throws(ConfigErrors) {
            campaign.instruct(try reader.instruction(for: wish))
        } catch {
            let why = error.problems.map(\.text).joined(separator: "; ")
            complain("change \(wish.id.raw), by \(wish.by), is refused: \(why)")
            try await store.laterRefuse(wish.id, why: why)
        }
    }

    /// Looks every two seconds whether files of numbers have changed, until the task is cancelled.
    func follow(_ files: NumberFileWatch) async {
        var files = files
        while !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 2 * Self.second)
            guard let news = files.look() else { continue }
            for complaint in news.complaints { complain(complaint) }
            if let numbers = news.numbers {
                var instruction = Instruction(by: "file")
                instruction.lists = NewLists(numbers, text: news.text)
                campaign.instruct(instruction)
            }
        }
    }

    /// Writes down how the campaign stands: where that has changed every three seconds, else every
    /// fifteen; until the task is cancelled.
    func tellStanding() async {
        var last: Standing?
        while !Task.isCancelled {
            let now = Standing(campaign.snapshot, wall: wallClock())
            if now.isNews(after: last) {
                if (try? await store.laterNote(now)) == nil { return }
                last = now
            }
            try? await Task.sleep(nanoseconds: 3 * Self.second)
        }
    }
}

extension Standing {
    init(_ snapshot: LiveCampaign.Snapshot, wall: Instant) {
        let floor = snapshot.floor
        self.init(
            wall: wall, at: snapshot.now, phase: "\(snapshot.phase)", bound: snapshot.bound.name)
        agents = floor.agents
        idle = floor.idle
        busy = floor.previewing + floor.reserved + floor.talking + floor.wrapUp
        inFlight = floor.inFlight
        linesUsed = floor.linesUsed
        lines = floor.lines
        atHand = snapshot.leadsAtHand
        answered = floor.answered
        abandoned = floor.abandoned
    }

    /// Whether it says anything but the time that `last` has not, or that was long ago.
    fileprivate func isNews(after last: Standing?) -> Bool {
        guard var last, wall - last.wall < .seconds(15) else { return true }
        (last.wall, last.at) = (wall, at)
        return last != self
    }
}

/// By the machine's clock.
func wallClock() -> Instant { Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) }

/// Who runs this command, as the system has it.
var loginName: String { NSUserName().isEmpty ? "uid \(getuid())" : NSUserName() }
