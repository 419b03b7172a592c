import DialMath
import DialModel

/// A ``CrewPlan`` made ready: every distribution a table. Made once, shared by all simulations that
/// use it.
///
/// - Complexity: some 0.1 ms a distribution to make.
public final class CrewModel: Sendable {
    public let plan: CrewPlan
    let talk, wrapUp, preview, breakLength: Wait
    /// nil: no agent says when a talk is in its closing stage.
    let closingLead: Wait?
    /// nil: no breaks.
    let workBetweenBreaks: Wait?
    /// From wrap-up to a promised call; nil: none is promised.
    let promise: Wait?
    let correction: Wait
    /// Whether outcomes need data.
    let givesData: Bool
    let dispositions: Mixture<Outcome>
    private let talks, wrapUps: [Outcome: Wait]
    /// By agent, over and over; empty: every group in turn.
    let groups: [GroupID]
    /// Whether it matters beforehand what will come of a talk.
    let dependsOnOutcome: Bool

    public init(_ plan: CrewPlan) {
        self.plan = plan
        talk = Wait(plan.talk)
        wrapUp = Wait(plan.wrapUp)
        preview = Wait(plan.preview)
        breakLength = Wait(plan.breakLength)
        closingLead = plan.closingLead.map(Wait.init)
        workBetweenBreaks = plan.workBetweenBreaks.map(Wait.init)
        promise = plan.promises.map { Wait($0.after) }
        correction = Wait(plan.correction)
        givesData = !plan.data.isEmpty
        talks = plan.byOutcome.compactMapValues { $0.talk.map(Wait.init) }
        wrapUps = plan.byOutcome.compactMapValues { $0.wrapUp.map(Wait.init) }
        groups = Self.groups(plan.groupSizes)
        dependsOnOutcome = !plan.byOutcome.isEmpty
        let known = plan.dispositions.filter { $0.value > 0 }
            .sorted { $0.key.code < $1.key.code }
            .map { ($0.key, $0.value) }
        let sum = known.reduce(0) { $0 + $1.1 }
        dispositions = Mixture(
            sum < 1 ? known + [(.connected(.refused), max(1 - sum, 1e-9))] : known)
    }

    /// As many of each group as its size says, well mixed: who leaves first is of any.
    static func groups(_ sizes: [Int]) -> [GroupID] {
        let all = sizes.reduce(0, +)
        var given = sizes.map { _ in 0 }
        return (0..<all).map { place in
            // The group that is furthest behind its share.
            let next = sizes.indices.max { a, b in
                let (x, y) = (
                    sizes[a] * (place + 1) - given[a] * all, sizes[b] * (place + 1) - given[b] * all
                )
                return (x, -a) < (y, -b)
            }!
            given[next] += 1
            return GroupID(UInt8(next))
        }
    }

    /// Whether an agent may have more to say of a talk than what came of it.
    var saysMore: Bool { promise != nil || givesData }

    func talk(endingWith outcome: Outcome) -> Wait { talks[outcome] ?? talk }
    func wrapUp(after outcome: Outcome) -> Wait { wrapUps[outcome] ?? wrapUp }
}
