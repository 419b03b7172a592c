import DialMath
import DialModel

/// What a goal is worth: the risk up to which a call is started for it, and how many idle agents are
/// left idle for it.
///
/// While agents are idle for longer than the goal wants, the price rises; while they are busier, it
/// falls, and where next to no risk is still too much, agents are spared one by one. One number
/// stands for both, the *level*:
///
///     price  = 0.002 × exp(level)                     where level ≥ 0
///     spared = ⌊−level × 5 % of the agents⌋           where level < 0; a quarter of one at least
///     level += gain × (idle − wanted) / agents        for each second
///
/// So the level is the ledger of the goal itself, seconds too idle for each agent, and what was missed
/// is made up for: the mean comes out right, however prices turn into occupancy in this campaign. What
/// the cap of the abandonment rule held back is not made up for. The gain rises with the root of the
/// number of agents, since what chance adds to the ledger falls with it.
///
/// > Source: integral control with a limited integral, K. J. Åström and T. Hägglund, *Advanced PID
/// > Control* (2006), chapter 3.
struct GoalPrice: Hashable, Sendable {
    let goal: PacingGoal
    /// The largest risk that a call may have for the goal's sake.
    private(set) var value = least
    /// Idle agents who are to stay idle.
    private(set) var spared = 0
    private var level = 0.0
    /// Agent seconds idle beyond what is wanted, since the last ``steer(agents:cap:)``.
    private var surplus = 0.0

    /// What is cheaper than that is as good as free.
    static let least = 0.002
    /// The most that may be asked beyond the cap's price, as a factor: to tell that the goal asks
    /// for more.
    static let beyond = 1.1

    init(_ goal: PacingGoal) { self.goal = goal }

    /// So many agents were at work, and so many of them between calls, for so long. O(1).
    @inline(__always)
    mutating func spend(_ seconds: Double, agents: Int, idle: Int) {
        switch goal {
        case .occupancy(let share):
            surplus += (Double(idle) - (1 - share) * Double(agents)) * seconds
        case .wait: surplus += Double(idle) * seconds
        }
    }

    /// An agent's wait is over.
    @inline(__always)
    mutating func noteTalk() {
        if case .wait(let span) = goal { surplus -= span.seconds }
    }

    /// Sets the price by what has been spent since.
    ///
    /// - Parameters:
    ///   - agents: at work.
    ///   - cap: the price by the abandonment rule.
    mutating func steer(agents: Int, cap: Double) {
        let team = Double(max(1, agents))
        let gain = min(0.15, max(0.02, 0.0125 * team.squareRoot()))
        // Agents for each step of the level below 0.
        let step = max(0.25, 0.05 * team)
        // With all agents spared, some room is left for the ledger of a talk.
        level = max(-team / step - 4, level + gain * surplus / team)
        surplus = 0
        value = Self.least * exponential(max(0, level))
        if value > Self.beyond * cap {
            value = max(Self.least, Self.beyond * cap)
            level = min(level, max(0, naturalLogarithm(value / Self.least)))
        }
        spared = Int(max(0, -level) * step)
    }
}
