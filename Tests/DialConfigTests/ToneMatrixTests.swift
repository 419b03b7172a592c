import DialMath
import DialModel
import DialTones
import Testing

@testable import DialConfig

/// Whether the ears know every confirmed tone of every shipped plan, however it comes.
///
/// The whole plan of the country is listened for, with all its variants. Plans that are alike in all they
/// say are one: their countries share a row. Noise is white; its ratio is to the power of the tone
/// while it sounds, in the band of 4 kHz.
@Suite struct ToneMatrixTests {
    private static let shelf = ToneShelf(folders: ["\(campaigns)/../tones"])
    private static let seed: UInt64 = 20_261_122

    /// A tone of one country, and of all that have the same plan.
    private struct Case {
        var countries: [String]
        let tone: CallTone
        let spec: ToneSpec
        let plan: [CallTone: [ToneSpec]]
    }

    private static func cases() throws -> [Case] {
        var cases: [Case] = []
        for (country, path) in shelf.plans {
            let tones = try shelf.plan(at: path).tones
            let plan = tones.mapValues { $0.map(\.spec) }
            for tone in CallTone.allCases {
                for variant in tones[tone] ?? [] where variant.status == .confirmed {
                    let same = cases.firstIndex {
                        $0.tone == tone && $0.spec == variant.spec && $0.plan == plan
                    }
                    if let same {
                        cases[same].countries.append(country)
                    } else {
                        cases.append(
                            Case(countries: [country], tone: tone, spec: variant.spec, plan: plan))
                    }
                }
            }
        }
        return cases
    }

    /// How often it went how, at one ratio.
    private struct Count: Sendable {
        var right = 0, wrong = 0, unheard = 0, late = 0
        static func + (a: Count, b: Count) -> Count {
            Count(
                right: a.right + b.right, wrong: a.wrong + b.wrong,
                unheard: a.unheard + b.unheard, late: a.late + b.late)
        }
    }

    private static let ratios = [30.0, 20, 15]

