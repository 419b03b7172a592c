import CAllocations
import DialTones
import Foundation

/// What it costs to listen to a line.
///
///     ears make FILE             writes 60 s of a line as 16-bit samples: tones, speech-like sound, noise, keys
///     ears hear FILE LINES       listens to it on so many lines at once, in blocks of 20 ms, with all ears on
///     ears hear FILE LINES trace and says where the first allocations come from
///
/// It prints nanoseconds of the processor for each sample, and allocations a line beyond those for what
/// is heard.
@main struct EarSpeed {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count > 2 else { return print("ears make|hear FILE [LINES]") }
        let file = URL(fileURLWithPath: words[2])
        if words[1] == "make" {
            let samples = try line()
            try samples.withUnsafeBytes { Data($0) }.write(to: file)
            return
        }
        let data = try Data(contentsOf: file)
        let samples = data.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
        let lines = words.count > 3 ? Int(words[3]) ?? 1 : 1
        var ears = try (0..<lines).map { _ in try Ears(plan: plan) }
        var sounds: [HeardSound] = []
        sounds.reserveCapacity(100 * lines)
        // What is made once in a process is made here.
        hear(samples, by: &ears, into: &sounds)
        sounds.removeAll(keepingCapacity: true)

        if words.contains("trace") { traceAllocations(40) }
        let allocated = allocationCount()
        let before = processorSeconds()
        hear(samples, by: &ears, into: &sounds)
        let seconds = processorSeconds() - before
        let allocations = allocationCount() - allocated
        traceAllocations(0)
        let each = seconds * 1e9 / Double(samples.count * lines)
        print(
            "\(lines) lines, \(samples.count / Ears.rate) s each: \((each * 1_000).rounded() / 1_000) ns a "
                + "sample, \(allocations) allocations, \(sounds.count / lines) reports a line")
    }

    static func hear(_ samples: [Int16], by ears: inout [Ears], into sounds: inout [HeardSound]) {
        let span = samples.span
        for first in stride(from: 0, to: samples.count, by: 160) {
            let block = span.extracting(first..<min(first + 160, samples.count))
            for line in ears.indices { ears[line].hear(block, into: &sounds) }
        }
    }

    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The tones of the United States.
    static let plan: [CallTone: [ToneSpec]] = [
        .dial: [ToneSpec([tone([350, 440], nil)])],
        .ringback: [ToneSpec([tone([440, 480], 2_000), pause(4_000)])],
        .busy: [ToneSpec([tone([480, 620], 500), pause(500)])],
        .congestion: [ToneSpec([tone([480, 620], 250), pause(250)])],
    ]

    static func tone(_ hertz: [Double], _ milliseconds: Int64?) -> ToneSegment {
        ToneSegment(
            .tones(hertz.map { Tone($0, levelDecibels: Level.usualDecibels(each: hertz.count)) }),
            for: milliseconds.map { .milliseconds($0) })
    }

    static func pause(_ milliseconds: Int64) -> ToneSegment {
        ToneSegment(.silence, for: .milliseconds(milliseconds))
    }

    /// Ringing for 12 s, speech for 20, busy for 6, silence with noise for 10, keys, and a fax.
    static func line() throws -> [Int16] {
        let noise = ToneSpec([ToneSegment(.noise(levelDecibels: -50))])
        let keys = try DTMF().spec(for: "0123456789*#0123456789*#")
        let fax = SpecialTone.all.first { $0.name == "ansam" }?.spec ?? noise
        var line = try played(plan[.ringback, default: []][0], 12)
        line += speech(20)
        line += try played(plan[.busy, default: []][0], 6)
        line += try played(noise, 10)
        line += try played(keys, 4.8)
        line += try played(fax, 3.2)
        line += try played(InformationTone.vacant.spec, 1)
        line += try played(noise, 3)
        let hiss = try played(noise, Double(line.count) / Double(Ears.rate))
        for place in hiss.indices { line[place] = Int16(clamping: Int(line[place]) + Int(hiss[place])) }
        return line
    }

    static func played(_ spec: ToneSpec, _ seconds: Double) throws -> [Int16] {
        var generator = try ToneGenerator(spec, rate: Ears.rate)
        var samples = [Int16](repeating: 0, count: Int(seconds * Double(Ears.rate)))
        var span = samples.mutableSpan
        _ = generator.fill(&span)
        return samples
    }

    /// Vowels of 100 Hz and its harmonics in syllables, four a second.
    static func speech(_ seconds: Double) -> [Int16] {
        (0..<Int(seconds * Double(Ears.rate))).map { place in
            let time = Double(place) / Double(Ears.rate)
            let syllable = time * 4 - (time * 4).rounded(.down)
            guard syllable < 0.7 else { return 0 }
            let pitch = 110 + 30 * sin(2.1 * time)
            var sum = 0.0
            for harmonic in 1...25 {
                let away = (pitch * Double(harmonic) - 500 - 250 * sin(7 * time)) / 200
                sum += sin(2 * .pi * pitch * Double(harmonic) * time) / (1 + away * away)
            }
            return Int16(clamping: Int(1_500 * sum * sin(.pi * syllable / 0.7)))
        }
    }
}
