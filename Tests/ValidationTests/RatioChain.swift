/// Fixed-ratio dialing without hold and wrap-up, solved instead of simulated: busy agents and ringing
/// calls are a Markov chain.
///
/// Rings and talks are memoryless. Whenever something has happened, calls are started until as many
/// ring as the ratio allows; a person who finds no agent is lost.
struct RatioChain {
    private(set) var occupancy = 0.0
    /// The share of people who are lost.
    private(set) var abandonment = 0.0
    private(set) var answersPerSecond = 0.0

    private struct Step {
        let from: Int
        let rate: Double
    }

    init(
        agents: Int, ratio: Double, busy weight: Double, answer: Double, ring: Double, talk: Double
    ) {
        let targets = (0...agents).map {
            Int(ratio * (Double(agents - $0) + weight * Double($0)))
        }
        let most = targets.max() ?? 0
        let width = most + 1
        func state(_ busy: Int, _ ringing: Int) -> Int {
            busy * width + max(ringing, targets[busy])
        }
        let states = (0...agents).flatMap { busy in
            (targets[busy]...most).map { (busy: busy, ringing: $0) }
        }
        var leaving = [Double](repeating: 0, count: (agents + 1) * width)
        var entering = [[Step]](repeating: [], count: leaving.count)
        for (busy, ringing) in states {
            let here = state(busy, ringing)
            for (rate, there) in [
                (Double(ringing) * (1 - answer) / ring, state(busy, max(0, ringing - 1))),
                (
                    Double(ringing) * answer / ring,
                    state(min(busy + 1, agents), max(0, ringing - 1))
                ),
                (Double(busy) / talk, state(max(0, busy - 1), ringing)),
            ] where rate > 0 && there != here {
                leaving[here] += rate
                entering[there].append(Step(from: here, rate: rate))
            }
        }

        // Gauss and Seidel's iteration.
        let places = states.map { state($0.busy, $0.ringing) }
        var chance = [Double](repeating: 0, count: leaving.count)
        for place in places { chance[place] = 1 / Double(places.count) }
        var change = 1.0
        while change > 1e-13 {
            change = 0
            for place in places {
                let inflow = entering[place].reduce(0) { $0 + $1.rate * chance[$1.from] }
                let new = inflow / leaving[place]
                change = max(change, abs(new - chance[place]))
                chance[place] = new
            }
            let sum = chance.reduce(0, +)
            for place in places { chance[place] /= sum }
        }

        var ringingWhenFull = 0.0
        var ringingInAll = 0.0
        for (busy, ringing) in states {
            let share = chance[state(busy, ringing)]
            occupancy += share * Double(busy) / Double(agents)
            ringingInAll += share * Double(ringing)
            if busy == agents { ringingWhenFull += share * Double(ringing) }
        }
        abandonment = ringingWhenFull / ringingInAll
        answersPerSecond = ringingInAll * answer / ring
    }
}
