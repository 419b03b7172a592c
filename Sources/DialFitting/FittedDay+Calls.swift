import DialMath
import DialModel
import DialWorld

/// How long calls rang, and who stopped them.
struct Rings {
    /// From ringing to the answer, cut short where we gave up.
    var times: [Observation] = []
    var answered = 0
    var timeout = Duration.seconds(22)
    var givenUp = 0
    /// Those that the network ended.
    var unanswered: [Double] = []

    /// - Parameter limit: when calls are given up; nil: as the calls tell.
    init(_ calls: [CallRecord], limit: Duration?) {
        var open: [Double] = []
        for call in calls {
            guard let ringing = call.ringing else { continue }
            if let answer = call.answered ?? call.person {
                times.append(Observation(max(0, (answer - ringing).seconds)))
            } else if call.outcome == .notConnected(.noAnswer), let ended = call.ended {
                open.append(max(0, (ended - ringing).seconds))
            }
        }
        answered = times.count
        open.sort()
        let most = limit?.seconds ?? Self.usual(open)
        // Half a second for the trunk to let go.
        let early = open.prefix { $0 < most - 0.5 }
        givenUp = open.count - early.count
        // A few that end early, as when the campaign stops, were cut short as well; many are the
        // network's doing.
        let isNetwork = early.count * 20 > open.count
        if isNetwork { unanswered = Array(early) }
        times += (isNetwork ? Array(open.dropFirst(early.count)) : open).map {
            Observation($0, isComplete: false)
        }
        // What the network ended is known never to have been answered: it was watched to the end.
        if isNetwork { times += early.map { _ in Observation(most, isComplete: false) } }
        timeout =
            limit ?? Duration(drawn: max(1, (most * 10).rounded() / 10))
    }

    /// Where most unanswered calls end, if many end there; else beyond the last.
    private static func usual(_ open: [Double]) -> Double {
        guard let last = open.last else { return 22 }
        var best = (count: 0, at: last)
        var low = 0
        for high in open.indices {
            while open[high] - open[low] > 0.5 { low += 1 }
            if high - low + 1 >= best.count { best = (high - low + 1, open[(low + high) / 2]) }
        }
        return best.count * 5 >= open.count ? best.at : last + 1
    }
}

/// How long agents talked.
struct Talks {
    /// Cut short where the person left.
    var times: [Observation] = []
    /// How long people stayed, cut short where the agent was done.
    var stays: [Observation] = []
    var left = 0

    init(_ calls: [CallRecord]) {
        for call in calls {
            guard let connected = call.connected, let ended = call.ended else { continue }
            let hasLeft = call.outcome == .connected(.hungUp)
            let length = max(0, (ended - connected).seconds)
            times.append(Observation(length, isComplete: !hasLeft))
            stays.append(Observation(length, isComplete: hasLeft))
            if hasLeft { left += 1 }
        }
    }
}

extension FittedDay {
    static func screening(_ calls: [CallRecord]) -> [Observation] {
        calls.compactMap { call in
            guard let answered = call.answered else { return nil }
            if let person = call.person {
                return Observation(max(0, (person - answered).seconds))
            }
            // Someone who hangs up while being listened to was a person, not known yet.
            guard call.outcome == .connected(.hungUp), let ended = call.ended else { return nil }
            return Observation(max(0, (ended - answered).seconds), isComplete: false)
        }
    }

    static func machineScreening(_ calls: [CallRecord]) -> [Observation] {
        calls.compactMap { call in
            guard call.person == nil, let answered = call.answered, let ended = call.ended,
                call.outcome == .notConnected(.machine) || call.outcome == .notConnected(.fax)
            else { return nil }
            return Observation(max(0, (ended - answered).seconds))
        }
    }

