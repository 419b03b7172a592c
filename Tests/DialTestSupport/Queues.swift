#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The share of calls that find every line taken, where those are lost: Erlang's first formula.
///
///     erlangB(load: 5, servers: 10)     // 0.0184
///
/// - Parameters:
///   - load: arrivals a second times mean service in seconds (erlangs), ≥ 0. Holds for any
///     distribution of service times.
///   - servers: ≥ 0.
/// - Complexity: O(servers).
///
/// > Source: A. K. Erlang (1917), by the recursion in every textbook.
public func erlangB(load: Double, servers: Int) -> Double {
    precondition(load >= 0, "the load is \(load); it is 0 or more")
    if load == 0 { return servers == 0 ? 1 : 0 }
    // The inverse neither overflows nor loses digits where the share is small.
    var inverse = 1.0
    for server in 0..<servers { inverse = 1 + inverse * Double(server + 1) / load }
    return 1 / inverse
}

/// A queue without end, where everyone waits (M/M/*c*): Erlang's second formula.
///
/// > Source: A. K. Erlang (1917); R. B. Cooper, Introduction to Queueing Theory (1981), 3.5.
public struct ErlangC: Hashable, Sendable {
    /// The share that finds no server free.
    public let chanceOfWait: Double
    /// Over all, including those who do not wait, in seconds.
    public let meanWait: Double
    /// How many wait, on average over time.
    public let meanQueue: Double
    /// The share of time that a server is busy.
    public let occupancy: Double
    /// How fast a queue drains, per second.
    private let slack: Double

    /// - Parameters:
    ///   - arrivalsPerSecond: ≥ 0, as a Poisson stream.
    ///   - meanService: above 0, in seconds; exponential.
    ///   - servers: 1 or more.
    /// - Returns: nil when more arrives than can be served: the queue has no steady state.
    public init?(arrivalsPerSecond: Double, meanService: Double, servers: Int) {
        let load = arrivalsPerSecond * meanService
        guard servers > 0, load < Double(servers) else { return nil }
        let lost = erlangB(load: load, servers: servers)
        occupancy = load / Double(servers)
        chanceOfWait = lost / (1 - occupancy * (1 - lost))
        slack = (Double(servers) - load) / meanService
        meanWait = chanceOfWait / slack
        meanQueue = arrivalsPerSecond * meanWait
    }

    /// The share that waits longer than `span` seconds, served in order of arrival.
    public func chanceOfWait(beyond span: Double) -> Double {
        span < 0 ? 1 : chanceOfWait * exp(-slack * span)
    }

    /// The wait that a share `u` of all does not exceed, in seconds; served in order of arrival.
    ///
    /// - Parameter u: in 0..<1.
    public func waitQuantile(_ u: Double) -> Double {
        max(0, log(chanceOfWait / (1 - u)) / slack)
    }
}

/// A queue that people leave when their patience ends (M/M/*c*+M): Erlang A.
///
/// > Source: C. Palm (1946); A. Mandelbaum and S. Zeltyn (2007), Service Engineering in Action,
/// > doi:10.1007/978-3-540-29860-1_2. Solved as the birth–death chain that it is.
public struct ErlangA: Hashable, Sendable {
    /// The share that finds no server free.
    public let chanceOfWait: Double
    /// The share that leaves unserved.
    public let chanceOfAbandonment: Double
    /// Over all, also those who leave or do not wait, in seconds.
    public let meanWait: Double
    /// How many wait, on average over time.
    public let meanQueue: Double
    /// The share of time that a server is busy.
    public let occupancy: Double

