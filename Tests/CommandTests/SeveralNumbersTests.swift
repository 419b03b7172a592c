import DialConfig
import DialMath
import DialModel
import GRDB
import Testing

@testable import DialStore
@testable import dialpace

/// Whole campaigns whose leads have several numbers, in a real store.
@Suite struct SeveralNumbersTests {
    /// Random lists, rules and lists of numbers not to be called, looked at call by call afterwards.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `each call goes to the number whose turn it is, and no lead ends before its time`(
        seed: UInt64
    ) async throws {
        let campaign = try RandomCampaign(seed)
        let session = try await campaign.run()
        defer { session.store.close() }
        let past = try Past(session.store)
        #expect(past.calls.count > campaign.leads.count / 2, "seed \(seed)")
        for (place, lead) in campaign.leads.enumerated() {
            let calls = past.calls.filter { $0.lead == Int64(place + 1) }
            let wrong = campaign.complaint(calls, of: lead, promises: past.promises)
            #expect(wrong == nil, "seed \(seed), lead \(place + 1): \(wrong ?? "") \(calls)")
        }
    }

    @Test func `all that can become of a number is met`() async throws {
        var met: Set<String> = []
        for seed in 100..<110 as Range<UInt64> {
            let session = try await RandomCampaign(seed).run()
            defer { session.store.close() }
            let past = try Past(session.store)
            for (lead, calls) in Dictionary(grouping: past.calls, by: \.lead) {
                let numbers = calls.map(\.number)
                if Set(numbers).count > 2 { met.insert("three numbers") }
                if zip(numbers, numbers.dropFirst()).contains(where: ==) { met.insert("same") }
                if numbers.first == numbers.last, Set(numbers).count > 1 { met.insert("round") }
                if past.dropped.contains(where: { $0.lead == lead && $0.why == 0 }) {
                    met.insert("on a list")
                }
                if past.dropped.contains(where: { $0.lead == lead && $0.why > 0 }) {
                    met.insert("dropped")
                }
            }
        }
        #expect(met == ["three numbers", "same", "round", "on a list", "dropped"])
    }
}

/// A campaign of 40 leads with one to four numbers each.
private struct RandomCampaign {
    var leads: [Lead] = []
    let file: CampaignFile
    private let seed: UInt64

    init(_ seed: UInt64) throws {
        self.seed = seed
        let chance = Chance(seed: seed, stream: "several numbers")
        var listed: [String] = []
        for place in 0..<40 as Range<UInt64> {
            let count = 1 + Int(chance.uniform(place, 1) * 4)
            let numbers = (0..<count).map { other in
                let digits = 999_000_000_000 + place * 10 + UInt64(other)
                if chance.uniform(digits) < 0.1 { listed.append("+\(digits)") }
                return Lead.Number(kind: "n\(other)", number: PhoneNumber(digits: digits))
            }
            var lead = Lead(number: numbers[0].number)
            if count > 1 { lead.numbers = numbers }
            leads.append(lead)
        }
        var moves = ["powered off: next"]
        for (place, outcome) in ["no answer", "busy", "vacant number", "machine", "refused"]
            .enumerated()
        {
            let pick = Int(chance.uniform(1_000 + UInt64(place), 2) * 4)
            if pick < 3 { moves.append("\(outcome): \(["same", "next", "drop"][pick])") }
        }
        let mode = ["predictive", "progressive"][Int(seed % 2)]
        var caps: [String] = []
        if seed % 4 > 0 { caps.append("{attempts: \(1 + seed % 2), within: 9h, per: number}") }
        if seed % 5 > 2 { caps.append("{attempts: 3, within: 20h}") }
        let retries = seed % 3 == 0 ? "vacant number: 3h, " : ""
        let text = """
            name: several
            mode: \(mode)
            agents: {count: 3, talk: 30s, wrapUp: 5s,
              dispositions: {refused: 60%, follow-up: 30%, do not call: 10%},
              promises: {after: 2h, share: 50%, own: 0%}}
            dispositions: {connected: [do not call]}
            retry: {attempts: \(3 + seed % 5), after: {\(retries)no answer: 1h, busy: 10m, machine: 30m,
              refused: 4h, do not call: 1h, congestion: 1m, failed: 10m, unknown: 10m, abandoned: 1h}}
            connect: {numbers: {after: {\(moves.joined(separator: ", "))}}}
            protection: {complaints: [do not call], caps: [\(caps.joined(separator: ", "))]}
            trunk: {setupFailure: 2%, eventLoss: 1%, force: none,
              outcomes: {person: 25%, machine: 15%, noAnswer: 25%, busy: 10%, vacantNumber: 20%, fax: 5%}}
            """
        var file = try CampaignFile(bytes: Array(text.utf8), path: "several.yaml")
        for number in listed { file.plan.calling.doNotCall.insert(PhoneNumber(number)!) }
        self.file = file
    }

