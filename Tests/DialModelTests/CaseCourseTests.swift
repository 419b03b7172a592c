import DialModel
import Testing

/// How deals come to their end, whoever says what in whatever order.
@Suite struct CaseCourseTests {
    private let shipped = CaseState("shipped")
    private let doubtful = CaseState("doubtful")

    private var rules: ConfirmationRules {
        var rules = ConfirmationRules()
        rules.confirmed = [shipped]
        rules.revisited = [doubtful]
        return rules
    }

    @Test(arguments: [
        ("pending", "sold, cancelled, revisit scheduled, shipped"),
        ("shipped", "sold, cancelled, revisit scheduled"),
        (
            "revisit scheduled",
            "sold, cancelled, rescheduled, on hold, shipped, doubtful"
        ),
        ("rescheduled", "sold, cancelled, revisit scheduled, on hold, shipped, doubtful"),
        ("on hold", "sold, cancelled, revisit scheduled, rescheduled, shipped, doubtful"),
        ("doubtful", "sold, cancelled, revisit scheduled, rescheduled, on hold, shipped"),
        ("sold", ""),
        ("cancelled", ""),
    ])
    func `what may follow a state is told by a table`(state: String, next: String) {
        let names = rules.next(after: CaseState(state)).map(\.name)
        #expect(names.joined(separator: ", ") == next)
    }

    @Test func `a campaign may let a final state be followed by another`() {
        var rules = rules
        rules.further[.sold] = [.cancelled]
        #expect(rules.next(after: .sold) == [.cancelled])
        #expect(rules.next(after: .cancelled) == [])
    }

    private func event(
        _ id: String, _ state: CaseState, at second: Int64, revisit: Int64? = nil
    ) -> CaseEvent {
        CaseEvent(
            id: id, at: .epoch + .seconds(second), state: state, node: .confirmation,
            revisit: revisit.map { .epoch + .seconds($0) })
    }

    @Test func `what cannot be is refused in a sentence, and what follows goes on from before`() {
        let course = CaseCourse(
            of: [
                event("a", .onHold, at: 1), event("b", CaseState("lost"), at: 2),
                event("c", .sold, at: 3), event("d", .cancelled, at: 4), event("e", .sold, at: 5),
            ], under: rules)
        #expect(course.state == .sold)
        #expect(course.verdicts.map(\.event) == ["a", "b", "c", "d", "e"])
        #expect(
            course.verdicts.map(\.refusal) == [
                "it is pending; on hold cannot follow, only sold, cancelled, revisit scheduled, shipped",
                "this campaign has no state \"lost\"; known: pending, sold, cancelled, "
                    + "revisit scheduled, rescheduled, on hold, shipped, doubtful",
                nil, "it is sold, which is final; cancelled cannot follow", nil,
            ])
    }

    @Test func `a revisit has a time as long as it is to be made, and may be moved`() {
        var events = [event("a", .scheduled, at: 1, revisit: 100)]
        #expect(CaseCourse(of: events, under: rules).revisit == .epoch + .seconds(100))
        events.append(event("b", .scheduled, at: 2, revisit: 200))
        #expect(CaseCourse(of: events, under: rules).revisit == .epoch + .seconds(200))
        events.append(event("c", .onHold, at: 3, revisit: 300))
        #expect(CaseCourse(of: events, under: rules).revisit == nil)
    }

    /// Seeded, by a generator of its own.
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    @Test func `news in any order, told as often as it likes, lead to the same state`() {
        let states = rules.states
        for seed in 0..<300 as Range<UInt64> {
            var dice = Dice(state: seed)
            let events = (0..<(1 + dice.roll(8))).map { place in
                event(
                    "n\(place)", states[dice.roll(states.count)], at: Int64(dice.roll(5)),
                    revisit: Int64(dice.roll(1_000)))
            }
            let once = CaseCourse(of: events, under: rules)
            for _ in 0..<5 {
                var mixed = events + events.filter { _ in dice.roll(2) == 0 }
                for place in mixed.indices { mixed.swapAt(place, dice.roll(mixed.count)) }
                #expect(CaseCourse(of: mixed, under: rules) == once, "seed \(seed)")
            }
        }
    }
}