    /// - Parameters:
    ///   - arrivalsPerSecond: above 0, as a Poisson stream; may exceed what can be served.
    ///   - meanService: above 0, in seconds; exponential.
    ///   - meanPatience: above 0, in seconds; exponential.
    ///   - servers: 1 or more.
    /// - Complexity: O(servers + queue), with the longest queue that matters.
    public init(
        arrivalsPerSecond: Double, meanService: Double, meanPatience: Double, servers: Int
    ) {
        precondition(
            arrivalsPerSecond > 0 && meanService > 0 && meanPatience > 0 && servers > 0,
            "\(arrivalsPerSecond) arrivals a second, service of \(meanService) s, patience of "
                + "\(meanPatience) s and \(servers) servers; all must exceed 0")
        let load = arrivalsPerSecond * meanService
        // Chances of 0, 1, 2 … in the system, of unknown scale, from that of all servers busy and
        // none waiting downwards, then upwards. Where they grow large, all are scaled down.
        var chance = 1.0
        var allBusy = 1.0
        var (free, busyWhileFree) = (0.0, 0.0)
        for busy in stride(from: servers, to: 0, by: -1) {
            chance *= Double(busy) / load
            free += chance
            busyWhileFree += chance * Double(busy - 1)
            if free > 1e200 {
                let scale = 1 / free
                chance *= scale
                allBusy *= scale
                busyWhileFree *= scale
                free = 1
            }
        }
        chance = allBusy
        var (full, queue, waiting) = (0.0, 0.0, 0.0)
        while true {
            full += chance
            queue += chance * waiting
            if full > 1e200 {
                let scale = 1 / full
                chance *= scale
                free *= scale
                busyWhileFree *= scale
                queue *= scale
                full = 1
            }
            waiting += 1
            let leaving = Double(servers) / meanService + waiting / meanPatience
            chance *= arrivalsPerSecond / leaving
            // From here on each is smaller than the last by a growing factor.
            let isFalling = leaving > arrivalsPerSecond
            if isFalling, chance * (1 + waiting) <= 1e-18 * (full + queue) { break }
        }
        let all = free + full
        chanceOfWait = full / all
        meanQueue = queue / all
        meanWait = meanQueue / arrivalsPerSecond
        chanceOfAbandonment = meanWait / meanPatience
        occupancy = (busyWhileFree / Double(servers) + full) / all
    }
}

/// The mean wait before one server, for any distribution of service (M/G/1), in seconds.
///
/// - Parameters:
///   - arrivalsPerSecond: ≥ 0, as a Poisson stream.
///   - meanService: above 0, in seconds.
///   - cv: the coefficient of variation of service; 0 when constant, 1 when exponential.
/// - Returns: nil when more arrives than can be served.
///
/// > Source: F. Pollaczek (1930), A. Y. Khinchine (1932).
public func meanWaitOneServer(
    arrivalsPerSecond: Double, meanService: Double, cv: Double
) -> Double? {
    let load = arrivalsPerSecond * meanService
    guard load < 1 else { return nil }
    return load * meanService * (1 + cv * cv) / (2 * (1 - load))
}

/// A fixed number of sources that are served by few: machines and those who repair them, or lines
/// that dial again and again and the agents who answer them.
///
/// A source is away for an exponential time, asks for service, waits in order if none is free, is
/// served for an exponential time, and is away again.
///
/// > Source: C. Palm (1947); R. B. Cooper, Introduction to Queueing Theory (1981), 3.8.
public struct FiniteSource: Hashable, Sendable {
    /// The share of time that a server is busy.
    public let utilisation: Double
    /// How many sources are away, on average over time.
    public let meanAway: Double
    /// How many sources wait, on average over time.
    public let meanWaiting: Double
    /// How long a source waits each time it asks, in seconds.
    public let meanWait: Double

    /// - Parameters:
    ///   - sources: 1 or more.
    ///   - meanAway: above 0, in seconds.
    ///   - meanService: above 0, in seconds.
    ///   - servers: 1 or more.
    /// - Complexity: O(sources).
    public init(sources: Int, meanAway: Double, meanService: Double, servers: Int) {
        precondition(
            sources > 0 && servers > 0 && meanAway > 0 && meanService > 0,
            "\(sources) sources, away for \(meanAway) s, \(servers) servers and a service of "
                + "\(meanService) s; all must exceed 0")
        // Scaled down on the way, so that nothing overflows.
        var chance = 1.0
        var (all, busy, away, waiting) = (1.0, 0.0, Double(sources), 0.0)
        for asking in 1...sources {
            chance *=
                Double(sources - asking + 1) * meanService
                / (meanAway * Double(min(asking, servers)))
            all += chance
            busy += chance * Double(min(asking, servers))
            away += chance * Double(sources - asking)
            waiting += chance * Double(max(0, asking - servers))
            if all > 1e200 {
                chance /= all
                busy /= all
                away /= all
                waiting /= all
                all = 1
            }
        }
        utilisation = busy / all / Double(servers)
        self.meanAway = away / all
        meanWaiting = waiting / all
        // By Little's law: sources ask as often as they come back from being away.
        meanWait = meanWaiting / (self.meanAway / meanAway)
    }
}
