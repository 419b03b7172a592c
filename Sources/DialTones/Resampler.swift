import DialModel

/// Makes 8,000 samples a second, which ears hear, of any rate from 8,000 to 48,000.
///
/// Each sample is a sum of those around its own time, weighted with a sinc seen through a window of
/// Kaiser. What is below 3.4 kHz passes within 0.1 dB; what would come back below 3.4 kHz, from 4.6 kHz
/// up, is 80 dB down. Sample *k* is the line at *k* / 8000 s, and comes as soon as half the filter is
/// there, 2 ms later; before the first sample it takes silence for granted. 8,000 samples a second pass
/// as they are.
///
/// > Source: J. O. Smith, *Digital audio resampling* (ccrma.stanford.edu/~jos/resample); J. F. Kaiser
/// > (1974) for the window.
public struct Resampler: Sendable {
    /// Of what comes in, in ``ToneFault/allowedRates``.
    public let rate: Int

    /// In each `output` samples, of `input` samples; no common factor.
    private let input: Int
    private let output: Int
    private let filter: SincFilter
    /// The latest samples, and room for a block.
    private var held: [Float]
    /// So many of them are there.
    private var count: Int
    /// Which sample of all is the first that is held; before 0 there is silence.
    private var first: Int
    /// Where the next output is: after input sample `whole`, by `part` / `output` of a sample.
    private var whole = 0
    private var part = 0

    private static let block = 512

    /// - Throws: when the rate is none of those allowed.
    public init(rate: Int) throws(ToneFault) {
        guard ToneFault.allowedRates.contains(rate) else { throw .rate(rate) }
        self.rate = rate
        var (a, b) = (rate, Ears.rate)
        while b > 0 { (a, b) = (b, a % b) }
        input = rate / a
        output = Ears.rate / a
        filter = SincFilter(rate: rate, phases: min(output, SincFilter.mostPhases))
        held = [Float](repeating: 0, count: filter.taps + Self.block)
        count = filter.taps / 2 - 1
        first = -count
    }

    /// Takes the next samples of one channel and appends those at 8 kHz that they complete.
    ///
    /// - Complexity: O(rate / 1000) a sample appended; allocates only where `line` has to grow.
    public mutating func take(_ samples: Span<Int16>, into line: inout [Int16]) {
        if rate == Ears.rate {
            for place in 0..<samples.count { line.append(samples[place]) }
            return
        }
        var next = 0
        while next < samples.count {
            let taken = min(samples.count - next, held.count - count)
            for place in 0..<taken { held[count + place] = Float(samples[next + place]) }
            count += taken
            next += taken
            drain(into: &line)
        }
    }

    /// Says that there is no more, and appends the samples at 8 kHz up to the end: silence follows it. No
    /// more may be taken.
    ///
    /// Of *n* samples at a rate of *r* there are then 8000 *n* / *r* in all, rounded up.
    public mutating func finish(into line: inout [Int16]) {
        if rate == Ears.rate { return }
        take([Int16](repeating: 0, count: filter.taps / 2).span, into: &line)
    }

    private mutating func drain(into line: inout [Int16]) {
        var start = whole - (filter.taps / 2 - 1) - first
        while start + filter.taps <= count {
            let sum = filter.sum(of: held, from: start, share: part, of: output)
            line.append(Int16(max(-32_768, min(32_767, sum.rounded()))))
            part += input
            whole += part / output
            part %= output
            start = whole - (filter.taps / 2 - 1) - first
        }
        // What lies before the next output is done with; it may be that there is not even that yet.
        let done = min(start, count)
        for place in done..<count { held[place - done] = held[place] }
        count -= done
        first += done
    }
}

/// A low-pass filter of 3.4 kHz, sampled at several offsets between two samples.
struct SincFilter: Sendable {
    /// Weights of one offset; a multiple of 8.
    let taps: Int
    private let phases: Int
    /// One row for each offset, and one for the sample after.
    private let weights: [Float]

    /// More offsets than that are interpolated, which costs less than −100 dB.
    static let mostPhases = 512
    private static let passHertz = 3_400.0
    private static let stopHertz = 4_600.0
    private static let stopDecibels = 80.0

    init(rate: Int, phases: Int) {
        let width = (Self.stopHertz - Self.passHertz) / Double(rate)
        let needed = (Self.stopDecibels - 8) / (2.285 * 2 * .pi * width)
        let taps = (Int(needed.rounded(.up)) + 1 + 7) / 8 * 8
        let beta = 0.1102 * (Self.stopDecibels - 8.7)
        let cutoff = (Self.passHertz + Self.stopHertz) / Double(rate)
        let half = Double(taps) / 2
        var weights: [Float] = []
        for row in 0...phases {
            let share = Double(row) / Double(phases)
            let values = (0..<taps).map { tap in
                let x = Double(tap) - (half - 1) - share
                let window = bessel(beta * max(0, 1 - x * x / (half * half)).squareRoot())
                return cutoff * sinc(cutoff * x) * window
            }
            // The same for what does not change, at every offset.
            let sum = values.reduce(0, +)
            weights += values.map { Float($0 / sum) }
        }
        self.taps = taps
        self.phases = phases
        self.weights = weights
    }

    /// The value `share` / `whole` of a sample after the middle of the samples from `start` on.
    @inline(__always)
    func sum(of samples: [Float], from start: Int, share: Int, of whole: Int) -> Float {
        let place = share * phases
        let (row, rest) = (place / whole, place % whole)
        let near = product(samples, start, row)
        if rest == 0 { return near }
        let far = product(samples, start, row + 1)
        return near + (far - near) * (Float(rest) / Float(whole))
    }

    @inline(__always)
    private func product(_ samples: [Float], _ start: Int, _ row: Int) -> Float {
        precondition(
            start >= 0 && start + taps <= samples.count, "samples \(start)... are not held")
        return samples.withUnsafeBytes { samples in
            weights.withUnsafeBytes { weights in
                var (even, odd) = (SIMD4<Float>(), SIMD4<Float>())
                for tap in stride(from: 0, to: taps, by: 8) {
                    let (a, b) = (start + tap, row * taps + tap)
                    even += samples.four(a) * weights.four(b)
                    odd += samples.four(a + 4) * weights.four(b + 4)
                }
                return (even + odd).sum()
            }
        }
    }
}

/// sin πx / πx.
private func sinc(_ x: Double) -> Double {
    if abs(x) < 1e-9 { return 1 }
    let cycles = x / 2
    return Phase(cycles: cycles - cycles.rounded(.down)).sine / (.pi * x)
}

/// The modified Bessel function of order zero, by its series.
private func bessel(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for index in 1...60 {
        let factor = x / (2 * Double(index))
        term *= factor * factor
        sum += term
    }
    return sum
}
