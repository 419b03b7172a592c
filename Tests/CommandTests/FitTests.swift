import DialConfig
import DialMath
import DialModel
import DialStore
import DialWorld
import Foundation
import GRDB
import Testing

@Suite struct FitTests {
    /// A campaign whose laws are known, with no numbers that are made to do something.
    static let campaign = """
        name: known
        mode: predictive
        seed: 3
        start: 2026-01-05T09:00:00Z
        duration: 8h
        leads: people.csv
        agents:
          count: 12
          talk: {gamma: {mean: 120s, cv: 0.6}}
          wrapUp: {lognormal: {mean: 20s, cv: 0.6}}
        limits: {lines: 100, ring: 20s, hold: 1500ms}
        retry: {attempts: 1}
        trunk:
          setup: {lognormal: {mean: 2s, cv: 0.3}}
          setupFailure: 0%
          eventLoss: 0%
          outcomes: {person: 30%, machine: 20%, busy: 10%, noAnswer: 40%}
          ring: {weibull: {mean: 9s, shape: 2}}
          screening:
            delay: {lognormal: {mean: 800ms, cv: 0.4}}
            personTakenForMachine: 0%
            machineTakenForPerson: 0%
            notSure: 0%
          patience: {exponential: 15s}
          leavesTalk: {share: 0%}
          force: none
        """

    /// The store of ``campaign``, run to its end.
    static func run(in scratch: Scratch, with more: String = "") throws {
        var people = "phone\n"
        for place in 0..<20_000 { people += "+1415\(5_550_000 + place)\n" }
        try scratch.write("people.csv", people)
        try scratch.write("known.yaml", campaign + "\n" + more + "\n")
        let run = try Command.run("run", "known.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `the laws of a simulated campaign come back from its store`() throws {
        let scratch = try Scratch()
        try Self.run(in: scratch)
        let fit = try Command.run(
            "fit", "s.sqlite", "-o", "fit.yaml", "--svg", "fit.svg", in: scratch)
        #expect(fit.status == 0, "\(fit.errors)")
        #expect(fit.output.contains("ring to answer"))
        #expect(
            scratch.read("fit.svg").hasPrefix("<svg") || scratch.read("fit.svg").contains("<svg"))
        let check = try Command.run("check", "fit.yaml", in: scratch)
        #expect(check.status == 0, "\(check.output)")

        let scenario = try ScenarioFile.read(scratch.path("fit.yaml")).scenario
        func near(_ law: Distribution, _ mean: Double, cv: Double, _ share: Double = 0.06) {
            #expect(abs(law.mean / mean - 1) < share, "\(law)")
            #expect(abs(law.cv - cv) < 0.08, "\(law)")
        }
        near(scenario.carrier.setup, 2, cv: 0.3)
        near(scenario.carrier.ring, 9, cv: Distribution.weibull(mean: 9, shape: 2).cv)
        near(scenario.carrier.screening, 0.8, cv: 0.4)
        near(scenario.crew.talk, 120, cv: 0.6)
        near(scenario.crew.wrapUp, 20, cv: 0.6)
        #expect(abs(scenario.carrier.patience.mean / 15 - 1) < 0.5)
        let fates = scenario.carrier.fates
        for (fate, share) in [(CallFate.person, 0.3), (.machine, 0.2), (.busy, 0.1)] {
            #expect(abs((fates[fate] ?? 0) - share) < 0.02, "\(fate)")
        }
        #expect(scenario.plan.agents == 12)
        #expect(scenario.plan.limits.ring == .seconds(20))
        #expect(scenario.plan.limits.hold == .milliseconds(1_500))
        #expect(abs(scenario.duration.seconds - 28_800) < 900)
    }

