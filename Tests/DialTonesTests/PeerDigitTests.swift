import DialTones
import Foundation
import Testing

/// Keys that sox makes of two sines each.
@Suite(.enabled(if: Shell.has("sox"), "sox is not installed")) struct PeerDigitTests {
    private static let keys = "123A456B789C*0#D"

    @Test(arguments: [40, 50, 70, 100], [-6.0, -10, -25])
    func `all sixteen keys of sox are heard, each once`(milliseconds: Int, level: Double) throws {
        let scratch = try Shell.Folder()
        for (twist, law) in [(0.0, "signed-integer"), (4, "a-law"), (-8, "u-law")] {
            // Each tone's peak against full scale, whose sine has 3.14 dBm0.
            let (low, high) = (peak(level), peak(level + twist))
            var lines: [String] = []
            for place in 0..<16 {
                let tones = "sine \(DTMF.lowHertz[place / 4]) sine \(DTMF.highHertz[place % 4])"
                lines.append(
                    "sox -D -r 8000 -n -c 1 -b 16 \(place).wav synth \(Double(milliseconds) / 1_000) "
                        + "\(tones) remix 1v\(low),2v\(high) pad 0 0.04")
            }
            let all = (0..<16).map { "\($0).wav" }.joined(separator: " ")
            let bits = law == "signed-integer" ? 16 : 8
            lines.append("sox -D \(all) -e \(law) -b \(bits) all.wav pad 0 0.1")
            try Shell.run(lines.joined(separator: "\n"), in: scratch)
            let heard = DigitEar().sounds(in: try samples(ofFile: "\(scratch.path)/all.wav"))
            #expect(heard.digits == Self.keys, "twist \(twist), \(law)")
            #expect(heard.count == 32)
        }
    }

    private func peak(_ level: Double) -> Double { pow(10, (level - 3.14) / 20) }
}
