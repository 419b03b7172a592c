import DialEngine
import DialModel

/// How a campaign stands at one moment: what the live view draws.
struct Picture: Sendable {
    var name: String
    var mode: DialMode
    var phase: Dialer.Phase
    var speed: String
    var now: Instant
    var floor: Floor
    var cap: Double
    /// All leads of the list.
    var leads: Int
    /// Attempts in the last minute of campaign time.
    var callsPerMinute: Double
    /// Campaign time until the list is done or the campaign ends, as far as can be told; nil when
    /// it is not dialling.
    var left: Duration?
    /// Nothing will happen before a key is pressed.
    var isIdle = false
    /// What was last done to the campaign.
    var latest: Operation?
    /// How late the dialer has been, at worst, in campaign time.
    var lag = Duration.zero

    /// Waits shorter than this are out of tune when the dialer is so late.
    static let tolerableLag = Duration.milliseconds(500)

    var abandonment: Double? {
        floor.answered == 0 ? nil : Double(floor.abandoned) / Double(floor.answered)
    }
}

/// Follows a campaign, to tell its pace and when it will be over.
struct Follower: Sendable {
    private let start: Instant
    private let closedAtStart: Int
    private let end: Instant?
    private var marks: [(at: Instant, attempts: Int)] = []

    init(session: CampaignSession) {
        start = session.start
        closedAtStart = session.progress.closed
        marks = [(session.start, session.progress.attempts)]
        end = session.file.plan.duration.map { (session.progress.began ?? session.start) + $0 }
    }

    mutating func picture(
        of plan: CampaignPlan, _ floor: Floor, _ phase: Dialer.Phase, _ latest: Operation?,
        at now: Instant, leads: Int, speed: Speed
    ) -> Picture {
        marks.append((now, floor.attempts))
        while marks.count > 2, now - marks[1].at >= .minutes(1) { marks.removeFirst() }
        if marks.count > 600 { marks.removeFirst(marks.count - 600) }
        let span = (now - marks[0].at).seconds
        let calls = span > 0 ? Double(floor.attempts - marks[0].attempts) / span * 60 : 0
        return Picture(
            name: plan.name, mode: plan.mode, phase: phase, speed: speed.name,
            now: now, floor: floor, cap: plan.abandonment.cap, leads: leads, callsPerMinute: calls,
            left: phase == .running ? left(floor, leads, at: now) : nil, latest: latest)
    }

    private func left(_ floor: Floor, _ leads: Int, at now: Instant) -> Duration? {
        let closed = floor.closed - closedAtStart
        let run = (now - start).seconds
        var left: Duration?
        if closed > 0, run > 0 {
            left = Duration(drawn: Double(leads - floor.closed) / (Double(closed) / run))
        }
        guard let end else { return left }
        return min(left ?? (end - now), max(.zero, end - now))
    }
}
