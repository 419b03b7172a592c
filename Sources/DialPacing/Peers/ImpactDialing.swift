import DialModel

/// ImpactDialing: the ratio that would have done best with the latest calls.
///
/// Twice a minute it simulates the next 240 s with the outcomes of up to 100 recent attempts, at
/// six ratios of calls to free agents up to attempts / answers, and keeps the one with the highest
/// utilisation whose abandonment is below `limit`. With fewer than 5 agents or 50 attempts the ratio is
/// 1; while abandonment since the campaign began is over the limit it is cut to three quarters, and
/// not below 1.
///
/// The simulation begins with the floor as it is, goes by seconds, takes attempts, talks and wrap-ups
/// round and round in the order in which they came, and abandons whoever finds nobody free. How often
/// it runs, and these rules of it, are ours; its documentation says the rest.
///
/// > Source: ImpactDialing (2017): what it does, none of its code.
public struct ImpactDialing: PacingPolicy {
    public let limit: Double
    /// Calls on their way for each free agent, ≥ 1.
    public private(set) var ratio = 1.0

    static let span = 240
    private var ticks = Ticks(every: .seconds(30))
    private var attempts = Latest<Attempt>(100, Attempt(seconds: 1, isAnswered: false))
    private var talks = Latest<Int>(100, 0)
    private var wrapUps = Latest<Int>(100, 0)
    private var course = Course()

    private struct Attempt: Hashable, Sendable {
        var seconds: Int
        var isAnswered: Bool
    }

    /// - Parameter limit: of abandonment, 0...1.
    public init(limit: Double = 0.03) { self.limit = limit }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        if ticks.take(at: now) { ratio = bestRatio(for: floor) }
        let calls = Int(ratio * Double(floor.idle)) - floor.inFlight - floor.holding
        return Pace(start: max(0, calls), bound: .ratio)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .person(let after, _):
            attempts.add(Attempt(seconds: wholeSeconds(after), isAnswered: true))
        case .nobody(let after, _):
            attempts.add(Attempt(seconds: wholeSeconds(after), isAnswered: false))
        case .talkEnded(let after, _): talks.add(wholeSeconds(after))
        case .wrapUpEnded(let after): wrapUps.add(wholeSeconds(after))
        default: break
        }
    }

    private func wholeSeconds(_ span: Duration) -> Int {
        max(1, Int(min(span.seconds, 1e6).rounded()))
    }

    // MARK: The ratio

    private mutating func bestRatio(for floor: Floor) -> Double {
        let answers = (0..<attempts.count).count { attempts[$0].isAnswered }
        guard floor.staffed >= 5, attempts.count >= 50, answers > 0 else { return 1 }
        var best = (ratio: 1.0, utilisation: -1.0)
        for sixth in 1...6 {
            let ratio = Double(sixth) / 6 * Double(attempts.count) / Double(answers)
            let outcome = simulate(max(1, ratio), agents: floor.staffed, idle: floor.idle)
            if outcome.abandonment < limit, outcome.utilisation > best.utilisation {
                best = (max(1, ratio), outcome.utilisation)
            }
        }
        let isOver = Double(floor.abandoned) > limit * Double(floor.answered)
        return isOver ? max(1, 0.75 * best.ratio) : best.ratio
    }

    /// What `ratio` would come to in the next 240 s. O(calls simulated).
    private mutating func simulate(
        _ ratio: Double, agents: Int, idle: Int
    ) -> (utilisation: Double, abandonment: Double) {
        course.clear()
        var (idle, inFlight, nextAttempt, nextTalk) = (idle, 0, 0, 0)
        var (answered, abandoned, busySeconds) = (0, 0, 0)
        func handle() -> Int {
            defer { nextTalk += 1 }
            return (talks.count == 0 ? 60 : talks[nextTalk % talks.count])
                + (wrapUps.count == 0 ? 0 : wrapUps[nextTalk % wrapUps.count])
        }
        // Those busy now are somewhere in their talks, spread evenly.
        let busy = agents - idle
        for place in 0..<busy {
            let share = (Double(place) + 0.5) / Double(busy)
            course.free(in: 1 + Int(share * Double(handle())))
        }
        for second in 0..<Self.span {
            idle += course.freed[second]
            inFlight -= course.ended[second]
            let served = min(idle, course.answers[second])
            answered += course.answers[second]
            abandoned += course.answers[second] - served
            idle -= served
            for _ in 0..<served { course.free(in: second + handle()) }
            let missing = max(0, Int(ratio * Double(idle)) - inFlight)
            for _ in 0..<missing {
                let attempt = attempts[nextAttempt % attempts.count]
                nextAttempt += 1
                course.end(in: second + attempt.seconds, isAnswered: attempt.isAnswered)
            }
            inFlight += missing
            busySeconds += agents - idle
        }
        return (
            Double(busySeconds) / Double(agents * Self.span),
            answered == 0 ? 0 : Double(abandoned) / Double(answered)
        )
    }
}

/// What happens in each second of a simulated span.
private struct Course: Hashable, Sendable {
    private(set) var freed = [Int](repeating: 0, count: ImpactDialing.span)
    private(set) var ended = [Int](repeating: 0, count: ImpactDialing.span)
    private(set) var answers = [Int](repeating: 0, count: ImpactDialing.span)

    mutating func clear() {
        for second in freed.indices {
            freed[second] = 0
            ended[second] = 0
            answers[second] = 0
        }
    }

    mutating func free(in second: Int) { if second < freed.count { freed[second] += 1 } }

    mutating func end(in second: Int, isAnswered: Bool) {
        guard second < ended.count else { return }
        ended[second] += 1
        if isAnswered { answers[second] += 1 }
    }
}

/// The latest of what has been seen, oldest first until all places are taken.
private struct Latest<Element: Hashable & Sendable>: Hashable, Sendable {
    private var places: [Element]
    private var seen = 0

    init(_ count: Int, _ empty: Element) { places = Array(repeating: empty, count: count) }

    var count: Int { min(seen, places.count) }

    subscript(place: Int) -> Element {
        places[seen < places.count ? place : (seen + place) % places.count]
    }

    mutating func add(_ element: Element) {
        places[seen % places.count] = element
        seen += 1
    }
}
