import DialModel
import DialTones
import DialWorld

/// The voices of those who answer, made once: some people, some machines, a fax.
struct Callees: Sendable {
    private let people: [[Int16]]
    private let machines: [[Int16]]
    /// Hiss of a quiet line, of 1 s and a bit; each line is somewhere else in it.
    let hiss: [Int16]

    static let beep = ToneSpec(
        [ToneSegment(.tones([Tone(1_000, levelDecibels: -12)]), for: .milliseconds(400))],
        repeats: false)
    static let fax = ToneSpec(
        [
            ToneSegment(.silence, for: .milliseconds(400)),
            ToneSegment(.tones([Tone(2_100, levelDecibels: -12)]), for: .milliseconds(3_300)),
        ], repeats: false)

    /// - Parameter noise: of the lines, in dBm0.
    init(seed: UInt64, noiseDecibels noise: Double) throws(ToneFault) {
        people = (0..<16).map { Murmur.person(seed &+ $0).samples(rate: Ears.rate) }
        machines = (0..<8).map { Murmur.machine(seed &+ 100 &+ $0).samples(rate: Ears.rate) }
        let spec = ToneSpec([ToneSegment(.noise(levelDecibels: noise))])
        var generator = try ToneGenerator(spec, rate: Ears.rate, length: 9_973, seed: seed)
        var hiss = [Int16](repeating: 0, count: 9_973)
        var span = hiss.mutableSpan
        _ = generator.fill(&span)
        self.hiss = hiss
    }

    /// Says what whoever is at a number says first.
    func greet(_ fate: CallFate, _ number: PhoneNumber, with voice: inout LineVoice) {
        let draw = Int(number.digits % 9_973)
        switch fate {
        case .machine:
            voice.play(machines[draw % machines.count])
            voice.append(Self.beep)
        case .fax: voice.play(Self.fax)
        default: voice.play(people[draw % people.count])
        }
    }
}
