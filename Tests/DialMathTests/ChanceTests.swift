import Testing

@testable import DialMath

@Suite struct ChanceTests {
    static let ring = Chance(seed: 1, stream: "ring")

    @Test func `the same seed, stream, key and index give the same draw`() {
        let again = Chance(seed: 1, stream: "ring")
        for key: UInt64 in 0..<100 {
            #expect(Self.ring.bits(key, 3) == again.bits(key, 3))
        }
    }

    @Test func `another seed, stream, key or index gives another draw`() {
        let draw = Self.ring.bits(17, 3)
        #expect(draw != Chance(seed: 2, stream: "ring").bits(17, 3))
        #expect(draw != Chance(seed: 1, stream: "talk").bits(17, 3))
        #expect(draw != Self.ring.bits(18, 3))
        #expect(draw != Self.ring.bits(17, 4))
        #expect(Self.ring.bits(17, 18) != Self.ring.bits(18, 17))
    }

    /// These draws decide who answers in every published result: they must never change.
    @Test func `the draws stay what they are`() {
        #expect(Chance(seed: 0, stream: "").bits(0) == 0xDC6D_04A9_2A65_75EE)
        #expect(Self.ring.bits(17, 3) == 0x43AE_C2B3_5E8E_E32F)
    }

    @Test(arguments: [
        ("two streams", Chance(seed: 1, stream: "a"), Chance(seed: 1, stream: "b")),
        ("two seeds", Chance(seed: 1, stream: "a"), Chance(seed: 2, stream: "a")),
        ("near names", Chance(seed: 1, stream: "key"), Chance(seed: 1, stream: "key delay")),
    ])
    func `draws are unrelated`(what: String, a: Chance, b: Chance) {
        let n = 100_000
        let r = correlation((0..<n).map { (a.uniform(UInt64($0)), b.uniform(UInt64($0))) })
        // Five standard deviations of the correlation of unrelated draws.
        #expect(abs(r) < 5 / Double(n).squareRoot(), "\(what) correlate with \(r)")
    }

    @Test func `the draws for neighbouring keys and for one key's attempts are unrelated`() {
        let n = 100_000
        let limit = 5 / Double(n).squareRoot()
        let keys = (0..<n).map {
            (Self.ring.uniform(UInt64($0)), Self.ring.uniform(UInt64($0 + 1)))
        }
        let attempts = (0..<n).map {
            (Self.ring.uniform(UInt64($0), 1), Self.ring.uniform(UInt64($0), 2))
        }
        #expect(abs(correlation(keys)) < limit)
        #expect(abs(correlation(attempts)) < limit)
    }

    @Test(arguments: [0, 1, 12345] as [UInt64])
    func `draws spread evenly`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "fate")
        let cells = 100
        let n = 100_000
        var counts = [Int](repeating: 0, count: cells)
        for key in 0..<n { counts[Int(chance.uniform(UInt64(key)) * Double(cells))] += 1 }
        let expected = Double(n) / Double(cells)
        let chiSquare = counts.reduce(0.0) {
            $0 + (Double($1) - expected) * (Double($1) - expected)
        }
        // 99 degrees of freedom: beyond 160 once in ten thousand, below 45 likewise.
        #expect((45..<160).contains(chiSquare / expected))
    }

    @Test func `a draw is never 0 and never 1`() {
        #expect(Chance.uniform(of: .min) > 0)
        #expect(Chance.uniform(of: .max) < 1)
        for key: UInt64 in 0..<100_000 {
            let u = Self.ring.uniform(key)
            #expect(u > 0 && u < 1)
        }
    }

    @Test func `what cannot happen never does, what must always does`() {
        for key: UInt64 in 0..<1_000 {
            #expect(!Self.ring.happens(0, key))
            #expect(!Self.ring.happens(-1, key))
            #expect(Self.ring.happens(1, key))
        }
        let often = (0..<100_000).count { Self.ring.happens(0.3, UInt64($0)) }
        #expect(abs(Double(often) - 30_000) < 5 * (100_000 * 0.3 * 0.7).squareRoot())
    }

    private func correlation(_ pairs: [(Double, Double)]) -> Double {
        let n = Double(pairs.count)
        let meanX = pairs.reduce(0) { $0 + $1.0 } / n
        let meanY = pairs.reduce(0) { $0 + $1.1 } / n
        var xy = 0.0
        var xx = 0.0
        var yy = 0.0
        for (x, y) in pairs {
            xy += (x - meanX) * (y - meanY)
            xx += (x - meanX) * (x - meanX)
            yy += (y - meanY) * (y - meanY)
        }
        return xy / (xx * yy).squareRoot()
    }
}
