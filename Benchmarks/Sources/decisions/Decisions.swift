import CAllocations
import DialModel
import DialPacing
import Glibc
import SteadyCampaign

/// What one pacing decision costs, and prints one JSON line:
///
///     decisions AGENTS COUNT
///
/// A campaign of so many agents, with about twice as many calls in flight, is simulated to its steady
/// state. From then on everything its policy is asked and told is written down, some ten thousand
/// decisions at a time, and then gone through once more by a twin, a policy that has been through all of
/// it before: so time passes, calls come and go, and agents come free as on a floor. Only the twin is
/// measured, what it is told between decisions included; it must decide as the campaign's policy did.
@main struct Decisions {
    /// Decisions at a time.
    private static let batch = 10_000

    static func main() {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else {
            return print("usage: decisions AGENTS COUNT")
        }
        let scenario = decisionScenario(agents: numbers[0])
        let course = Course(scenario.plan.makePolicy())
        var campaign = Campaign(scenario, policy: Recorder(course: course))
        while campaign.simulation.dialer.floor.attempts < max(20_000, 60 * numbers[0]) {
            campaign.run(attempts: 1_000)
            course.follow(measured: false)
        }
        var result = Result(agents: numbers[0])
        while result.decisions < numbers[1] {
            while course.decisions < batch { campaign.run(attempts: 100) }
            result.inFlight.append(campaign.simulation.dialer.floor.inFlight)
            result.add(course)
        }
        print(result.line)
    }
}

/// What the twin took for all of it.
private struct Result {
    let agents: Int
    var decisions = 0
    var notes = 0
    /// Seconds in all.
    var whole = 0.0
    var allocations = 0
    var disagreements = 0
    /// Nanoseconds a decision, of each batch.
    var costs: [Double] = []
    var inFlight: [Int] = []

    init(agents: Int) { self.agents = agents }

    mutating func add(_ course: Course) {
        let (decided, noted) = (course.decisions, course.noted)
        let allocated = allocationCount()
        let began = processorSeconds()
        disagreements += course.follow(measured: true)
        let seconds = processorSeconds() - began
        allocations += allocationCount() - allocated
        costs.append(seconds * 1e9 / Double(decided))
        decisions += decided
        notes += noted
        whole += seconds
    }

    var line: String {
        let sorted = costs.sorted()
        let calls = Double(inFlight.reduce(0, +)) / Double(inFlight.count)
        return "{\"agents\": \(agents), \"inFlight\": \(Int(calls)), \"decisions\": \(decisions), "
            + "\"notes\": \(notes), \"nanoseconds\": \(sorted[sorted.count / 2]), "
            + "\"mean\": \(whole * 1e9 / Double(decisions)), "
            + "\"slowest\": \(sorted[sorted.count - 1]), \"batches\": \(sorted.count), "
            + "\"allocations\": \(allocations), \"disagreements\": \(disagreements)}"
    }
}

/// What this thread has had of the processor: what else runs on the machine is not counted.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What a policy has been asked and told since it was last gone through, and its twin.
private final class Course: @unchecked Sendable {
    enum Step {
        case note(PacingEvent, Instant)
        case pace(Floor, Instant, start: Int)
    }

    var policy: any PacingPolicy
    private var twin: any PacingPolicy
    private var steps: [Step] = []
    private(set) var decisions = 0
    private(set) var noted = 0

    init(_ policy: any PacingPolicy) {
        self.policy = policy
        twin = policy
        steps.reserveCapacity(200_000)
    }

    func add(_ step: Step) {
        steps.append(step)
        if case .pace = step { decisions += 1 } else { noted += 1 }
    }

    func adopt(_ terms: PacingTerms, at now: Instant) {
        policy.adopt(terms, at: now)
        twin.adopt(terms, at: now)
    }

    /// Leads the twin through it. Returns how often it decided otherwise.
    @discardableResult
    func follow(measured: Bool) -> Int {
        let others = measured ? goThroughMeasured(steps, &twin) : goThrough(steps, &twin)
        steps.removeAll(keepingCapacity: true)
        decisions = 0
        noted = 0
        return others
    }
}

/// All that is measured: by itself, so that instructions can be counted in it alone.
@inline(never)
private func goThroughMeasured(_ steps: [Course.Step], _ policy: inout any PacingPolicy) -> Int {
    goThrough(steps, &policy)
}

@inline(__always)
private func goThrough(_ steps: [Course.Step], _ policy: inout any PacingPolicy) -> Int {
    var others = 0
    for step in steps {
        switch step {
        case .note(let event, let now): policy.note(event, at: now)
        case .pace(let floor, let now, let start):
            if policy.pace(for: floor, at: now).start != start { others += 1 }
        }
    }
    return others
}

/// Writes down all that the policy is asked and told.
private struct Recorder: PacingPolicy {
    let course: Course

    mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace {
        let pace = course.policy.pace(for: floor, at: now)
        course.add(.pace(copy floor, now, start: pace.start))
        return pace
    }

    mutating func note(_ event: PacingEvent, at now: Instant) {
        course.policy.note(event, at: now)
        course.add(.note(event, now))
    }

    mutating func adopt(_ terms: PacingTerms, at now: Instant) { course.adopt(terms, at: now) }
    var keepsRule: Bool { course.policy.keepsRule }
}
