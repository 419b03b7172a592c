import DialModel

extension Form where Value == Outcome {
    /// The name of an outcome, built in or of the campaign's own.
    static func outcome(of names: Dispositions) -> Form {
        .oneOf(names.all.map { (names.name($0), $0) }, kind: "disposition")
    }
}

extension Form where Value == MachineTreatment {
    static var machine: Form { .oneOf([("hangUp", .hangUp), ("agent", .agent)]) }
}

extension Form where Value == PreviewRule {
    /// `{time: 60s, whenTimeRunsOut: dial, skippedAgainAfter: never}`.
    static func preview(_ usual: PreviewRule) -> Form {
        Form { entry in
            guard let section = Section(entry) else { return nil }
            var rule = usual
            section.read("time", into: &rule.time, as: .time(above: .zero))
            section.read(
                "whenTimeRunsOut", into: &rule.whenTimeRunsOut,
                as: .oneOf([("dial", .dial), ("skip", .skip)]))
            section.read(
                "skippedAgainAfter", into: &rule.skippedAgainAfter,
                as: Form<Duration>.time().or("never"))
            section.close()
            return rule
        }
    }
}

extension Form where Value == [String] {
    /// The names of the agents' groups.
    static var groups: Form {
        Form.list(of: .text).checked { groups, _ in
            if !(1...256).contains(groups.count) {
                return "groups are \(groups.count); 1 to 256 are allowed"
            }
            let twice = groups.first { name in groups.count { plain($0) == plain(name) } > 1 }
            return twice.map { "the group \(quoted($0)) is given twice" }
        }
    }
}
