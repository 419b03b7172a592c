import DialMath
import Testing

@Suite struct NormalTailsTests {
    @Test func `eight tails at once are those of the normal distribution`() {
        for step in -200...200 {
            let x = Double(step) / 25
            let tails = normalTails(SIMD8(repeating: Float(x)))
            #expect(abs(Double(tails[3]) - normalCDF(-x)) < 2.5e-4, "at \(x)")
        }
    }
}
