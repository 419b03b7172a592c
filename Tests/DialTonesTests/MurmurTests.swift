import DialTones
import Testing

/// The voices of a test bench, heard by ears that know nothing of how they are made.
@Suite struct MurmurTests {
    /// What is heard of a voice on a line that was answered, with 3 s of silence behind it.
    private func heard(_ murmur: Murmur) throws -> [HeardSound] {
        var ears = try Ears(plan: [:])
        ears.answered()
        var sounds: [HeardSound] = []
        let samples = murmur.samples(rate: Ears.rate) + [Int16](repeating: 0, count: 24_000)
        ears.hear(samples.span, into: &sounds)
        return sounds
    }

    @Test(arguments: [(true, Greeting.Verdict.person), (false, .machine)])
    func `short greetings are persons, nearly all long ones machines, and nothing is a tone`(
        isPerson: Bool, verdict: Greeting.Verdict
    ) throws {
        var wrong: [UInt64] = []
        for seed in UInt64(1)...60 {
            let sounds = try heard(isPerson ? .person(seed) : .machine(seed))
            for sound in sounds {
                switch sound.kind {
                case .party(let greeting): if greeting.verdict != verdict { wrong.append(seed) }
                case .voice: break
                default: Issue.record("seed \(seed): \(sound.kind)")
                }
            }
            if !sounds.contains(where: { if case .party = $0.kind { true } else { false } }) {
                wrong.append(seed)
            }
        }
        #expect(wrong.count <= (isPerson ? 0 : 3), "seeds \(wrong)")
    }

    @Test func `it is as loud as it is asked to be`() throws {
        for seed in UInt64(1)...10 {
            let samples = Murmur.machine(seed).samples(rate: 8_000).filter { $0 != 0 }
            let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
            #expect(abs(Level.decibels(ofMeanSquare: power)! + 18) < 0.6, "seed \(seed)")
        }
    }
}
