import DialMath
import Testing

@Suite struct EmpiricalTests {
    @Test func `a sample keeps its mean, its order and its ends`() {
        let measured = Empirical(sample: [9, 4, 6, 13])
        #expect(measured.mean == 8)
        #expect(measured.quantile(0.01) == 4)
        #expect(measured.quantile(0.125) == 4)
        #expect(measured.quantile(0.25) == 5)
        #expect(measured.quantile(0.5) == 7.5)
        #expect(measured.quantile(0.99) == 13)
        #expect(measured == Empirical(sample: [4, 6, 9, 13]))
    }

    @Test(arguments: [
        (3.9, 0), (4, 0.125), (5, 0.25), (7.5, 0.5), (12.99, 0.874375), (13, 1), (99, 1),
    ])
    func `the share below is straight between the values of a sample`(x: Double, share: Double) {
        #expect(abs(Empirical(sample: [9, 4, 6, 13]).cdf(x) - share) < 1e-12)
    }

    @Test func `weighted values are drawn as they are and nothing else is`() {
        let measured = Empirical(values: [20, 10, 5], weights: [1, 3, 0])
        #expect(measured.quantile(1e-9) == 10)
        #expect(measured.quantile(0.75) == 10)
        #expect(measured.quantile(0.7500001) == 20)
        #expect(measured.cdf(9.99) == 0)
        #expect(measured.cdf(10) == 0.75)
        #expect(measured.cdf(20) == 1)
        #expect(measured.mean == 12.5)
        #expect(measured.variance == 18.75)
    }

    @Test func `a value repeated in a sample has a probability of its own`() {
        let measured = Empirical(sample: [1, 5, 5, 5, 9])
        #expect(measured.quantile(0.3) == 5)
        #expect(measured.quantile(0.7) == 5)
        #expect(abs(measured.cdf((5.0).nextDown) - 0.3) < 1e-12)
        #expect(abs(measured.cdf(5) - 0.7) < 1e-12)
        #expect(abs(measured.density(5) - 0.05) < 1e-12)
    }

    @Test func `one value is a constant`() {
        let measured = Empirical(sample: [7])
        #expect(measured.mean == 7)
        #expect(measured.variance == 0)
        #expect([0.001, 0.5, 0.999].allSatisfy { measured.quantile($0) == 7 })
    }

    @Test func `a curve holds its first value before it and its last value after it`() {
        let measured = Empirical(curve: [(0.5, 8), (0.95, 20)])
        #expect(measured.quantile(0.2) == 8)
        #expect(abs(measured.quantile(0.725) - 14) < 1e-12)
        #expect(measured.quantile(0.99) == 20)
        #expect(abs(measured.mean - (4 + 0.45 * 14 + 1)) < 1e-12)
    }

    @Test func `a histogram is straight inside its bins and empty between them`() {
        let measured = Empirical(edges: [0, 10, 20, 30, 40], counts: [0, 3, 0, 1])
        #expect(measured.quantile(1e-12) >= 10)
        #expect(abs(measured.quantile(0.25) - 40.0 / 3) < 1e-12)
        #expect(measured.quantile(0.75) == 20)
        #expect(measured.quantile(0.875) == 35)
        #expect(measured.cdf(25) == 0.75)
        #expect(measured.mean == 0.75 * 15 + 0.25 * 35)
    }
}
