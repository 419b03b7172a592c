import DialModel

extension CampaignReader {
    /// Reads what happens by itself, and puts it in order of time; what happens at once stays in
    /// the order of the file.
    func readEvents(_ entry: Entry) {
        guard let items = entry.items else { return }
        for item in items { readEvent(item) }
        let inOrder = plan.changes.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        plan.changes = inOrder.map(\.element)
    }

    private func readEvent(_ item: Entry) {
        if item.isScalar {
            problems.add(item.line, "an event is {at: 1h, …}, not a word")
            return
        }
        guard let section = Section(item) else { return }
        let at = section.require("at", .time())
        if let at, let duration = plan.duration, at > duration {
            problems.add(
                section.line(of: "at"),
                "at is \(at), after the campaign's end; its duration is \(duration)")
        }
        let commands = readCommands(section)
        let isEmpty = !section.hasOther(than: "at")
        section.close()
        if isEmpty {
            problems.add(
                item.line, "the event changes nothing; add mode, agents, lines or the like")
        }
        guard let at else { return }
        plan.changes += commands.map { PlannedChange(at: at, command: $0) }
    }

    /// What is changed, in the order in which it is carried out; leaves the section open.
    func readCommands(_ section: Section) -> [OperatorCommand] {
        var commands: [OperatorCommand] = []
        func read<Value>(
            _ key: String, _ form: Form<Value>, _ command: (Value) -> OperatorCommand
        ) {
            if let value = section.read(key, form) { commands.append(command(value)) }
        }
        read("mode", Form.mode.checked(modeFault)) { .mode($0) }
        read("pacing", .pacing) { .pacing($0) }
        read("agents", .count(0...100_000)) { .agents($0) }
        read("lines", .count(0...100_000)) { .lines($0) }
        read("callsPerSecond", Form.callRate.or("none")) { .callsPerSecond($0) }
        read("hold", hold) { .hold($0) }
        read("ring", ring) { .ring($0) }
        read("abandonment", abandonmentCap) { .abandonmentCap($0) }
        commands += (section.read("caps", caps) ?? []).map { .cap($0) }
        let times = section.read("quiet", quiet)?.table(plan.dispositions) ?? [:]
        commands += times.sorted { $0.key.code < $1.key.code }.map { .quiet($0.key, $0.value) }
        let numbers = Form<[PhoneNumber]>.list(of: .number(numberReader))
        commands += (section.read("doNotCall", numbers) ?? []).map { .doNotCall($0) }
        commands += (section.read("allow", numbers) ?? []).map { .allow($0) }
        read("routing", .routingChoice) { .routing($0) }
        if let overflow = section.entry("overflow") {
            if plan.routing.overflow == nil {
                problems.add(
                    overflow.line,
                    "overflow is never (routing: overflow), which an event cannot change"
                )
            }
            if let span = Form.time().checked(overflowFault).read(overflow) {
                commands.append(.overflow(span))
            }
        }
        for (key, isOn) in [("reserve", true), ("release", false)] {
            commands += (section.read(key, .list(of: groupID)) ?? []).map { .reserve($0, isOn) }
        }
        commands += readSegmentChanges(section).map { .segment($0) }
        if let entry = section.entry("call"), let call = readCall(entry) {
            commands.append(.call(call))
        }
        read("do", .deed) { $0 }
        return commands
    }

    /// `+12025550100`, or `{number: +12025550100, agent: 3}`.
    private func readCall(_ entry: Entry) -> CallByHand? {
        let number = Form<PhoneNumber>.number(numberReader)
        if !entry.isMapping { return number.read(entry).map { CallByHand($0) } }
        guard let section = Section(entry) else { return nil }
        let called = section.require("number", number)
        let agent = section.read("agent", .count(1...100_000))
        section.close()
        return called.map { CallByHand($0, agent: agent.map { AgentID(Int32($0)) }) }
    }

    private func modeFault(_ mode: DialMode, _ entry: Entry) -> String? {
        mode == .automatic && !isFlowGiven
            ? "the event changes to automatic mode, but there is no flow; add one" : nil
    }
}

extension Form where Value == OperatorCommand {
    /// What an operator does to the campaign as a whole.
    static var deed: Form {
        .oneOf([("pause", .pause), ("start", .start), ("stop", .stop), ("halt", .halt)])
    }
}

extension Form where Value == PhoneNumber {
    /// `+1 212 555 0100`, read as the numbers of leads are.
    static func number(_ reader: NumberReader) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            var bytes = text
            let found = bytes.withUTF8(reader.readings)
            if let number = found.plain, let doubt = reader.doubt(of: number, as: text) {
                return entry.complain(doubt)
            }
            return found.planned ?? found.plain
                ?? entry.complain("\(quoted(text)) is no dialable number")
        }
    }
}
