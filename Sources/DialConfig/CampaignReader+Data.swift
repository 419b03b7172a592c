import DialModel

extension CampaignReader {
    /// Reads which data outcomes need: `{deal: {amount: number, product: [basic, plus]}}`.
    func readData(_ entry: Entry) {
        for item in entry.entries ?? [] {
            let named = Entry(
                name: entry.name, line: item.line, node: .scalar(.init(item.name)),
                problems: problems)
            guard let outcome = outcome.read(named), let fields = item.entries else { continue }
            if !outcome.isConnected {
                problems.add(
                    item.line,
                    "\(quoted(item.name)) needs no data: nobody talked; only outcomes of talks may")
                continue
            }
            if fields.isEmpty {
                problems.add(item.line, "\(item.name) is empty; name the data that it needs")
            }
            for field in fields { require(field, for: outcome) }
        }
        crew.data = plan.data
    }

    private func require(_ entry: Entry, for outcome: Outcome) {
        if entry.name == "missing" {
            problems.add(
                entry.line,
                "missing is what listings call what has not been given; name it otherwise")
        }
        guard let kind = Form<DataKind>.dataKind.read(entry) else { return }
        if plan.data.require(.init(entry.name, kind), for: outcome) { return }
        let isKnown = plan.data.fields.contains { $0.name == entry.name }
        problems.add(
            entry.line,
            isKnown
                ? "\(entry.name) is of another kind above; a field has one kind in a campaign"
                : "\(entry.name) is one field too many; \(RequiredData.most) are allowed")
    }
}

extension Form where Value == DataKind {
    /// `number`, `{from: 0, to: 5000}`, `yes/no`, or a list of words.
    static var dataKind: Form {
        Form { entry in
            if entry.isList {
                let words = (entry.items ?? []).compactMap { Form<String>.text.read($0) }
                if words.count < 2 || Set(words).count < words.count {
                    return entry.complain(
                        "\(entry.name) has \(counted(words.count, "choice", "choices")), "
                            + "\(Set(words).count) of them different; two different ones or more are expected"
                    )
                }
                return .choice(words)
            }
            if entry.isMapping {
                guard let section = Section(entry) else { return nil }
                let from = section.require("from", .number(atLeast: -1e12, atMost: 1e12))
                let to = section.require("to", .number(atLeast: -1e12, atMost: 1e12))
                section.close()
                guard let from, let to else { return nil }
                if from >= to {
                    return entry.complain(
                        "\(entry.name) goes from \(decimal(from)) to \(decimal(to)); "
                            + "to must be more than from")
                }
                return .number(from...to)
            }
            let kinds: [(String, DataKind)] = [("number", .number(nil)), ("yes/no", .yesOrNo)]
            return Form.oneOf(kinds, kind: "kind of data").read(entry)
        }
    }
}
