import DialMath
import DialModel
import DialWorld
import Testing

@testable import DialConfig

@Suite struct ScenarioFileTests {
    private func read(_ lines: String) throws -> Scenario {
        let text = "name: a\n\(lines)\n"
        return try ScenarioFile(bytes: Array(text.utf8), path: "folder/s.yaml").scenario
    }

    @Test func `what a file does not say is as the type has it`() throws {
        var scenario = Scenario(name: "a")
        scenario.plan.limits.lines = 100_000
        #expect(try read("") == scenario)
    }

    @Test func `the head is read`() throws {
        let scenario = try read(
            """
            start: 2026-01-05T08:00:00+01:00
            duration: 10h
            warmup: 20m
            day: 5h
            seed: 7
            mode: progressive
            machine: agent
            policy: {fixedRatio: {ratio: 3, busy: 0.1}}
            rules: {abandonment: 4%}
            preview: {time: 30s, whenTimeRunsOut: skip}
            """)
        #expect(scenario.start == .epoch + .seconds(1_767_596_400))
        #expect(scenario.duration == .hours(10))
        #expect(scenario.warmup == .minutes(20))
        #expect(scenario.day == .hours(5))
        #expect(scenario.seed == 7)
        #expect(scenario.plan.mode == .progressive)
        #expect(scenario.plan.machine == .agent)
        #expect(scenario.plan.pacing == .fixedRatio(3, busy: 0.1))
        #expect(scenario.plan.abandonment.cap == 0.04)
        #expect(scenario.plan.preview.time == .seconds(30))
        #expect(scenario.plan.preview.whenTimeRunsOut == .skip)
        #expect(scenario.plan.duration == nil)
        #expect(scenario.plan.screening)
    }

    @Test func `what calls do reaches the carrier`() throws {
        let scenario = try read(
            """
            calls:
              lines: 50
              callsPerSecond: 5
              setup: 1s
              setupFailure: 1%
              eventLoss: 2%
              outcomes: {person: 25%, machine: 20%, busy: 5%}
              ring: {exponential: 12s}
              noAnswer: {exponential: 30s}
              ringTimeout: 12s
              failure: 3s
              screening:
                person: 500ms
                machine: 2s
                personTakenForMachine: 3%
                machineTakenForPerson: 4%
                notSure: 5%
              patience: {exponential: 9s}
              leavesTalk: {share: 6%, after: 40s}
              release: 30ms
            """)
        var carrier = CarrierPlan.ideal
        carrier.lines = 50
        carrier.callsPerSecond = 5
        carrier.setup = .constant(1)
        carrier.setupFailure = 0.01
        carrier.eventLoss = 0.02
        carrier.fates = [.person: 0.25, .machine: 0.2, .busy: 0.05, .noAnswer: 0.5]
        carrier.ring = .exponential(mean: 12)
        carrier.unansweredRing = .exponential(mean: 30)
        carrier.failure = .constant(3)
        carrier.screening = .constant(0.5)
        carrier.machineScreening = .constant(2)
        carrier.personTakenForMachine = 0.03
        carrier.machineTakenForPerson = 0.04
        carrier.notSure = 0.05
        carrier.patience = .exponential(mean: 9)
        carrier.leavesTalk = 0.06
        carrier.stay = .constant(40)
        carrier.release = .milliseconds(30)
        #expect(scenario.carrier == carrier)
        // The campaign uses what its trunk has, and lets calls ring no longer than it may.
        #expect(scenario.plan.limits.lines == 50)
        #expect(scenario.plan.limits.callsPerSecond == 5)
        #expect(scenario.plan.limits.ring == .seconds(12))
        #expect(scenario.plan.limits.minimumRing == .seconds(12))
    }

    @Test func `what agents do reaches the crew`() throws {
        let scenario = try read(
            """
            agents:
              count: 7
              groups: [sales, service]
              talk: {exponential: 100s}
              wrapUp: 5s
              preview: 6s
              skips: 7%
              breaks: {every: 2h, length: 10m}
              dispositions: {deal: 40%, refused: 60%}
              byOutcome: {deal: {talk: 90s, wrapUp: 20s}, hung up: {wrapUp: 5s}}
              loginSpread: 90s
            """)
        var crew = CrewPlan()
        crew.talk = .exponential(mean: 100)
        crew.wrapUp = .constant(5)
        crew.preview = .constant(6)
        crew.skips = 0.07
        crew.workBetweenBreaks = .constant(7_200)
        crew.breakLength = .constant(600)
        crew.dispositions = [.connected(.deal): 0.4, .connected(.refused): 0.6]
        crew.byOutcome = [
            .connected(.deal): .init(talk: .constant(90), wrapUp: .constant(20)),
            .connected(.hungUp): .init(wrapUp: .constant(5)),
        ]
        crew.loginSpread = .seconds(90)
        #expect(scenario.crew == crew)
        #expect(scenario.plan.agents == 7)
        #expect(scenario.plan.groups == ["sales", "service"])
        #expect(try read("agents: 3").plan.agents == 3)
    }

