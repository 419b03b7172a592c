import DialMath
import DialModel
import DialTones

/// What is put on a line beside a tone.
struct Disturbance {
    /// By how much the tone is louder than white noise in the band of 4 kHz; nil: none.
    var signalToNoiseDecibels: Double?
    var direct = 0
    /// A sample beyond is cut.
    var ceiling = 32_767
    var seed: UInt64 = 1
}

/// Samples with noise, relative to the power of those that are not silent, direct current, and clipped.
func disturbed(_ samples: [Int16], _ disturbance: Disturbance) -> [Int16] {
    var level = 0.0
    if let ratio = disturbance.signalToNoiseDecibels {
        let loud = samples.filter { $0 != 0 }
        let power = loud.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, loud.count))
        level = power.squareRoot() * exponential(-ratio / 20 * naturalLogarithm(10))
    }
    let chance = Chance(seed: disturbance.seed, stream: "white noise")
    let ceiling = disturbance.ceiling
    return samples.enumerated().map { place, sample in
        let bits = Int64(bitPattern: chance.bits(UInt64(place)))
        // Evenly spread, of variance 1.
        let noise = Double(bits) * 0x1p-63 * 3.0.squareRoot() * level
        let sum = Int((Double(sample) + noise).rounded()) + disturbance.direct
        return Int16(clamping: max(-ceiling, min(ceiling, sum)))
    }
}

/// What ears say of samples that come in blocks of these sizes, over and over.
func heard(
    _ samples: [Int16], by ears: Ears, blocks: [Int] = [160]
) -> [HeardSound] {
    var ears = ears
    var sounds: [HeardSound] = []
    var place = 0
    var block = 0
    while place < samples.count {
        let next = min(samples.count, place + blocks[block % blocks.count])
        ears.hear(samples.span.extracting(place..<next), into: &sounds)
        place = next
        block += 1
    }
    return sounds
}

func samples(_ seconds: Double) -> Int { Int((seconds * Double(Ears.rate)).rounded()) }

/// The same tone as an exchange with a wrong clock would play it.
func stretched(_ spec: ToneSpec, frequency: Double, cadence: Double) -> ToneSpec {
    var spec = spec
    for place in spec.segments.indices {
        if let length = spec.segments[place].length {
            spec.segments[place].length = Duration(
                nanoseconds: Int64(Double(length.nanoseconds) * cadence))
        }
        guard case .tones(var tones) = spec.segments[place].sound else { continue }
        for tone in tones.indices { tones[tone].frequencyHertz *= frequency }
        spec.segments[place].sound = .tones(tones)
    }
    return spec
}

/// Plans of some countries, as they are in config/tones.
enum Plans {
    static let unitedStates: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone(350, 440)])],
        .ringback: [ToneSpec([tone(440, 480, for: 2_000), silence(4_000)])],
        .busy: [ToneSpec([tone(480, 620, for: 500), silence(500)])],
        .congestion: [ToneSpec([tone(480, 620, for: 250), silence(250)])],
    ]
    static let unitedKingdom: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone(350, 440)])],
        .ringback: [
            ToneSpec([
                tone(400, 450, for: 400), silence(200), tone(400, 450, for: 400), silence(2_000),
            ])
        ],
        .busy: [ToneSpec([tone(400, for: 375), silence(375)])],
        .congestion: [
            ToneSpec([tone(400, for: 400), silence(350), tone(400, for: 225), silence(525)])
        ],
        .unobtainable: [ToneSpec([tone(400)])],
    ]
    static let germany: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone(425)])],
        .ringback: [ToneSpec([tone(425, for: 1_000), silence(4_000)])],
        .busy: [ToneSpec([tone(425, for: 480), silence(480)])],
        .congestion: [ToneSpec([tone(425, for: 240), silence(240)])],
    ]
    static let hungary: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone(425)])],
        .ringback: [ToneSpec([tone(425, for: 1_200), silence(3_700)])],
        .busy: [ToneSpec([tone(425, for: 300), silence(300)])],
        .congestion: [ToneSpec([tone(425, for: 300), silence(300)])],
    ]
    static let france: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone(440)])],
        .ringback: [ToneSpec([tone(440, for: 1_500), silence(3_500)])],
        .busy: [ToneSpec([tone(440, for: 500), silence(500)])],
    ]
    static let japan: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone(400)])],
        .ringback: [ToneSpec([tone(384, 416, for: 1_000), silence(2_000)])],
        .busy: [ToneSpec([tone(400, for: 500), silence(500)])],
        .congestion: [ToneSpec([tone(400, for: 500), silence(500)])],
    ]
    static let all = [unitedStates, unitedKingdom, germany, hungary, france, japan]
}