    @Test func `call records tell the same, without the campaign`() throws {
        let scratch = try Scratch()
        try Self.run(in: scratch)
        let store = try DatabaseQueue(path: scratch.path("s.sqlite"))
        let rows = try store.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT printf('%.6f', started / 1e9) || ','
                        || iif(ringing IS NULL, '', printf('%.6f', ringing / 1e9))
                        || ',' || iif(answered IS NULL, '', printf('%.6f', answered / 1e9))
                        || ',' || iif(a.connected IS NULL, '', printf('%.6f', a.connected / 1e9))
                        || ',' || iif(ended IS NULL, '', printf('%.6f', ended / 1e9)) || ',' || o.name || ','
                        || ifnull(talked_agent, '') || ',' || iif(wrap_up IS NULL, '', printf('%.6f', wrap_up / 1e9))
                    FROM attempts a JOIN outcomes o ON o.code = a.outcome
                    """)
        }
        try scratch.write(
            "calls.csv",
            "at,ringing,answered,connected,ended,disposition,agent,acw\n"
                + rows.joined(separator: "\n") + "\n")
        let fit = try Command.run("fit", "calls.csv", in: scratch)
        #expect(fit.status == 0, "\(fit.errors)")
        try scratch.write("fit.yaml", fit.output)
        let scenario = try ScenarioFile.read(scratch.path("fit.yaml")).scenario
        #expect(abs(scenario.carrier.ring.mean / 9 - 1) < 0.06)
        #expect(abs(scenario.crew.talk.mean / 120 - 1) < 0.06)
        #expect(scenario.plan.limits.ring == .seconds(20))
        #expect(scenario.plan.agents == 12)
    }

    @Test func `previews come back from a store, by their mean`() throws {
        let scratch = try Scratch()
        let run = try Command.run(
            "run", shipped("preview.yaml"), "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let fit = try Command.run("fit", "s.sqlite", "-o", "fit.yaml", in: scratch)
        #expect(fit.status == 0 && fit.output.contains("preview "), "\(fit.errors)")
        #expect(!fit.output.contains("Recorded live"))
        let scenario = try ScenarioFile.read(scratch.path("fit.yaml")).scenario
        #expect(abs(scenario.crew.preview.mean / 20 - 1) < 0.1, "\(scenario.crew.preview)")
        #expect(abs(scenario.crew.skips - 0.08) < 0.03)
        #expect(scenario.plan.preview.time == .seconds(60))
    }

    @Test func `previews come back from call records, by their law`() throws {
        let scratch = try Scratch()
        let looks = Distribution.gamma(mean: 15, cv: 0.4)
        var rows = "started,ringing,answered,connected,ended,outcome,agent,preview\n"
        for place in 0..<2_000 {
            let at = place * 90
            let look = looks.quantile((Double(place * 617 % 2_000) + 0.5) / 2_000)
            rows += "\(1_767_603_600 + at),\(1_767_603_601 + at),\(1_767_603_606 + at + place % 7),"
            rows += "\(1_767_603_606 + at + place % 7),\(1_767_603_640 + at + place % 30),deal,1,"
            rows += "\(look)\n"
        }
        try scratch.write("calls.csv", rows)
        let fit = try Command.run("fit", "calls.csv", "-o", "fit.yaml", in: scratch)
        #expect(fit.status == 0, "\(fit.errors)")
        let preview = try ScenarioFile.read(scratch.path("fit.yaml")).scenario.crew.preview
        #expect(abs(preview.mean / 15 - 1) < 0.05 && abs(preview.cv - 0.4) < 0.05, "\(preview)")
    }

    @Test func `of a live day it is told what lateness does to its times`() throws {
        let scratch = try Scratch()
        var people = "phone\n"
        for place in 0..<40 { people += "+1415555\(1_000 + place)\n" }
        try scratch.write("people.csv", people)
        try scratch.write(
            "known.yaml", Self.campaign.replacingOccurrences(of: "8h", with: "20m"))
        let run = try Command.run(
            "run", "known.yaml", "--store", "s.sqlite", "--speed", "600", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let fit = try Command.run("fit", "s.sqlite", "-o", "fit.yaml", in: scratch)
        #expect(fit.output.contains("Recorded live at 600 campaign seconds a second: each"))
        #expect(fit.output.contains("is 0.6 s in these times"))
        #expect(scratch.read("fit.yaml").contains("# Recorded live at 600 campaign seconds"))
    }

    @Test(arguments: ["fit", "replay"])
    func `what is no recorded day is told in words`(command: String) throws {
        let scratch = try Scratch()
        let more = command == "replay" ? ["--policy", "progressive"] : []
        func errors(_ file: String) throws -> String {
            let run = try Command.Running([command, file] + more, in: scratch).finish()
            #expect(run.status == 1)
            return run.errors
        }
        try scratch.write("empty.csv", "")
        try scratch.write(
            "junk.sqlite", "SQLite format 3\u{0}" + String(repeating: "x", count: 600))
        try scratch.write("known.yaml", Self.campaign)
        try scratch.write("people.csv", "phone\n+14155550101\n")
        #expect(try errors("nothing.sqlite").contains("nothing.sqlite"))
        #expect(
            try errors("junk.sqlite") == "junk.sqlite is no dialpace store; it is left as it is\n")
        #expect(
            try errors("empty.csv").contains(
                command == "fit" ? "the file is empty" : "is no dialpace store"))
    }

    @Test func `a store without attempts has nothing to fit`() throws {
        let scratch = try Scratch()
        let store = try Store.open(scratch.path("i.sqlite"))
        try store.begin(
            CampaignFacts(name: "idle", seed: 1, mode: .predictive, created: .epoch))
        store.close()
        let fit = try Command.run("fit", "i.sqlite", in: scratch)
        #expect(fit.errors == "i.sqlite holds no attempt; run a campaign in it first\n")
        #expect(fit.status == 1)
    }
}
