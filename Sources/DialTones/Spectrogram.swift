import DialMath

/// How loud each frequency of a line of 8 kHz is, as time goes on: what a picture of it shows.
///
/// Windows of 32 ms (Hann) every 8 ms, 129 frequencies 31.25 Hz apart from 0 to 4 kHz. It is for eyes:
/// ears do not use it.
public enum Spectrogram {
    /// 0 Hz and 4 kHz are two of them.
    public static let frequencies = size / 2 + 1

    private static let size = 256
    private static let step = 64

    /// The levels in dBm0 a sine of each frequency would have, the lowest first, in so many columns of
    /// equal time; of the windows in a column the mean power.
    ///
    /// - Parameter columns: at least 1.
    /// - Complexity: O(samples · log 256 / 64 + columns).
    public static func columns(_ columns: Int, of samples: [Int16]) -> [[Float]] {
        precondition(columns >= 1, "\(columns) columns of a spectrogram; at least 1 is required")
        let transform = Transform(size: size)
        // A window's mean is a half, and half of a sine is at the negative frequency.
        let whole = Float(size) * 0.25
        return (0..<columns).map { column in
            let first = column * samples.count / columns
            let end = max(first + 1, (column + 1) * samples.count / columns)
            var sums = [Float](repeating: 0, count: frequencies)
            var count: Float = 0
            var middle = first + min(step, end - first) / 2
            while middle < end {
                let powers = transform.powers(of: samples, around: middle)
                for place in 0..<frequencies { sums[place] += powers[place] }
                count += 1
                middle += step
            }
            return sums.map { sum in
                let square = Double(sum / count / (whole * whole)) / 2
                return Float(Level.decibels(ofMeanSquare: square) ?? -120)
            }
        }
    }

    /// The fast Fourier transform of a windowed stretch.
    ///
    /// > Source: J. W. Cooley and J. W. Tukey, *Math. Comp.* 19 (1965), 297–301.
    private struct Transform {
        let size: Int
        let window: [Float]
        let cosines: [Float]
        let sines: [Float]
        let order: [Int]

        init(size: Int) {
            self.size = size
            let turns = (0..<size).map { Double($0) / Double(size) }
            cosines = turns.map {
                Float(Phase(cycles: ($0 + 0.25).truncatingRemainder(dividingBy: 1)).sine)
            }
            sines = turns.map { Float(Phase(cycles: $0).sine) }
            window = cosines.map { 0.5 - 0.5 * $0 }
            let bits = size.trailingZeroBitCount
            order = (0..<size).map { place in
                (0..<bits).reduce(0) { $0 << 1 | (place >> $1 & 1) }
            }
        }

        /// The squares of the amplitudes, 0 beyond the ends of the samples.
        func powers(of samples: [Int16], around middle: Int) -> [Float] {
            var real = [Float](repeating: 0, count: size)
            var imaginary = real
            let first = middle - size / 2
            for place in 0..<size where samples.indices.contains(first + place) {
                real[order[place]] = window[place] * Float(samples[first + place])
            }
            var half = 1
            while half < size {
                let stride = size / (2 * half)
                for block in Swift.stride(from: 0, to: size, by: 2 * half) {
                    for place in 0..<half {
                        let (c, s) = (cosines[place * stride], -sines[place * stride])
                        let (a, b) = (block + place, block + place + half)
                        let x = real[b] * c - imaginary[b] * s
                        let y = real[b] * s + imaginary[b] * c
                        (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y)
                        (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y)
                    }
                }
                half *= 2
            }
            return (0...(size / 2)).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
        }
    }
}
