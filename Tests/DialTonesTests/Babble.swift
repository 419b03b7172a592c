import DialMath
import DialTones

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Something like speech: syllables of 80 to 400 ms with a voice of 90 to 250 Hz that glides, its harmonics
/// shaped by three formants, hisses between them, and pauses.
func babble(seconds: Double, seed: UInt64) -> [Int16] {
    let chance = Chance(seed: seed, stream: "babble")
    var draw: UInt64 = 0
    func uniform(_ low: Double, _ high: Double) -> Double {
        draw += 1
        return low + (high - low) * chance.uniform(draw, 0)
    }
    var line: [Int16] = []
    let count = samples(seconds)
    while line.count < count {
        let length = samples(uniform(0.08, 0.4))
        let (pitch, glide) = (uniform(90, 250), uniform(-0.25, 0.25))
        let formants = [uniform(270, 850), uniform(850, 2_300), uniform(2_300, 3_000)]
        let peak = Level.peak(ofSine: uniform(-30, -12))
        let hiss = uniform(0, 1) < 0.2
        var phase = 0.0
        for place in 0..<length {
            let through = Double(place) / Double(length)
            let now = pitch * (1 + glide * through)
            phase += now / Double(Ears.rate)
            var sum = 0.0
            if hiss {
                sum = uniform(-1, 1)
            } else {
                for harmonic in 1...Int(3_400 / now) {
                    let hertz = now * Double(harmonic)
                    var gain = 0.0
                    for (number, formant) in formants.enumerated() {
                        let off = (hertz - formant) / 90
                        gain += 1 / (1 + off * off) / Double(number + 1)
                    }
                    sum += gain * sin(2 * .pi * phase * Double(harmonic))
                }
            }
            let rise = min(1, 8 * through, 8 * (1 - through))
            line.append(Int16(clamping: Int(peak * rise * sum)))
        }
        if uniform(0, 1) < 0.3 { line += [Int16](repeating: 0, count: samples(uniform(0.05, 0.8))) }
    }
    return Array(line.prefix(count))
}