    @Test func `every confirmed tone of every country is known, and taken for no other`()
        async throws
    {
        let cases = try Self.cases()
        #expect(cases.reduce(0) { $0 + $1.countries.count } == 155)
        // Special information is not told by cadence; it is an ear of its own that hears it.
        var counts = Self.ratios.map { _ in Count() }
        var faults: [String] = []
        var stream: UInt64 = 0
        for item in cases {
            let trials = try Trials(item, stream: &stream)
            let found = try trials.run()
            for place in counts.indices { counts[place] = counts[place] + found.counts[place] }
            faults += found.faults
        }
        print(
            "  SNR dB   right  wrong  not heard  late   of \(cases.count) tones of different plans")
        for (ratio, count) in zip(Self.ratios, counts) {
            print(
                "  \(Int(ratio))    \(count.right)      \(count.wrong)      \(count.unheard)      "
                    + "\(count.late)")
        }
        for fault in faults.prefix(40) { print("  " + fault) }
        for (ratio, count) in zip(Self.ratios, counts) {
            let all = count.right + count.wrong + count.unheard
            #expect(count.wrong == 0, "at \(ratio) dB")
            #expect(
                Double(count.right) >= (ratio >= 20 ? 0.995 : 0.98) * Double(all), "at \(ratio) dB")
            #expect(count.late == 0, "at \(ratio) dB")
            // Nothing was left out.
            #expect(all == 27 * cases.count)
        }
    }

    /// One tone at all levels, ratios and offsets.
    private struct Trials {
        let item: Case
        let allowed: Set<CallTone>
        let ears: Ears
        /// Beyond this it is late, in seconds at its own speed.
        let limit: Double
        let stream: UInt64
        private let chance = Chance(seed: seed, stream: "matrix")

        init(_ item: Case, stream: inout UInt64) throws {
            self.item = item
            let alike = try ProgressEar.alike(in: item.plan)
            allowed = alike.filter { $0.contains(item.tone) }.reduce([item.tone]) { $0.union($1) }
            ears = try Ears(plan: item.plan, settings: .tones)
            // Two periods, of itself or of what else sounds the same and must be told from it.
            let pitches = Self.pitches(item.spec)
            let rivals = item.plan.filter { $0.key != .sit }.values.joined().filter {
                !Self.pitches($0).isDisjoint(with: pitches)
            }
            let longest = rivals.compactMap(\.cadence).map(Self.seconds).max() ?? 0
            limit = 2 * max(longest, item.spec.cadence.map(Self.seconds) ?? 0) + 0.7
            self.stream = stream
            stream += 1
        }

        func run() throws -> (counts: [Count], faults: [String]) {
            var counts = ratios.map { _ in Count() }
            var faults: [String] = []
            var draw = stream << 16
            for frequency in [0.99, 1, 1.01] {
                for cadence in [0.95, 1, 1.05] {
                    let spec = Self.stretched(item.spec, frequency, cadence)
                    let length = Int((limit * cadence + 0.3) * 8_000)
                    let period = Int((item.spec.cadence.map(Self.seconds) ?? 0.5) * cadence * 8_000)
                    let played = try Self.played(spec, count: length + period)
                    for level in [-10.0, -20, -30] {
                        for (place, ratio) in ratios.enumerated() {
                            draw += 1
                            // Special information is one event: from its beginning.
                            let start =
                                item.tone == .sit
                                ? 0 : Int(chance.uniform(draw, 0) * Double(period))
                            let line = Self.line(
                                played[start..<(start + length)], of: played, level: level,
                                ratio: ratio, draw: draw)
                            let verdict = judge(line, within: limit * cadence + 0.2)
                            counts[place] = counts[place] + verdict.count
                            if let fault = verdict.fault {
                                faults.append(
                                    "\(item.countries.joined(separator: ",")) \(item.tone): \(fault); "
                                        + "\(level) dBm0, SNR \(ratio) dB, frequency × \(frequency), "
                                        + "cadence × \(cadence), from sample \(start), seed \(seed), "
                                        + "draw \(draw)")
                            }
                        }
                    }
                }
            }
            return (counts, faults)
        }

        private func judge(_ line: [Int16], within seconds: Double) -> (
            count: Count, fault: String?
        ) {
            var ears = ears
            var sounds: [HeardSound] = []
            ears.hear(line.span, into: &sounds)
            let told = sounds.filter { $0.ended == nil }
            guard let first = told.first else {
                return (Count(unheard: 1), "not heard")
            }
            let isRight = told.allSatisfy { sound in
                switch sound.kind {
                case .progress(let tones): tones.contains(item.tone) && tones.isSubset(of: allowed)
                case .information: item.tone == .sit
                default: false
                }
            }
            guard isRight else { return (Count(wrong: 1), "taken for \(told.map(\.kind))") }
            if Double(first.known) > seconds * 8_000 {
                return (Count(right: 1, late: 1), "known after \(Double(first.known) / 8_000) s")
            }
            let isOne = item.tone == .sit || told.count == 1
            return (Count(right: 1), isOne ? nil : "told \(told.count) times")
        }

        private static func pitches(_ spec: ToneSpec) -> Set<Double> {
            spec.segments.reduce(into: []) { pitches, segment in
                guard case .tones(let tones) = segment.sound else { return }
                pitches.formUnion(tones.map(\.frequencyHertz))
            }
        }

        private static func seconds(_ duration: Duration) -> Double {
            Double(duration.nanoseconds) * 1e-9
        }

        private static func stretched(
            _ spec: ToneSpec, _ frequency: Double, _ cadence: Double
        ) -> ToneSpec {
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

        private static func played(_ spec: ToneSpec, count: Int) throws -> [Int16] {
            var generator = try ToneGenerator(spec, rate: Ears.rate)
            var samples = [Int16](repeating: 0, count: count)
            var span = samples.mutableSpan
            _ = generator.fill(&span)
            return samples
        }

        /// White noise of variance 1, as good as normal: each of four even ones has 1/3.
        private static let noise: [Float] = {
            let chance = Chance(seed: seed, stream: "white noise")
            return (0..<400_000 as Range<UInt64>).map { place in
                let sum = (0..<4 as Range<UInt64>).reduce(0.0) {
                    $0 + Double(Int64(bitPattern: chance.bits(4 * place + $1))) * 0x1p-63
                }
                return Float(sum * 0.75.squareRoot())
            }
        }()

        /// A stretch of a tone at a level, all its frequencies together, with noise.
        private static func line(
            _ part: ArraySlice<Int16>, of whole: [Int16], level: Double, ratio: Double, draw: UInt64
        ) -> [Int16] {
            let loud = whole.reduce((sum: 0.0, count: 0)) {
                $1 == 0 ? $0 : ($0.sum + Double($1) * Double($1), $0.count + 1)
            }
            let power = loud.sum / Double(max(1, loud.count))
            let now = Level.decibels(ofMeanSquare: power) ?? 0
            let gain = Float(exponential((level - now) / 20 * naturalLogarithm(10)))
            let hiss =
                gain * Float(power.squareRoot())
                * Float(exponential(-ratio / 20 * naturalLogarithm(10)))
            let start = Int(draw % 300) * 1_009
            return part.enumerated().map { place, sample in
                let noise = noise[(start + place) % noise.count]
                return Int16(clamping: Int((gain * Float(sample) + hiss * noise).rounded()))
            }
        }
    }

    /// The tones that each country cannot tell apart itself: told together, and no fault of the ears.
    @Test func `the tones that sound alike in a country are known by name`() throws {
        var lines: [String] = []
        for (country, path) in Self.shelf.plans {
            let plan = try Self.shelf.plan(at: path).tones.mapValues { $0.map(\.spec) }
            for tones in try ProgressEar.alike(in: plan) {
                lines.append("\(country) \(tones.map(\.rawValue).sorted().joined(separator: "="))")
            }
        }
        print("  alike: " + lines.sorted().joined(separator: ", "))
        #expect(lines.contains("hu busy=congestion") && lines.contains("jp busy=congestion"))
        #expect(!lines.contains { $0.hasPrefix("us ") || $0.hasPrefix("fr ") })
    }

    /// What has no cadence is for another ear, or for none.
    @Test func `all but a few variants of the shipped plans can be heard`() throws {
        var lines: Set<String> = []
        var count = 0
        for (country, path) in Self.shelf.plans {
            let plan = try Self.shelf.plan(at: path).tones
            let specs = plan.filter { $0.key != .sit }.mapValues { $0.map(\.spec) }
            count += specs.values.reduce(0) { $0 + $1.count }
            for (tone, unheard) in try ProgressEar.unheard(in: specs) {
                for spec in unheard {
                    lines.insert("\(country) \(tone.rawValue)")
                    let status = plan[tone]?.first { $0.spec == spec }?.status
                    #expect(status != .confirmed, "\(country) \(tone)")
                }
            }
        }
        print("  not told by cadence, of \(count): " + lines.sorted().joined(separator: ", "))
        #expect(lines.count < 25)
    }
}
