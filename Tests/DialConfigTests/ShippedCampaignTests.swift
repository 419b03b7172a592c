import DialModel
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
        ("automatic", "campaign 'automatic', automatic, 4 agents, 10 flow nodes, 2,000 leads"),
    ])
    func `every shipped campaign is in order`(name: String, summary: String) {
        let result = checkFile("\(campaigns)/\(name).yaml")
        #expect(result.problems == [])
        #expect(result.rejections == [])
        #expect(result.summary == summary)
    }
}