    @Test func `limits are read, and those given stay as they are`() throws {
        let scenario = try read(
            """
            calls: {setup: 30s, screening: {person: 9s}}
            agents: {talk: 3h, wrapUp: 20m}
            limits: {lines: 40, callsPerSecond: 4, ring: 30s, minimumRing: 20s, setup: 5s,
              screening: 4s, hold: 3s, talk: 1h, wrapUp: 1m, release: 6s, grace: 7m}
            """)
        var limits = CallLimits()
        limits.lines = 40
        limits.callsPerSecond = 4
        limits.ring = .seconds(30)
        limits.minimumRing = .seconds(20)
        limits.setup = .seconds(5)
        limits.screening = .seconds(4)
        limits.hold = .seconds(3)
        limits.talk = .hours(1)
        limits.wrapUp = .minutes(1)
        limits.release = .seconds(6)
        limits.grace = .minutes(7)
        #expect(scenario.plan.limits == limits)
    }

    @Test func `limits that are not given never cut short what the scenario describes`() throws {
        let limits = try read(
            """
            calls: {setup: 30s, failure: 40s, ringTimeout: 22s, screening: {machine: 9s}}
            agents: {talk: 3h}
            events: [{at: 1h, agents: {wrapUp: 20m}}]
            """
        ).plan.limits
        #expect(limits.setup == .seconds(48))
        #expect(limits.screening == .seconds(9))
        #expect(limits.talk == .hours(3))
        #expect(limits.wrapUp == .minutes(20))
    }

    @Test func `parts of the list answer in their own way`() throws {
        let scenario = try read(
            """
            list:
              size: 5000
              segments:
                - {name: home, share: 60%, outcomes: {person: 40%}}
                - {name: work, ring: 5s}
            calls: {outcomes: {person: 20%}, ring: 8s}
            retry: {attempts: 2, after: {busy: 5m}}
            events:
              - {at: 1h, calls: {outcomes: {person: 30%}}}
              - {at: 2h, segments: {home: {outcomes: {person: 50%}}}}
            """)
        #expect(scenario.list == ListPlan(size: 5_000, shares: [0.6, 0.4]))
        #expect(
            scenario.carrier.segments == [
                .init(name: "home", fates: [.person: 0.4, .noAnswer: 0.6], ring: .constant(8)),
                .init(name: "work", fates: [.person: 0.2, .noAnswer: 0.8], ring: .constant(5)),
            ])
        #expect(scenario.plan.retry.attempts == 2)
        #expect(scenario.plan.retry.after == [.notConnected(.busy): .minutes(5)])
        #expect(
            scenario.changes.map { $0.carrier?.segments.map { $0.fates[.person] } } == [
                [0.4, 0.3], [0.5, 0.3],
            ])
        #expect(
            scenario.marks.map(\.text) == ["person 20 % → 30 %", "home: person 40 % → 50 %"])
        #expect(try read("list: {size: endless}").list == ListPlan())
    }

    @Test func `a list that ends is dialled again as usual, when retry says no more`() throws {
        #expect(try read("list: {size: 9}").plan.retry.after == [:])
        #expect(
            try read("list: {size: 9}\nretry: {attempts: 5}").plan.retry.after
                == RetryRules().after)
    }

    @Test func `how long before they leave agents are known to reaches crew and plan`() throws {
        let scenario = try read(
            """
            agents: {notice: 2m, shifts: [{count: 5, at: 0s, for: 2h}, {count: 3, at: 0s}]}
            events: [{at: 1h, agents: {talk: 20s}}]
            """)
        #expect(scenario.crew.breakNotice == .minutes(2))
        #expect(scenario.changes.map { $0.crew?.breakNotice } == [.minutes(2)])
        #expect(scenario.plan.leavingNotice == .minutes(2))
        #expect(
            scenario.plan.changes == [PlannedChange(at: .hours(2), command: .agents(3))])
        #expect(try read("agents: {notice: 0s}").crew.breakNotice == .zero)
        #expect(try read("agents: {count: 3}").plan.leavingNotice == nil)
    }

    @Test func `what agents say of the stage of their talks reaches the crew`() throws {
        let crew = try read(
            """
            agents:
              closing: {lead: {exponential: 20s}, share: 80%, falseShare: 10%}
            """
        ).crew
        #expect(crew.closingLead == .exponential(mean: 20))
        #expect(crew.closingShare == 0.8 && crew.falseClosings == 0.1)
        let later = try read("events: [{at: 1h, agents: {closing: {lead: 15s}}}]")
        #expect(later.crew.closingLead == nil)
        #expect(later.changes.first?.crew?.closingLead == .constant(15))
        #expect(later.marks.map(\.text) == ["closing none → 15 s"])
        let error = #expect(throws: ConfigErrors.self) {
            try read("agents: {closing: {share: 80%}}")
        }
        #expect("\(error!)".contains("lead is missing"))
    }
}
