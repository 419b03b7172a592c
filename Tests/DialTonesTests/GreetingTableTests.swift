import DialMath
import DialModel
import DialTones
import Testing

/// Persons and machines, and what they are taken for: a table that is printed, and bounds that say when
/// it has become worse.
///
/// The share of persons taken for machines is the F of an abandonment rate with machine detection,
/// F + (1 − F) · D / (D + P). The voices are one recorded speaker's and espeak-ng's; no other accuracy
/// than the table's is claimed.
@Suite struct GreetingTableTests {
    @Test(
        .enabled(
            if: !VoicePrompts.files.isEmpty && Shell.has("espeak-ng"),
            "\(VoicePrompts.absence), or espeak-ng is not"))
    func `persons and machines are told apart as the table says`() throws {
        let english = try GreetingCorpus.synthetic(.english)
        let others = try GreetingTexts.all.dropFirst().flatMap(GreetingCorpus.synthetic)
        let recorded = try GreetingCorpus.recorded()
        let ours = GreetingSettings()
        print("table: greetings, settings as they come")
        let english1 = GreetingTable(english, ours, "English, by which the settings were chosen")
        let others1 = GreetingTable(
            others, ours, "German, Hungarian, French, Spanish, Italian, Polish")
        let recorded1 = GreetingTable(recorded, ours, "recorded prompts")
        print("table: greetings, settings of Asterisk's AMD")
        let calls = english + others + recorded
        let asterisk = GreetingTable(calls, .asterisk, "all")
        let whole = GreetingTable(calls, ours, "all, settings as they come")
        #expect(english1.count + others1.count + recorded1.count == whole.count)
        // A short answer of a person is hardly ever taken for a machine.
        let short = whole.personsAsMachines(of: [.wordsRecorded, .phrasesRecorded, .home])
        #expect(short.persons > 250 && short.wrong <= short.persons / 100)
        let anyone = whole.personsAsMachines(of: AnsweredCall.Source.allCases)
        let there = asterisk.personsAsMachines(of: AnsweredCall.Source.allCases)
        #expect(anyone.persons == there.persons && 3 * anyone.wrong < there.wrong)
        // The recorded voice mail pauses after its first phrase, as a person does.
        for (source, least) in [(AnsweredCall.Source.machineRecorded, 6), (.machineSynthetic, 9)] {
            let row = whole.cells[source] ?? [:]
            let all = row.values.reduce(0, +)
            #expect(all > 50 && 10 * (row[.machine] ?? 0) >= least * all, "\(source)")
        }
    }
}

/// Who was taken for what.
struct GreetingTable {
    private(set) var cells: [AnsweredCall.Source: [Greeting.Verdict: Int]] = [:]
    private(set) var count = 0

    init(_ calls: [AnsweredCall], _ settings: GreetingSettings, _ title: String) {
        var taken: [Double] = []
        for call in calls {
            var ear = GreetingEar(settings)
            ear.answered()
            var sounds: [HeardSound] = []
            ear.hear(call.line.span, into: &sounds)
            let greetings = sounds.compactMap { sound in
                if case .party(let greeting) = sound.kind { greeting } else { nil }
            }
            guard let greeting = greetings.first, greetings.count == 1 else {
                Issue.record("\(call.name): \(greetings)")
                continue
            }
            cells[call.source, default: [:]][greeting.verdict, default: 0] += 1
            count += 1
            if call.source.isPerson, greeting.verdict == .person {
                taken.append(greeting.taken.seconds)
            }
        }
        print("  \(title)")
        for source in AnsweredCall.Source.allCases {
            guard let row = cells[source] else { continue }
            let numbers = Greeting.Verdict.allCases.map { "\($0) \(row[$0] ?? 0)" }
            print("    \(source.rawValue): \(numbers.joined(separator: ", "))")
        }
        let (wrong, persons) = personsAsMachines(of: AnsweredCall.Source.allCases)
        let (low, high) = interval(wrong, of: persons)
        taken.sort()
        print(
            "    persons taken for machines (F of the abandonment formula): \(wrong) of \(persons), "
                + "\(percent(Double(wrong) / Double(max(persons, 1)))), 95 % interval "
                + "\(percent(low)) to \(percent(high)); a person is known "
                + "\(short(taken.isEmpty ? 0 : taken[taken.count / 2], places: 2)) s after the answer "
                + "(median)")
    }

    func personsAsMachines(of sources: [AnsweredCall.Source]) -> (wrong: Int, persons: Int) {
        sources.filter(\.isPerson).reduce(into: (0, 0)) { sum, source in
            let row = cells[source] ?? [:]
            sum.0 += row[.machine] ?? 0
            sum.1 += row.values.reduce(0, +)
        }
    }

    /// Of Clopper and Pearson.
    private func interval(_ count: Int, of all: Int) -> (Double, Double) {
        let (k, n) = (Double(count), Double(all))
        return (
            count == 0 ? 0 : betaQuantile(0.025, k, n - k + 1),
            count == all ? 1 : betaQuantile(0.975, k + 1, n - k)
        )
    }

    private func percent(_ share: Double) -> String { "\(short(100 * share, places: 1)) %" }
}
