import DialMath
import Testing

@Suite struct NormalTests {
    @Test(arguments: [
        (0.975, 1.959963984540054), (0.5, 0), (0.84134474606854293, 1),
        (0.99, 2.3263478740408411), (0.999, 3.0902323061678135), (0.001, -3.0902323061678135),
        (0.02, -2.0537489106318225), (1e-10, -6.3613409024040562), (0.9999999, 5.1993375821928165),
    ])
    func `the normal quantile is the published one`(u: Double, x: Double) {
        #expect(abs(normalQuantile(u) - x) < 1e-13 * max(1, abs(x)) + 1e-9 * (u > 0.99999 ? 1 : 0))
    }

    @Test func `the normal quantile is odd around one half`() {
        for step in 1..<1_000 {
            let u = Double(step) / 2_000
            #expect(abs(normalQuantile(u) + normalQuantile(1 - u)) < 1e-11)
        }
    }
}
