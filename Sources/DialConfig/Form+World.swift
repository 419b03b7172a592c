import DialMath
import DialModel
import DialWorld

extension Form where Value == CallFate {
    static var fate: Form {
        .oneOf(CallFate.allCases.map { ($0.name, $0) }, kind: "outcome of a call")
    }
}

extension Form where Value == [CallFate: Double] {
    /// What numbers do; what is left of the whole does not answer.
    static var fates: Form {
        Form { entry in
            guard var fates = entry.shares(.fate) else { return nil }
            let rest = 1 - fates.values.sorted().reduce(0, +)
            if rest > 1e-9 { fates[.noAnswer, default: 0] += rest }
            return fates
        }
    }
}

extension Form where Value == [Outcome: Double] {
    /// What agents say of a talk. The shares must be whole: no outcome is the natural rest.
    static func words(_ outcome: Form<Outcome>) -> Form {
        Form { $0.shares(outcome) }.checked { words, entry in
            let sum = words.values.sorted().reduce(0, +)
            if sum < 1 - 1e-9 {
                return "\(entry.name) sum to \(percent(sum)); 100 % is required"
            }
            return words.keys.contains(.connected(.abandoned))
                ? "no agent talks to a person who was abandoned; remove it" : nil
        }
    }
}

extension Form where Value == [Outcome: CrewPlan.Handling] {
    /// `{deal: {talk: 400s, wrapUp: 60s}, refused: {talk: {exponential: 60s}}}`.
    static func handling(_ outcome: Form<Outcome>) -> Form {
        Form { $0.table(outcome, .handling) }.checked { handlings, entry in
            handlings.keys.contains { !$0.isConnected }
                ? "\(entry.name) has an outcome that no talk comes to; only connected ones have times"
                : nil
        }
    }
}

extension Form where Value == CrewPlan.Handling {
    fileprivate static var handling: Form {
        Form { entry in
            guard let section = Section(entry) else { return nil }
            let talk = section.read("talk", .varying)
            let wrapUp = section.read("wrapUp", .varying)
            section.close()
            return CrewPlan.Handling(talk: talk, wrapUp: wrapUp)
        }
    }
}

extension Form where Value == Distribution {
    /// Work between two breaks: some of it, or the agent would only rest.
    static var working: Form {
        Form.varying.checked { work, entry in
            work.mean >= 60
                ? nil : "\(entry.name) is \(decimal(work.mean)) s; at least 60 s is required"
        }
    }
}
