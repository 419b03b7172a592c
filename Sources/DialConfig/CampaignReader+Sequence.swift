import DialModel
import Foundation

extension CampaignReader {
    /// Reads the calls that are planned to each lead, and which script each has.
    ///
    ///     sequence:
    ///       survey: {script: survey.md, then: {interested: {call: offer, in: 3d}}}
    ///       offer: {script: offer.md}
    func readSequence(_ entry: Entry) {
        let items = entry.entries ?? []
        let names = items.map(\.name)
        if items.count > 64 {
            problems.add(entry.line, "a sequence of \(items.count) calls; at most 64 are allowed")
            return
        }
        for (place, item) in items.enumerated() {
            if names.firstIndex(of: item.name) != place {
                problems.add(item.line, "the call \(quoted(item.name)) is there already")
            }
            var step = CallSequence.Step(item.name)
            if let section = Section(item) {
                if let script = section.entry("script") { step.script = self.script(script) }
                for (outcome, next) in section.entry("then")?.table(outcome, planned(names)) ?? [:]
                {
                    step.next[outcome] = next
                }
                section.close()
            }
            plan.sequence.steps.append(step)
        }
        checkSequence(items)
    }

    /// `offer`, which follows at once, or `{call: offer, in: 3d}`.
    private func planned(_ names: [String]) -> Form<CallSequence.Next> {
        let step = Form<UInt8>.oneOf(
            names.enumerated().map { ($1, UInt8(min($0, 63))) }, kind: "call of the sequence")
        return Form { entry in
            if entry.isScalar {
                return step.read(entry).map { CallSequence.Next($0, after: .zero) }
            }
            guard let section = Section(entry) else { return nil }
            let call = section.require("call", step)
            let delay = section.require("in", .time())
            section.close()
            guard let call, let delay else { return nil }
            return CallSequence.Next(call, after: delay)
        }
    }

    /// The file that agents go by; it must be there.
    private func script(_ entry: Entry) -> String {
        guard let name = Form<String>.text.read(entry) else { return "" }
        let path = resolved(name, beside: entry.path)
        var isFolder: ObjCBool = false
        if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            || isFolder.boolValue
        {
            problems.add(entry.line, "script is \(quoted(name)); there is no such file as \(path)")
        }
        return entry.path == problems.path ? name : path
    }

    /// Every call but the first follows from another, and none from itself, by however many others.
    private func checkSequence(_ items: [Entry]) {
        let steps = plan.sequence.steps
        guard steps.count == items.count else { return }
        func following(_ step: Int) -> [Int] {
            steps[step].next.values.map { Int($0.step) }.sorted()
        }
        var reached: Set<Int> = [0]
        var open = [0]
        while let step = open.popLast() {
            for next in following(step) where reached.insert(next).inserted { open.append(next) }
        }
        for place in steps.indices where !reached.contains(place) {
            problems.add(
                items[place].line,
                "nothing leads to the call \(quoted(steps[place].name)); the sequence begins with "
                    + quoted(steps[0].name))
        }
        for start in steps.indices {
            if let round = round(from: start, following), round.min() == start {
                let way = (round + [start]).map { steps[$0].name }
                problems.add(
                    items[start].line,
                    "\(way.joined(separator: " ─▶ ")) goes round for ever; a call that is to be "
                        + "repeated belongs in retry")
            }
        }
    }

    /// A way from a call back to itself.
    private func round(from start: Int, _ following: (Int) -> [Int]) -> [Int]? {
        var seen: Set<Int> = []
        func way(_ step: Int) -> [Int]? {
            for next in following(step) {
                if next == start { return [step] }
                if seen.insert(next).inserted, let rest = way(next) { return [step] + rest }
            }
            return nil
        }
        return way(start)
    }
}
