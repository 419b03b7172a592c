import DialMath
import Testing

@Suite struct MixtureTests {
    @Test(arguments: [
        (0.0, "a"), (0.1999, "a"), (0.2, "b"), (0.6999, "b"), (0.7, "c"), (0.9999, "c"),
    ])
    func `a draw falls on the value whose share it lies in`(u: Double, value: String) {
        #expect(Mixture([("a", 2.0), ("b", 5), ("c", 3)]).pick(u) == value)
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
