import DialModel
import Testing

@Suite struct CallingTests {
    private func at(_ seconds: Int64) -> Instant { Instant.epoch + .seconds(seconds) }

    private func times(_ spans: (Int64, Int64)...) -> CallingTimes {
        CallingTimes(spans.map { CallingTimes.Span(from: at($0.0), to: at($0.1)) })
    }

    private func lead(
        _ digits: UInt64 = 36_100_001, zone: UInt16 = 0, free: Int64 = 0
    ) -> DueLead {
        DueLead(
            id: LeadID(1), number: PhoneNumber(digits: digits), zone: ZoneID(zone),
            freeFrom: at(free), heldBy: .quiet)
    }

    @Test func `times that overlap or meet are one, and empty ones are none`() {
        #expect(
            times((5, 9), (1, 3), (3, 4), (8, 12), (20, 20), (30, 25)) == times((1, 4), (5, 12)))
    }

    @Test(
        arguments: [(0, 10), (10, 10), (19, 19), (20, 30), (30, 30), (40, nil)]
            as [(Int64, Int64?)])
    func `calls may be made from an opening until just before the closing`(
        now: Int64, opening: Int64?
    ) {
        let times = times((10, 20), (30, 40))
        #expect(times.opening(at: at(now)) == opening.map(at))
        #expect(times.isOpen(at: at(now)) == (opening == now))
    }

    @Test func `what is in both is in the intersection`() {
        let both = times((0, 10), (20, 30), (40, 50)).intersection(times((5, 25), (28, 45)))
        #expect(both == times((5, 10), (20, 25), (28, 30), (40, 45)))
        #expect(both.intersection(times()) == times())
    }

    @Test func `a number is found among many, and what was added or taken out later counts`() {
        let digits = (0..<1_000).map { UInt64(10_000_000 + 7 * $0) }
        var numbers = NumberSet(digits.reversed() + digits)
        #expect(numbers.count == 1_000)
        for number in 10_000_000..<10_007_000 as Range<UInt64> {
            #expect(
                numbers.contains(PhoneNumber(digits: number)) == ((number - 10_000_000) % 7 == 0))
        }
        let (listed, other) = (PhoneNumber(digits: 10_000_007), PhoneNumber(digits: 10_000_008))
        numbers.remove(listed)
        numbers.insert(other)
        #expect(!numbers.contains(listed) && numbers.contains(other) && numbers.count == 1_000)
        numbers.insert(listed)
        numbers.remove(other)
        #expect(numbers.contains(listed) && !numbers.contains(other) && numbers.count == 1_000)
    }

    @Test func `other numbers take the place of those that were read, not of those added later`() {
        let (one, two, three) = (
            PhoneNumber(digits: 10_000_001), PhoneNumber(digits: 10_000_002),
            PhoneNumber(digits: 10_000_003)
        )
        var numbers = NumberSet([one.digits, two.digits])
        numbers.insert(two)
        numbers.remove(one)
        let new = NumberSet([one.digits, three.digits])
        #expect(new.more(than: NumberSet([one.digits, two.digits])) == 1)
        numbers.rebase(on: new)
        #expect(!numbers.contains(one), "it was allowed")
        #expect(numbers.contains(two), "it is listed beside the files")
        #expect(numbers.contains(three) && numbers.count == 2)
        #expect(NumberSet(all: [new, NumberSet([two.digits, one.digits])]).count == 3)
    }

    @Test func `a beginning covers every number that begins so, and no other`() throws {
        let numbers = NumberSet(
            [], prefixes: try [#require(.init("+1900")), #require(.init("44"))])
        #expect(numbers.contains(PhoneNumber(digits: 19_005_550_100)))
        #expect(numbers.contains(PhoneNumber(digits: 442_071_838_750)))
        #expect(!numbers.contains(PhoneNumber(digits: 19_015_550_100)))
        #expect(!numbers.contains(PhoneNumber(digits: 4_912_345_678)))
        #expect(!numbers.isEmpty && numbers.count == 0 && numbers.prefixCount == 2)
        for text in ["", "+", "0900", "12a", "1234567890123456"] {
            #expect(NumberSet.Prefix(text) == nil, "\(text)")
        }
    }

    @Test func `a lead is refused for the first reason that holds, and told until when`() {
        var rules = CallingRules()
        rules.hours = [times(), times((100, 200), (300, 400))]
        rules.doNotCall = NumberSet([36_100_001])
        #expect(
            rules.refusal(of: lead(zone: 1, free: 500), at: at(0))
                == RefusedLead(LeadID(1), .doNotCall, at: at(0), until: nil))
        var several = lead(zone: 1, free: 500)
        several.step = 63
        several.needsAgent = true
        several.hasOthers = true
        #expect(several.step == 63 && several.needsAgent)
        #expect(rules.refusal(of: several, at: at(0))?.lead == .due(at(0)), "its others are left")
        several.hasOthers = false
        #expect(several.step == 63 && several.needsAgent && !several.hasOthers)
        rules.doNotCall = NumberSet()
        #expect(
            rules.refusal(of: lead(zone: 1, free: 500), at: at(200))
                == RefusedLead(LeadID(1), .hours, at: at(200), until: at(300)))
        #expect(
            rules.refusal(of: lead(zone: 1, free: 500), at: at(150))
                == RefusedLead(LeadID(1), .quiet, at: at(150), until: at(500)))
        #expect(rules.refusal(of: lead(zone: 1, free: 150), at: at(150)) == nil)
        #expect(
            rules.refusal(of: lead(zone: 1), at: at(400))
                == RefusedLead(LeadID(1), .hours, at: at(400), until: nil))
        #expect(
            rules.refusal(of: lead(zone: 0), at: at(150))
                == RefusedLead(LeadID(1), .unknownZone, at: at(150), until: nil))
        #expect(rules.closedZones(at: at(50)) == [ZoneID(1)])
        #expect(rules.closedZones(at: at(150)) == [])
        #expect(rules.closedZones(at: at(450)) == [], "it does not open again")
        #expect(rules.nextOpening(after: at(150)) == nil)
        #expect(rules.nextOpening(after: at(250)) == at(300))
    }

    @Test func `the next attempt waits for every cap and every quiet time`() {
        var rules = CallingRules()
        rules.caps = [
            FrequencyCap(attempts: 2, within: .seconds(100)),
            FrequencyCap(attempts: 3, within: .seconds(1_000)),
        ]
        rules.quiet = [.connected(.refused): .seconds(5_000), .notConnected(.busy): .seconds(10)]
        func past(_ started: Int64, _ outcome: Outcome) -> PastAttempt {
            PastAttempt(
                number: PhoneNumber(digits: 1), started: at(started), ended: at(started + 20),
                outcome: outcome)
        }
        func freedom(_ rules: CallingRules, _ past: [PastAttempt]) -> (Instant, Refusal) {
            let free = rules.freedom(after: past, to: PhoneNumber(digits: 1))
            return (free.from, free.heldBy)
        }
        var history: [PastAttempt] = []
        #expect(rules.freedom(after: history, to: PhoneNumber(digits: 1)).from == .epoch)
        history.append(past(1_000, .notConnected(.noAnswer)))
        #expect(rules.freedom(after: history, to: PhoneNumber(digits: 1)).from == .epoch)
        history.append(past(1_010, .notConnected(.noAnswer)))
        #expect(freedom(rules, history) == (at(1_100), .frequency))
        history.append(past(1_500, .notConnected(.busy)))
        #expect(freedom(rules, history) == (at(2_000), .frequency))
        history.append(past(3_000, .connected(.refused)))
        #expect(freedom(rules, history) == (at(8_020), .quiet))
        history.append(past(8_020, .notConnected(.noAnswer)))
        #expect(freedom(rules, history) == (at(8_020), .quiet))
    }

    @Test func `a cap per number counts the calls to the number that comes next`() {
        var rules = CallingRules()
        rules.caps = [FrequencyCap(attempts: 2, within: .seconds(100), per: .number)]
        func past(_ started: Int64, _ number: UInt64) -> PastAttempt {
            PastAttempt(
                number: PhoneNumber(digits: number), started: at(started), ended: at(started),
                outcome: .notConnected(.noAnswer))
        }
        func from(_ number: UInt64, _ past: [PastAttempt]) -> Instant {
            rules.freedom(after: past, to: PhoneNumber(digits: number)).from
        }
        let history = [past(10, 1), past(20, 2), past(30, 1), past(40, 2), past(50, 1)]
        #expect(from(1, history) == at(130))
        #expect(from(2, history) == at(120))
        #expect(from(3, history) == .epoch)
        #expect(from(1, Array(history.prefix(2))) == .epoch)
        rules.caps.append(FrequencyCap(attempts: 4, within: .seconds(200)))
        #expect(from(2, history) == at(220), "all calls to the lead count")
        #expect(from(3, history) == at(220))
    }
}
