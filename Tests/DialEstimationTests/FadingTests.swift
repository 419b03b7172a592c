import DialEstimation
import DialModel
import Testing

@Suite struct FadingTests {
    @Test func `without evidence a share is its prior`() {
        let share = FadingShare(prior: 0.6, weight: 12, memory: 300)
        #expect(share.value == 0.6)
        #expect(abs(share.standardError - (0.24 / 12).squareRoot()) < 1e-15)
    }

    @Test func `one trial moves a share by its weight`() {
        var share = FadingShare(prior: 0.5, weight: 9, memory: 10)
        share.add(true)
        // The prior's 9 trials count for 8.1 by now.
        #expect(abs(share.value - (4.5 * 0.9 + 1) / (9 * 0.9 + 1)) < 1e-15)
    }

    @Test(arguments: [0.0, 0.25, 0.5, 1.0])
    func `many trials outweigh the prior`(truth: Double) {
        var share = FadingShare(prior: 0.6, weight: 12, memory: 100)
        // Evenly spread: after n trials, n times the truth have succeeded.
        for n in 0..<2_000 {
            share.add(Int(Double(n + 1) * truth) > Int(Double(n) * truth))
        }
        #expect(abs(share.value - truth) < 0.02)
        #expect(abs(share.standardError - (truth * (1 - truth) / 100).squareRoot()) < 0.002)
    }

    @Test func `a share forgets: after a change the latest trials decide`() {
        var share = FadingShare(prior: 0.5, weight: 1, memory: 100)
        for _ in 0..<10_000 { share.add(true) }
        for _ in 0..<300 { share.add(false) }
        #expect(share.value < 0.06)
    }

    @Test func `without evidence a mean is its prior`() {
        #expect(FadingMean(prior: .seconds(180), memory: 100).seconds == 180)
    }

    @Test func `one observation moves a mean by its weight`() {
        var mean = FadingMean(prior: .seconds(10), memory: 10)
        mean.add(.seconds(20))
        #expect(abs(mean.seconds - (10 * 0.9 + 20) / 1.9) < 1e-12)
    }

    @Test func `many observations outweigh the prior, and the latest count most`() {
        var mean = FadingMean(prior: .seconds(180), memory: 50)
        for _ in 0..<1_000 { mean.add(.seconds(60)) }
        #expect(abs(mean.seconds - 60) < 0.001)
        for _ in 0..<250 { mean.add(.seconds(120)) }
        #expect(abs(mean.seconds - 120) < 1)
    }
}
