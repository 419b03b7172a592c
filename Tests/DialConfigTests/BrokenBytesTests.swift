import DialMath
import DialModel
import Foundation
import Testing

@testable import DialConfig

@Suite struct BrokenBytesTests {
    /// `bytes` with up to eight of them changed, left out or doubled, and perhaps cut short.
    private func broken(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
        let chance = Chance(seed: seed, stream: "broken bytes")
        var bytes = bytes
        for change in 0..<(1 + chance.bits(0) % 8) {
            let place = Int(chance.bits(1, change) % UInt64(bytes.count))
            let likely = Array("\n:{}[],-#&*!|>'\"%@ \t0".utf8)
            switch chance.bits(2, change) % 5 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: chance.bits(3, change))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            case 3: bytes[place] = likely[Int(chance.bits(4, change) % UInt64(likely.count))]
            default:
                bytes.insert(likely[Int(chance.bits(4, change) % UInt64(likely.count))], at: place)
            }
        }
        if chance.happens(0.1, 5) { bytes.removeLast(Int(chance.bits(6) % UInt64(bytes.count))) }
        return bytes
    }

    @Test(arguments: ["demo", "automatic"])
    func `a campaign with broken bytes is a value or problems, never a crash`(name: String) throws {
        let bytes = try fileBytes("\(campaigns)/\(name).yaml")
        for seed in 0..<UInt64(1_000) {
            do {
                _ = try CampaignFile(bytes: broken(bytes, seed: seed), path: "c.yaml")
            } catch {
                #expect(!error.problems.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test func `a tone plan with broken bytes is a value or problems, never a crash`() throws {
        let tones = "\(campaigns)/../tones"
        let folder = try TemporaryFolder()
        let shelf = ToneShelf(folders: [folder.path])
        for file in ["de.yaml", "gb.yaml", "sources.yaml"] {
            let bytes = try fileBytes("\(tones)/\(file)")
            _ = folder.file("sources.yaml", try fileBytes("\(tones)/sources.yaml"))
            var read = 0
            for seed in 0..<UInt64(500) {
                let path = folder.file(file, broken(bytes, seed: seed))
                do {
                    if file == "sources.yaml" {
                        _ = try shelf.sources()
                    } else {
                        _ = try shelf.plan(at: path)
                    }
                    read += 1
                } catch {
                    #expect(!error.problems.isEmpty, "\(file), seed \(seed)")
                }
            }
            #expect(read < 500)
        }
    }

    @Test func `a lead file with broken bytes gives leads and rejects, never a crash`() throws {
        let bytes = Array(try fileBytes("\(campaigns)/people.csv").prefix(3_000))
        let folder = try TemporaryFolder()
        for seed in 0..<UInt64(500) {
            let path = folder.file("leads.csv", broken(bytes, seed: seed))
            do {
                let file = try LeadFile(LeadFilePlan(path: path))
                var count = 0
                while let batch = try file.next(7) { count += batch.leads.count }
                #expect(count == file.accepted, "seed \(seed)")
                #expect((file.rejected > 0) == (file.rejectedPath != nil), "seed \(seed)")
            } catch {
                #expect(!error.problems.isEmpty, "seed \(seed)")
            }
        }
    }
}
