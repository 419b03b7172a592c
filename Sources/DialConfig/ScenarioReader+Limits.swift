import DialMath
import DialModel
import DialWorld

extension ScenarioReader {
    func readLimits(_ section: Section) {
        var limits = scenario.plan.limits
        /// The values that are given are never raised.
        func read<Value>(_ key: String, into place: inout Value, as form: Form<Value>) {
            guard let value = section.read(key, form) else { return }
            place = value
            givenLimits.insert(key)
        }
        read("lines", into: &limits.lines, as: .count(1...100_000))
        read("callsPerSecond", into: &limits.callsPerSecond, as: Form.callRate.or("none"))
        read("minimumRing", into: &limits.minimumRing, as: .time())
        read("hold", into: &limits.hold, as: .time())
        read("setup", into: &limits.setup, as: .time(above: .zero))
        read("screening", into: &limits.screening, as: .time())
        read("talk", into: &limits.talk, as: .time(above: .zero))
        read("wrapUp", into: &limits.wrapUp, as: .time())
        read("release", into: &limits.release, as: .time(above: .zero))
        read("grace", into: &limits.grace, as: .time())
        scenario.plan.limits = limits
        if let entry = section.entry("ring") { readRing(entry) }
        section.close()
    }

    /// No call is given up before it has rung as long as it must.
    func checkRings() {
        let limits = scenario.plan.limits
        let shortest = (rings.map(\.time) + [limits.ring]).min()!
        if !givenLimits.contains("minimumRing") {
            scenario.plan.limits.minimumRing = min(limits.minimumRing, shortest)
            return
        }
        for ring in rings where ring.time < limits.minimumRing {
            problems.add(
                ring.entry.line,
                "\(ring.entry.name) is \(ring.time); at least the minimumRing of "
                    + "\(limits.minimumRing) is required")
        }
        if rings.isEmpty, limits.ring < limits.minimumRing {
            problems.add(
                nil,
                "minimumRing is \(limits.minimumRing), but calls ring \(limits.ring); set "
                    + "ringTimeout to at least as much")
        }
    }

    /// Makes the limits that are not given long enough for what ever happens in `worlds`.
    func raiseLimits(for worlds: [World]) {
        func raise(_ key: String, _ place: inout Duration, _ needed: (World) -> Double) {
            if givenLimits.contains(key) { return }
            let most = worlds.map(needed).max() ?? 0
            let seconds = Duration(drawn: most.rounded(.up))
            place = max(place, min(seconds, Units.longest))
        }
        let ring = scenario.plan.limits.ring.seconds
        raise("setup", &scenario.plan.limits.setup) {
            // A number that fails is silent until it says so.
            longest($0.carrier.setup) + max(0, longest($0.carrier.failure) - ring)
        }
        raise("screening", &scenario.plan.limits.screening) {
            max(longest($0.carrier.screening), $0.carrier.machineScreening.map(longest) ?? 0)
        }
        raise("talk", &scenario.plan.limits.talk) { world in
            ([world.crew.talk] + world.crew.byOutcome.values.compactMap(\.talk)).map(longest).max()!
        }
        raise("wrapUp", &scenario.plan.limits.wrapUp) { world in
            ([world.crew.wrapUp] + world.crew.byOutcome.values.compactMap(\.wrapUp)).map(longest)
                .max()!
        }
    }

    /// What 9,999 of 10,000 draws do not exceed.
    private func longest(_ distribution: Distribution) -> Double { distribution.quantile(0.9999) }
}
