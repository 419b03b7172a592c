import DialModel
import DialStore
import DialTones

extension HeardSound {
    /// What was heard, in a few words: `busy`, `key 5`, `person`.
    var label: String {
        switch kind {
        case .progress(let tones):
            CallTone.allCases.filter(tones.contains).map(\.rawValue).joined(separator: " or ")
        case .information(let tone): tone.map { "sit-\($0.rawValue)" } ?? "sit"
        case .digit(let key): "key \(key)"
        case .fax(let tone): tone.rawValue
        case .beep(let hertz): "beep \(decimal(hertz, places: 0)) Hz"
        case .voice: "voice"
        case .party(let greeting): greeting.verdict.words
        }
    }

    /// The kind alone, for programs.
    var kindName: String {
        switch kind {
        case .progress: "progress"
        case .information: "information"
        case .digit: "digit"
        case .fax: "fax"
        case .beep: "beep"
        case .voice: "voice"
        case .party: "party"
        }
    }

    /// More than the label says.
    var details: String {
        switch kind {
        case .information(let tone?): tone.words
        case .party(let greeting): greeting.account
        default: ""
        }
    }

    var beganSeconds: Double { Double(began) / Double(Ears.rate) }
    var knownSeconds: Double { Double(known) / Double(Ears.rate) }
    var endedSeconds: Double? { ended.map { Double($0) / Double(Ears.rate) } }

    /// For programs.
    func tree(channel: String) -> JSONTree {
        var fields: [(String, JSONTree)] = [
            ("channel", channel.isEmpty ? .null : .text(channel)), ("kind", .text(kindName)),
            ("began", .share(beganSeconds)), ("known", .share(knownSeconds)),
            ("ended", .share(endedSeconds)),
            ("levelDecibels", .share((levelDecibels * 100).rounded() / 100)),
        ]
        switch kind {
        case .progress(let tones):
            let names = CallTone.allCases.filter(tones.contains).map(\.rawValue)
            fields.append(("tones", .array(names.map(JSONTree.text))))
        case .information(let tone):
            fields.append(("code", tone.map { .text($0.rawValue) } ?? .null))
        case .digit(let key): fields.append(("digit", .text(String(key))))
        case .fax(let tone): fields.append(("tone", .text(tone.rawValue)))
        case .beep(let hertz): fields.append(("hertz", .share(hertz)))
        case .voice: break
        case .party(let greeting):
            fields += [
                ("verdict", .text(greeting.verdict.rawValue)),
                ("cause", .text(greeting.cause.rawValue)),
                ("initialSilence", .share(greeting.initialSilence?.seconds)),
                ("speech", .share(greeting.speech.seconds)), ("words", .count(greeting.words)),
                ("taken", .share(greeting.taken.seconds)),
            ]
        }
        return .object(fields)
    }
}

extension Greeting.Verdict {
    var words: String {
        switch self {
        case .person: "person"
        case .machine: "machine"
        case .notSure: "not sure"
        }
    }
}

extension Greeting {
    /// Why, and with what times.
    fileprivate var account: String {
        let reason =
            switch cause {
            case .silence: "nothing was said"
            case .words: "too many words for a person"
            case .longGreeting: "speaks for longer than a person"
            case .pause: "spoke and waits"
            case .beep: "a beep"
            case .fax: "a fax machine"
            case .timeOut: "the time to decide in was over"
            }
        guard let initialSilence else { return "\(reason); known \(taken) after the answer" }
        return
            "\(reason); first word after \(initialSilence), \(counted) in \(speech), "
            + "known \(taken) after the answer"
    }

    private var counted: String { words == 1 ? "1 word" : "\(words) words" }
}

extension InformationTone {
    fileprivate var words: String {
        switch self {
        case .intercept: "the number has been changed or disconnected"
        case .vacant: "the number is not in use"
        case .noCircuit: "all local trunks are busy"
        case .noCircuitBeyond: "all trunks of the carrier are busy"
        case .reorder: "the local office is blocked, or digits are missing"
        case .reorderBeyond: "a distant office is blocked"
        case .ineffective: "misdialled"
        case .reserved: "for future use"
        }
    }
}
