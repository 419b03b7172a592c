import DialMath
import Testing

/// The orders in which draws are asked for; dieharder judges the same ones in `PeerTests`.
@Suite struct ChanceStreamTests {
    static let chance = Chance(seed: 1, stream: "talk")
    static let streams: [(String, @Sendable (UInt64) -> UInt64)] = [
        ("keys in a row", { chance.bits($0) }), ("draws of one key", { chance.bits(17, $0) }),
        ("four draws of each key", { chance.bits($0 / 4, $0 % 4) }),
        ("keys in the high bits", { chance.bits($0 << 40, 1) }),
        ("seeds in a row", { Chance(seed: $0, stream: "talk").bits(3) }),
    ]

    /// G. Marsaglia's test: of 512 birthdays in a year of 2²⁴ days, how many of the spaces between
    /// them are equal. 2 on average, as a Poisson number.
    @Test(arguments: streams.indices)
    func `the spaces between birthdays are as often equal as they should be`(stream: Int) {
        let (name, draw) = Self.streams[stream]
        for shift: UInt64 in [0, 20, 40] {
            var equal = 0
            for year: UInt64 in 0..<500 {
                let days = (0..<512).map { draw(512 * year + $0) >> shift & 0xff_ffff }.sorted()
                let spaces = zip(days.dropFirst(), days).map { $0 - $1 }.sorted()
                equal += zip(spaces.dropFirst(), spaces).count { $0 == $1 }
            }
            // Five standard deviations of a Poisson number of 1,000.
            #expect(abs(equal - 1_000) < 158, "\(name), from bit \(shift): \(equal)")
        }
    }

    @Test(arguments: streams.indices)
    func `a draw and the next fall evenly on all pairs`(stream: Int) {
        let (name, draw) = Self.streams[stream]
        let side = 64
        let n = 400_000
        var counts = [Int](repeating: 0, count: side * side)
        for index in 0..<UInt64(n) {
            counts[Int(draw(2 * index) >> 58) * side + Int(draw(2 * index + 1) >> 58)] += 1
        }
        let expected = Double(n) / Double(side * side)
        let chiSquare = counts.reduce(0.0) {
            $0 + (Double($1) - expected) * (Double($1) - expected) / expected
        }
        // 4,095 degrees of freedom, five standard deviations.
        #expect(abs(chiSquare - 4_095) < 5 * (2 * 4_095.0).squareRoot(), "\(name): \(chiSquare)")
    }
}
