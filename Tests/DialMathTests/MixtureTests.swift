@testable import DialMath
import Testing

@Suite struct MixtureTests {
    @Test(arguments: [
        (0.0, "a"), (0.1999, "a"), (0.2, "b"), (0.6999, "b"), (0.7, "c"), (0.9999, "c"),
    ])
    func `a draw falls on the value whose share it lies in`(u: Double, value: String) {
        #expect(Mixture([("a", 2.0), ("b", 5), ("c", 3)]).pick(u) == value)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `chance picks the value that its number falls on`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "picks")
        let weights = (0..<7).map { chance.uniform(1, $0) < 0.2 ? 0 : chance.uniform(2, $0) }
        let mixture = Mixture(Array(weights.enumerated()).map { ($0.offset, $0.element + 1e-12) })
        for key in 0..<2_000 as Range<UInt64> {
            let lot = Chance.Lot(key, seed)
            #expect(mixture.pick(chance, lot) == mixture.pick(chance.uniform(lot)))
        }
    }

    @Test(arguments: [0.5, 0.25, 1.0 / 3, 1 - 0x1p-53, 1 - 0x1p-30, 0x1p-53, 1e-17])
    func `a share ends at the same bits as its number`(share: Double) throws {
        let mixture = Mixture([("a", share), ("b", 1 - share)])
        let limit = try #require(mixture.upTo.first)
        let bits = try #require(mixture.bitsUpTo.first)
        #expect(bits == 1 << 53 || Chance.uniform(of: bits << 11) >= limit)
        #expect(bits == 0 || Chance.uniform(of: (bits - 1) << 11) < limit)
    }

    @Test func `a value without weight is never picked`() {
        let mixture = Mixture([("never", 0.0), ("always", 1)])
        #expect([0, 0x1p-54, 0.5, 1 - 0x1p-53].allSatisfy { mixture.pick($0) == "always" })
    }

    @Test func `one value takes every draw, rounding or not`() {
        let third = Mixture([(1, 1.0 / 3), (2, 1.0 / 3), (3, 1.0 / 3)])
        #expect(third.pick(1 - 0x1p-53) == 3)
        #expect(Mixture([("x", 1e-9)]).pick(0.999) == "x")
    }
}
