import DialModel
import DialPacing
import Testing

@Suite struct IssabelTests {
    private static func calls(
        free: Int = 4, ages: [Double] = [30, 200, 700], waiting: Int = 0, pending: Int = 1,
        completed: Int = 50, answering: Double? = nil, force: Int = 0, maxChannels: Int = 100_000
    ) -> Int {
        var rules = Issabel.Rules()
        rules.overcommit = answering != nil
        rules.force = force
        rules.maxChannels = maxChannels
        let issabel = Issabel(rules)
        let about =
            completed < 10
            ? 0 : ages.count { issabel.isAboutToEnd(age: $0, meanTalk: 180, answerTime: 8) }
        return issabel.calls(
            free: free, aboutToBeFree: about, waiting: waiting, pending: pending,
            answering: answering)
    }

    @Test(arguments: [
        (calls(), 4, "a talk of 700 s is about to end"),
        (calls(completed: 9), 3, "nine talks are too few to go by"),
        (calls(answering: 0.25), 16, "calls nobody will answer are made up for"),
        (calls(ages: [], answering: 0.1), 15, "by a fifth at least"),
        (calls(ages: [], waiting: 1, pending: 0, force: 2), 5, "two on top"),
        (calls(ages: [], pending: 0, maxChannels: 3), 3, "no more than there are channels"),
        (calls(free: 0, ages: [], pending: 0, force: 2), 0, "nothing on top of nothing"),
        (calls(free: 1, ages: [], waiting: 3, pending: 0), 0, "people who wait come first"),
    ])
    func `calls for agents free and about to be, less those waiting and ringing`(
        calls: Int, expected: Int, why: String
    ) {
        #expect(calls == expected, "\(why)")
    }

    @Test func `an end is near after three and a half mean talks`() {
        let issabel = Issabel()
        #expect(!issabel.isAboutToEnd(age: 623, meanTalk: 180, answerTime: 8))
        #expect(issabel.isAboutToEnd(age: 624, meanTalk: 180, answerTime: 8))
    }

    @Test func `ages of talks are followed on the floor, by their beginnings and ends`() {
        var policy = Issabel()
        let morning = Instant.epoch + .hours(9)
        func at(_ seconds: Int64) -> Instant { morning + .seconds(seconds) }
        // Fifty talks of three minutes, one after the other's like, are known.
        for talk: Int64 in 0..<50 {
            _ = policy.pace(for: floor(idle: 0, talking: 1), at: at(180 * talk))
            policy.note(.talkEnded(after: .seconds(180)), at: at(180 * talk + 180))
        }
        let start: Int64 = 9_000
        // Three begin now, one more later; the answering time is still the usual 8 s.
        _ = policy.pace(for: floor(idle: 0, talking: 3), at: at(start))
        _ = policy.pace(for: floor(idle: 0, talking: 4), at: at(start + 300))
        #expect(policy.pace(for: floor(idle: 0, talking: 4), at: at(start + 615)).start == 0)
        #expect(policy.pace(for: floor(idle: 0, talking: 4), at: at(start + 630)).start == 3)
        // One of the three ends: two are left, and talks are 189 s on average.
        policy.note(.talkEnded(after: .seconds(631)), at: at(start + 631))
        #expect(policy.pace(for: floor(idle: 0, talking: 3), at: at(start + 660)).start == 2)
    }

    @Test func `overcommit waits for ten calls, and forgets those of half an hour ago`() {
        var rules = Issabel.Rules()
        rules.overcommit = true
        var policy = Issabel(rules)
        for call in 0..<9 { policy.note(call < 3 ? person : nobody, at: .epoch) }
        #expect(policy.pace(for: floor(idle: 4), at: .epoch).start == 4)
        for call in 0..<11 { policy.note(call < 2 ? person : nobody, at: .epoch) }
        // 5 of 20.
        #expect(policy.pace(for: floor(idle: 4), at: .epoch + .seconds(5)).start == 16)
        #expect(policy.pace(for: floor(idle: 4), at: .epoch + .minutes(31)).start == 4)
    }

    @Test func `it looks every five seconds`() {
        var policy = Issabel()
        #expect(policy.pace(for: floor(idle: 2), at: .epoch).start == 2)
        policy.note(.dialled(), at: .epoch)
        policy.note(.dialled(), at: .epoch)
        let pace = policy.pace(for: floor(idle: 3, inFlight: 2), at: .epoch + .seconds(2))
        #expect(pace == Pace(start: 0, bound: .agents, again: .seconds(3)))
        #expect(
            policy.pace(for: floor(idle: 3, inFlight: 2), at: .epoch + .seconds(5)).start == 1)
    }
}

private let person = PacingEvent.person(after: .seconds(8))
private let nobody = PacingEvent.nobody(after: .seconds(20))
