import DialMath

/// A law fitted to times, with what it rests on.
public struct FittedLaw: Sendable {
    public var name: String
    /// Of those that ever end, if ``share`` is not nil.
    public var distribution: Distribution
    /// `lognormal`, `constant`, `empirical` ….
    public var family: String
    /// Times whose end was seen, and those that were cut short.
    public var observed: Int
    public var censored: Int
    /// Greatest distance from the data: Kolmogorov and Smirnov's, on Kaplan and Meier's curve.
    public var distance: Double
    /// How many ever end, where not all do.
    public var share: Double?
    /// The data.
    public var curve: KaplanMeier
    /// Some of the times that were cut short, for pictures.
    public var cuts: [Double]

    /// How far a family may be from the data before the data themselves are taken: 5 %, or what
    /// chance alone exceeds in one of a hundred samples of this size, if that is more.
    public static func tolerance(_ count: Int) -> Double {
        max(0.05, 1.63 / Double(max(1, count)).squareRoot())
    }

    public func survival(_ x: Double) -> Double {
        1 - (share ?? 1) * (1 - distribution.survival(x))
    }

    /// The best law for `times`: constant when they hardly differ, else the family with the least
    /// AIC, else what was measured.
    ///
    /// - Parameter isCured: whether some would never end.
    /// - Returns: nil when no end was seen.
    public init?(_ name: String, _ times: [Observation], isCured: Bool = false) {
        let ended = times.filter(\.isComplete).map(\.duration).sorted()
        guard let middle = ended.isEmpty ? nil : ended[ended.count / 2] else { return nil }
        self.name = name
        observed = ended.count
        censored = times.count - ended.count
        curve = KaplanMeier(times)
        distance = 0
        cuts = Self.some(times.filter { !$0.isComplete }.map(\.duration).sorted(), 40)
        let low = ended[ended.count / 100]
        let high = ended[ended.count - 1 - ended.count / 100]
        if high - low <= max(0.002, middle / 500) {
            distribution = .constant(middle)
            family = "constant"
            if isCured { share = 1 - (curve.steps.last?.survival ?? 0) }
            return
        }
        // Few times tell a mean, and no shape.
        let families: [Distribution.Family] =
            ended.count < 10 ? [.exponential] : Distribution.Family.allCases
        // What took no time at all has no logarithm; a few such are as good as the shortest.
        let least = ended.first { $0 > 0 } ?? 0
        let zeros = ended.prefix { $0 == 0 }.count
        let telling =
            zeros * 50 > ended.count
            ? times : times.map { Observation(max($0.duration, least), isComplete: $0.isComplete) }
        if isCured, censored > 0, let cured = CureFit.best(of: families, to: telling) {
            distribution = cured.distribution
            family = cured.family.rawValue
            share = cured.share
        } else {
            let thin = Self.some(telling.sorted { $0.duration < $1.duration }, 20_000)
            guard let fit = Fit.best(of: families, to: thin) else {
                distribution = .constant(ended.reduce(0, +) / Double(ended.count))
                family = "constant"
                distance = 1
                return
            }
            distribution = fit.distribution
            family = fit.family.rawValue
            if isCured { share = 1 }
        }
        distance = distanceFromData
        // A family is only given up for data that are many enough to be a law themselves.
        if distance > Self.tolerance(ended.count), ended.count >= 30 { takeTheData() }
    }

    /// Takes the curve of the data for the law, at 60 quantiles.
    private mutating func takeTheData() {
        let most = share ?? 1
        let reached = 1 - (curve.steps.last?.survival ?? 0)
        let known = (0..<60).compactMap {
            curve.quantile(min(reached, most) * (Double($0) + 0.5) / 60)
        }
        guard !known.isEmpty else { return }
        if share != nil { share = reached }
        distribution = .empirical(Empirical(sample: known))
        family = "empirical"
        distance = distanceFromData
    }

    /// Over the times at which ten or more were still watched: beyond, the curve tells nothing.
    private var distanceFromData: Double {
        var greatest = 0.0
        var before = 1.0
        for step in curve.steps where step.atRisk >= min(10, observed) {
            let survival = survival(step.duration)
            greatest = max(greatest, abs(before - survival), abs(step.survival - survival))
            before = step.survival
        }
        return greatest
    }

    /// At most `count` of them, evenly spread.
    private static func some<Element>(_ all: [Element], _ count: Int) -> [Element] {
        if all.count <= count { return all }
        return (0..<count).map { all[($0 * all.count + all.count / 2) / count] }
    }
}