    /// From the answer to hanging up before an agent came; cut short by the agent, or by us.
    static func patience(_ calls: [CallRecord]) -> [Observation] {
        calls.compactMap { call in
            guard let answered = call.answered ?? call.person, let outcome = call.outcome,
                outcome.isConnected, let end = call.connected ?? call.ended
            else { return nil }
            let hasLeft = call.connected == nil && outcome == .connected(.hungUp)
            return Observation(max(0, (end - answered).seconds), isComplete: hasLeft)
        }
    }

    /// How much longer than set-up it takes a failing number to say so.
    static func failure(_ calls: [CallRecord], setup: FittedLaw?) -> Duration? {
        let times = calls.compactMap { call -> Double? in
            guard call.ringing == nil, call.answered == nil, let ended = call.ended,
                let outcome = call.outcome, let fate = CallFate(outcome), fate.failure != nil,
                fate != .congestion
            else { return nil }
            return (ended - call.started).seconds
        }
        guard times.count >= 10 else { return nil }
        let beyond = Summary(times).mean - (setup?.distribution.mean ?? 0)
        return beyond > 0.25 ? Duration(drawn: (beyond * 10).rounded() / 10) : nil
    }

    /// From an agent's word that the talk is in its closing stage to its end.
    static func closing(_ calls: [CallRecord]) -> (lead: FittedLaw, share: Double)? {
        let talks = calls.filter { $0.connected != nil && $0.outcome != .connected(.hungUp) }
        let leads = talks.compactMap { call in
            call.closing.map { Observation(max(0, (call.ended! - $0).seconds)) }
        }
        return FittedLaw("closing", leads).map {
            ($0, Double(leads.count) / Double(talks.count))
        }
    }

    /// What agents said; what has no place in a scenario counts as refused.
    static func dispositions(_ calls: [CallRecord]) -> [Outcome: Double] {
        var counts: [Outcome: Int] = [:]
        for call in calls where call.connected != nil {
            switch call.outcome {
            case .connected(.hungUp), .connected(.undisposed), .connected(.abandoned), nil: break
            case .connected(.custom): counts[.connected(.refused), default: 0] += 1
            case .connected(let word): counts[.connected(word), default: 0] += 1
            case .notConnected: break
            }
        }
        let sum = counts.values.reduce(0, +)
        return counts.mapValues { Double($0) / Double(max(1, sum)) }
    }

    /// From each call where it was kept, else from how long agents were in preview altogether.
    static func preview(_ calls: [CallRecord], _ day: RecordedDay) -> Preview? {
        let looks = calls.compactMap { $0.preview.map { Observation(max(0, $0.seconds)) } }
        if let law = FittedLaw("preview", looks) {
            return Preview(
                mean: law.distribution.mean, count: looks.count, skipped: day.previewed.skipped,
                law: law)
        }
        let count = day.previewed.dialled + day.previewed.skipped
        guard count > 0, let seconds = day.agentSeconds[.previewing], seconds > 0 else {
            return nil
        }
        return Preview(
            mean: seconds / Double(count), count: count, skipped: day.previewed.skipped)
    }

    static func peak(_ calls: [CallRecord]) -> Int {
        var changes: [(Instant, Int)] = []
        for call in calls {
            changes.append((call.started, 1))
            if let ended = call.ended { changes.append((ended, -1)) }
        }
        var (now, most) = (0, 0)
        for (_, change) in changes.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            now += change
            most = max(most, now)
        }
        return most
    }
}

extension CallFate {
    /// What a number did, of a call with this outcome; nil: it says nothing of the number.
    public init?(_ outcome: Outcome) {
        switch outcome {
        case .connected: self = .person
        case .notConnected(let kind):
            switch kind {
            case .noAnswer: self = .noAnswer
            case .busy: self = .busy
            case .poweredOff: self = .poweredOff
            case .suspended: self = .suspended
            case .vacantNumber: self = .vacantNumber
            case .outOfArea: self = .outOfArea
            case .rejected: self = .rejected
            case .congestion: self = .congestion
            case .fax: self = .fax
            case .machine, .messageLeft: self = .machine
            case .failed, .unknown, .custom: return nil
            }
        }
    }
}
