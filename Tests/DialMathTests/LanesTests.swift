import DialMath
import Testing

@Suite struct LanesTests {
    static func lanes(_ step: UInt64) -> SIMD16<Float> {
        let chance = Chance(seed: 1, stream: "lanes")
        var lanes = SIMD16<Float>.zero
        for lane in 0..<16 {
            lanes[lane] = Float(chance.uniform(step, UInt64(lane)) - 0.5) * 20
        }
        return lanes
    }

    @Test func `lanes together give what they give one by one`() {
        for step: UInt64 in 0..<200 {
            let (a, b) = (Self.lanes(2 * step), Self.lanes(2 * step + 1))
            for lane in 0..<16 {
                #expect(smaller(a, b)[lane] == min(a[lane], b[lane]))
                #expect(larger(a, b)[lane] == max(a[lane], b[lane]))
            }
            let numbers = (0..<16).map { a[$0] }
            #expect(largest(a.lowHalf) == numbers.prefix(8).max())
            #expect(abs(total(a.lowHalf) - numbers.prefix(8).reduce(0, +)) < 1e-4)
            #expect(abs(total(a) - numbers.reduce(0, +)) < 1e-4)
        }
    }

    @Test func `a square root is right to five parts in a million, however large the number`() {
        var number: Float = 1e-12
        while number < 1e12 {
            let root = roots(SIMD8(repeating: number))[7]
            #expect(abs(root / number.squareRoot() - 1) < 5e-6, "\(number)")
            number *= 1.37
        }
    }
}
