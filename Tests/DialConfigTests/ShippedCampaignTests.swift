import DialModel
import DialNumbers
import DialWorld
import Foundation
import Testing

@testable import DialConfig

/// The folder of the shipped campaigns.
let campaigns =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "config/campaigns").path(percentEncoded: false)

@Suite struct ShippedCampaignTests {
    @Test(arguments: [
        ("demo", "campaign 'demo', predictive, 20 agents, 2,000 leads"),
        ("preview", "campaign 'preview', preview, 8 agents, 2,000 leads"),
        ("progressive", "campaign 'progressive', progressive, 12 agents, 2,000 leads"),
        ("confirmed", "campaign 'confirmed', progressive, 12 agents, 2,000 leads"),
        ("upgrade", "campaign 'upgrade', progressive, 4 agents, 240 leads"),
        ("renewal", "campaign 'renewal', progressive, 3 agents, 240 leads"),
        ("automatic", "campaign 'automatic', automatic, 4 agents, 10 flow nodes, 2,000 leads"),
    ])
    func `every shipped campaign is in order`(name: String, summary: String) {
        let result = checkFile("\(campaigns)/\(name).yaml", numbers: WorldNumbers())
        #expect(result.problems == [])
        #expect(result.rejections == [])
        #expect(result.summary == summary)
    }

    @Test func `the demo is a working day of twenty agents in the standard test range`() throws {
        let file = try CampaignFile.read("\(campaigns)/demo.yaml")
        #expect(file.plan.mode == .predictive)
        #expect(file.plan.pacing == .predictive(PredictiveTarget()))
        #expect(file.plan.duration == .hours(8))
        #expect(file.start == .epoch + .seconds(1_767_621_600))
        #expect(file.seed == 1)
        #expect(file.carrier.forced == CallFate.standardRange)
        #expect(file.crew.dispositions[.connected(.custom(0))] == 0.02)
        #expect(file.leads?.path == "\(campaigns)/people.csv")
    }

    /// > Source: 555-0100 to 555-0199 are kept for fiction by the North American Numbering Plan
    /// > (ATIS-0300115); the British numbers by Ofcom, "Telephone numbers for drama use".
    @Test func `nobody real can be called`() throws {
        let british = [
            "442079460", "441134960", "441144960", "441154960", "441174960", "441214960",
            "441314960", "441414960", "441514960", "441614960",
        ]
        let file = try LeadFile(LeadFilePlan(path: "\(campaigns)/people.csv"), rejects: .counted)
        var numbers: Set<PhoneNumber> = []
        while let batch = try file.next() {
            for lead in batch.leads {
                let digits = String(lead.number.digits)
                let isAmerican =
                    digits.count == 11 && digits.hasPrefix("1")
                    && digits.dropFirst(4).hasPrefix("55501")
                let isBritish = digits.count == 12 && british.contains(where: digits.hasPrefix)
                #expect(isAmerican || isBritish, "\(lead.number)")
                #expect(numbers.insert(lead.number).inserted, "\(lead.number) is there twice")
                #expect(!lead.timeZone.isEmpty)
            }
        }
        #expect(numbers.count == 2_000)
    }
}
