import DialModel
import DialWorld
import Testing

@testable import DialSimulation

@Suite struct DayCourseTests {
    private func result(steps: Int, busy: (Int) -> Int64) -> ReplicationResult {
        var result = Scenes.result(0, busy: 1)
        result.course = (0..<steps).map {
            .init(
                talking: busy($0), busy: busy($0), working: 100, served: 97, abandoned: 3, dials: 30
            )
        }
        return result
    }

    @Test func `a day is followed from its start`() {
        var scenario = Scenes.small
        scenario.start = Instant(nanoseconds: 23 * 3_600_000_000_000)
        let course = DayCourse([result(steps: 8) { Int64($0) }], of: scenario)
        #expect(course.moments.map(\.hours) == (0..<8).map { 23.125 + 0.25 * Double($0) })
        #expect(course.moments[3].occupancy?.mean == 0.03)
        #expect(course.moments[3].abandonment?.mean == 0.03)
        #expect(course.moments[3].dialsPerMinute?.mean == 2)
    }

    @Test func `days of a longer scenario are laid over each other after the warm-up`() {
        var scenario = Scenes.small
        scenario.start = .epoch
        scenario.warmup = .hours(24)
        scenario.duration = .hours(72)
        let course = DayCourse([result(steps: 288) { Int64($0 / 96) * 10 }], of: scenario)
        #expect(course.moments.count == 96)
        #expect(course.moments.first?.hours == 0.125)
        #expect(course.moments.allSatisfy { $0.occupancy?.mean == 0.15 })
    }

    @Test func `where nothing has happened there is nothing to show`() {
        #expect(DayCourse([], of: Scenes.small).moments.isEmpty)
        let idle = DayCourse([Scenes.result(0, busy: 1)], of: Scenes.small)
        #expect(idle.moments.isEmpty)
    }
}
