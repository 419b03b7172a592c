import DialModel
import DialWorld

/// How a policy does over the hours of a day.
///
/// A scenario of at most 24 hours is followed from its start, warm-up included. Of a longer one all
/// days after the warm-up are laid over each other.
public struct DayCourse: Sendable {
    public struct Moment: Sendable {
        /// The middle of the step, in hours since midnight, local time.
        public var hours: Double
        /// nil where nobody was at work, or nobody answered.
        public var occupancy: MeanEstimate?
        public var abandonment: MeanEstimate?
        /// Calls placed in a minute.
        public var dialsPerMinute: MeanEstimate?
    }

    public var moments: [Moment]

    /// - Parameters:
    ///   - results: whole ones, or as far as they have come.
    ///   - offset: of local time from universal time.
    public init(
        _ results: [ReplicationResult], of scenario: Scenario, offset: Duration = .zero
    ) {
        let step = Replication.step.nanoseconds
        let day = Duration.hours(24).nanoseconds / step
        let isFolded = scenario.duration > .hours(24)
        let first = isFolded ? Int((scenario.warmup.nanoseconds + step - 1) / step) : 0
        let length = results.map(\.course.count).max() ?? 0
        var slots: [Double: [Int]] = [:]
        for place in min(first, length)..<length {
            let number = Int64(place)
            let middle = Duration(nanoseconds: (isFolded ? number % day : number) * step + step / 2)
            let hours = Self.hours(scenario.start + offset + middle)
            let start = Self.hours(scenario.start + offset)
            slots[isFolded ? hours : start + middle.seconds / 3_600, default: []].append(place)
        }
        moments = slots.sorted { $0.key < $1.key }.map { hours, places in
            Self.moment(hours, results.map { $0.course.sum(places) })
        }
    }

    /// Since midnight.
    public static func hours(_ instant: Instant) -> Double {
        let day = Duration.hours(24).nanoseconds
        return Double(((instant.nanoseconds % day) + day) % day) / 3.6e12
    }

    private static func moment(
        _ hours: Double, _ sums: [(point: ReplicationResult.CoursePoint, steps: Int)]
    ) -> Moment {
        let points = sums.map(\.point)
        return Moment(
            hours: hours,
            occupancy: MeanEstimate(ratioOf: points.map { ($0.busy, $0.working) }),
            abandonment: MeanEstimate(
                ratioOf: points.map { (Int64($0.abandoned), Int64($0.served + $0.abandoned)) },
                areCounts: true),
            dialsPerMinute: MeanEstimate(
                sums.filter { $0.steps > 0 }.map {
                    Double($0.point.dials) / Double($0.steps) / (Replication.step.seconds / 60)
                }, bounds: 0 ... .infinity))
    }
}

extension [ReplicationResult.CoursePoint] {
    /// The steps at these places, as far as they are there.
    fileprivate func sum(_ places: [Int]) -> (point: Element, steps: Int) {
        var sum = Element(
            talking: 0, busy: 0, working: 0, served: 0, abandoned: 0, dials: 0)
        var steps = 0
        for place in places where place < count {
            sum.talking += self[place].talking
            sum.busy += self[place].busy
            sum.working += self[place].working
            sum.served += self[place].served
            sum.abandoned += self[place].abandoned
            sum.dials += self[place].dials
            steps += 1
        }
        return (sum, steps)
    }
}
