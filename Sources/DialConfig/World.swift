import DialMath
import DialModel
import DialWorld

/// Carrier, called people and agents at one time of a scenario.
struct World {
    var carrier = CarrierPlan.ideal
    var crew = CrewPlan()
    var agents = 10
    var segments: [Segment] = []

    /// A part of the list; what it does not say is as for all calls.
    struct Segment {
        var name: String
        var fates: [CallFate: Double]?
        var ring: Distribution?
    }

    /// The carrier, with the segments as they are.
    var whole: CarrierPlan {
        var plan = carrier
        plan.segments = segments.map {
            CarrierPlan.Segment(
                name: $0.name, fates: $0.fates ?? carrier.fates, ring: $0.ring ?? carrier.ring)
        }
        return plan
    }
}

/// A time in the course of a scenario.
struct Moment {
    /// Since the start.
    var after: Duration
    var timeOfDay: Duration
}

/// One thing that a scenario says of its world: of its course by time of day, if it has one.
struct Setting {
    var line: Int
    /// Times of day at which it changes.
    var timesOfDay: [Duration] = []
    /// Times after the start at which it changes.
    var times: [Duration] = []
    /// Whether it changes what was said before, rather than replace it.
    var isRelative = false
    /// Whether there must be something before it.
    var needsBase = false
    var put: (inout World, Moment) -> Void

    init(line: Int, put: @escaping (inout World, Moment) -> Void) {
        self.line = line
        self.put = put
    }

    init<Value>(
        line: Int, _ daily: Daily<Value>, _ put: @escaping (inout World, Value) -> Void
    ) {
        self.init(line: line) { world, moment in put(&world, daily.value(at: moment.timeOfDay)) }
        timesOfDay = daily.times
    }

    /// This one on top of an earlier one.
    func after(_ earlier: Setting) -> Setting {
        var both = self
        both.put = { [put] world, moment in
            earlier.put(&world, moment)
            put(&world, moment)
        }
        both.timesOfDay += earlier.timesOfDay
        both.times += earlier.times
        both.isRelative = earlier.isRelative
        return both
    }
}
