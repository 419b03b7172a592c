import DialMath
import Testing

/// Against scipy 1.17.
@Suite struct StudentTests {
    @Test(arguments: [
        (0.975, 1.0, 12.706204736174694), (0.975, 2, 4.302652729749462),
        (0.975, 10, 2.228138851986274), (0.995, 29, 2.756385903670605),
        (0.5001, 5, 0.0002634305560701236), (1e-08, 3, -479.5250695797382),
        (0.95, 1e6, 1.6448551507220404), (0.4, 7.5, -0.26250189880429486),
        (0.975, 1e9, 1.959963984540054),
    ])
    func `the quantile is the published one`(u: Double, degrees: Double, t: Double) {
        #expect(abs(studentQuantile(u, degrees: degrees) / t - 1) < 3e-9)
        #expect(abs(studentQuantile(1 - u, degrees: degrees) / -t - 1) < 3e-8)
    }

    @Test(arguments: [
        (-40.0, 3.0, 1.7190340394579253e-05), (0.001, 4, 0.500374999921875), (1, 1, 0.75),
        (5, 100, 0.9999987749132933), (0, 4, 0.5),
    ])
    func `the share below is the published one`(t: Double, degrees: Double, share: Double) {
        #expect(abs(studentCDF(t, degrees: degrees) / share - 1) < 1e-12)
        #expect(abs(studentCDF(-t, degrees: degrees) - (1 - share)) < 1e-13)
    }

    @Test func `the share below a quantile is what was asked for`() {
        for degrees in [0.5, 1, 3, 19, 1000] {
            for u in [1e-6, 0.01, 0.3, 0.5, 0.6, 0.75, 0.99, 0.9999] {
                let t = studentQuantile(u, degrees: degrees)
                #expect(abs(studentCDF(t, degrees: degrees) - u) < 1e-11)
            }
        }
    }
}