    func run() async throws -> CampaignSession {
        let session = try CampaignSession(
            repeating: file, leads: leads, seed: seed,
            from: Instant(nanoseconds: 1_767_603_600_000_000_000))
        try await VirtualRun(session).run()
        return session
    }

    /// Whether there is a call more than a cap allows.
    private func capped(_ calls: [Past.Call]) -> String? {
        for cap in file.plan.calling.caps {
            let numbers: [PhoneNumber?] =
                cap.per == .number ? Array(Set(calls.map(\.number))) : [nil]
            for number in numbers {
                let starts = calls.filter { number == nil || $0.number == number }.map(\.started)
                for (first, last) in zip(starts, starts.dropFirst(cap.attempts))
                where last - first < cap.within {
                    return "\(cap.attempts + 1) calls by \(last) for \(cap.text)"
                }
            }
        }
        return nil
    }

    /// What is wrong with the calls to a lead, by the rules as they are written; nil: nothing.
    func complaint(_ calls: [Past.Call], of lead: Lead, promises: Set<Int64>) -> String? {
        let rules = file.plan.calling
        var left = lead.numbers.isEmpty ? [lead.number] : lead.numbers.map(\.number)
        var turn = 0
        /// Takes the number at hand away; the one behind it is the next.
        func drop() {
            left.remove(at: turn)
            if turn == left.count { turn = 0 }
        }
        if let fault = capped(calls) { return fault }
        for (place, call) in calls.enumerated() {
            while rules.doNotCall.contains(left[turn]), left.count > 1 { drop() }
            if rules.doNotCall.contains(left[turn]) {
                return "call \(place) to a lead without numbers"
            }
            if call.number != left[turn] { return "call \(place) is not to \(left[turn])" }
            let isLast = place == calls.count - 1
            let isPromised = promises.contains(call.attempt)
            if call.outcome == .connected(.custom(0)) {
                return isLast || isPromised ? nil : "called after a complaint"
            }
            var goesOn = isPromised
            if !isPromised {
                let move = file.plan.numbers[call.outcome]
                let wait = file.plan.retry.after[call.outcome]
                let isOther = left.count > 1
                goesOn = wait != nil || (move == .drop && isOther)
                if place + 1 >= Int(file.plan.retry.attempts) { goesOn = false }
                if isOther, move == .next { turn = (turn + 1) % left.count }
                if isOther, move == .drop { drop() }
            }
            if goesOn, isLast {
                while rules.doNotCall.contains(left[turn]), left.count > 1 { drop() }
                // A promise may be missed, and then the attempts be used up.
                let isOver = isPromised && place + 1 >= Int(file.plan.retry.attempts)
                return isOver || rules.doNotCall.contains(left[turn]) ? nil : "not called again"
            }
            if !goesOn, !isLast { return "called again after \(call.outcome)" }
        }
        if !calls.isEmpty { return nil }
        return left.allSatisfy(rules.doNotCall.contains) ? nil : "never called"
    }
}

/// What a campaign has come to.
private struct Past {
    struct Call {
        var attempt: Int64
        var lead: Int64
        var number: PhoneNumber
        var outcome: Outcome
        var started: Instant
    }

    var calls: [Call] = []
    /// Attempts in which a call was promised.
    var promises: Set<Int64> = []
    var dropped: [(lead: Int64, why: Int64)] = []

    init(_ store: Store) throws {
        (calls, promises, dropped) = try store.reading { db in
            let calls = try Row.fetchAll(
                db, sql: "SELECT id, lead, number, outcome, started FROM attempts ORDER BY id"
            ).map {
                Call(
                    attempt: $0[0], lead: $0[1],
                    number: PhoneNumber(digits: UInt64($0[2] as Int64)),
                    outcome: Outcome(code: UInt8($0[3] as Int64)) ?? .notConnected(.unknown),
                    started: Instant(nanoseconds: $0[4]))
            }
            let promises = try Set(Int64.fetchAll(db, sql: "SELECT made_in FROM callbacks"))
            let dropped = try Row.fetchAll(
                db, sql: "SELECT lead, dropped FROM lead_numbers WHERE dropped IS NOT NULL"
            ).map { (lead: $0[0] as Int64, why: $0[1] as Int64) }
            return (calls, promises, dropped)
        }
    }
}
