import DialConfig
import DialMath
import DialModel
import DialToneRig
import DialWorld
import Testing

/// Campaigns by ear beside the same campaigns by message.
@Suite struct RigCampaignTests {
    private static let seed: UInt64 = 11
    private static let config =
        #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        + "/config"

    /// All kinds of people and failures; nobody is misheard on purpose, and nobody waits in vain.
    private var trunk: CarrierPlan {
        var trunk = CarrierPlan(profile: .board)
        (trunk.setupFailure, trunk.callsPerSecond) = (0, nil)
        trunk.personTakenForMachine = 0
        trunk.machineTakenForPerson = 0
        trunk.notSure = 0
        trunk.patience = .constant(.infinity)
        trunk.leavesTalk = 0
        trunk.ring = .lognormal(mean: 8, cv: 0.3)
        trunk.forced = CallFate.standardRange
        return trunk
    }

    private var plan: CampaignPlan {
        var plan = CampaignPlan(name: "by ear", mode: .progressive)
        plan.agents = 12
        plan.limits.lines = 24
        plan.retry.attempts = 1
        plan.screening = true
        return plan
    }

    /// What is heard for what, on these lines as on real ones, and for how many of 200 at most.
    private static let known: [Difference: Int] = [
        // Who rejects a call sounds busy.
        Difference(.notConnected(.rejected), .notConnected(.busy)): 5,
        // Off and out of reach are one announcement.
        Difference(.notConnected(.poweredOff), .notConnected(.outOfArea)): 12,
        // A machine whose words are missed is taken for a person who waits.
        Difference(.notConnected(.machine), .connected(.undisposed)): 5,
        // Who hangs up within a second has left before he is known.
        Difference(.connected(.undisposed), .connected(.hungUp)): 3,
    ]

    private struct Difference: Hashable {
        let told: Outcome
        let heard: Outcome

        init(_ told: Outcome, _ heard: Outcome) {
            self.told = told
            self.heard = heard
        }
    }

    @Test(arguments: ["us", "gb", "de", "hu", "jp", "cn"])
    func `200 leads come to the same ends by ear as by message`(country: String) throws {
        let shelf = ToneShelf(folders: [Self.config + "/tones"])
        let tones = try shelf.plan(at: Self.config + "/tones/\(country).yaml").tones
        let signals = try LineSignals(plan: tones.mapValues { $0.map(\.spec) })
        let leads = (0..<200).map {
            DueLead(
                id: LeadID(Int64($0 + 1)), number: PhoneNumber(digits: 442_079_460_000 + UInt64($0))
            )
        }
        let told = toldCampaign(
            plan: plan, leads: leads, trunk: trunk, crew: CrewPlan(), seed: Self.seed)
        var campaign = try HeardCampaign(
            plan: plan, leads: leads, trunk: trunk, crew: CrewPlan(), signals: signals,
            seed: Self.seed)
        let hasFinished = campaign.run()
        #expect(hasFinished, "seed \(Self.seed)")
        #expect(campaign.bench.misdialled == 0)
        #expect(told.count == 200 && campaign.ends.count == 200)
        var counts: [Difference: Int] = [:]
        for (lead, end) in campaign.ends {
            let difference = Difference(told[lead]!.outcome, end.outcome)
            if difference.told != difference.heard { counts[difference, default: 0] += 1 }
        }
        let same = 200 - counts.values.reduce(0, +)
        print("\(country): the same for \(same) of 200")
        #expect(same >= 180, "seed \(Self.seed)")
        for (difference, count) in counts {
            print("  \(difference.told) heard as \(difference.heard): \(count)")
            #expect(count <= Self.known[difference, default: 0], "seed \(Self.seed)")
        }
    }
}
