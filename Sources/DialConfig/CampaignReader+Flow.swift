import DialModel

extension CampaignReader {
    /// Reads the nodes, each `- name: {action: …}`, and checks the graph they make.
    func readFlow(_ entry: Entry) {
        guard let items = entry.items else { return }
        if items.isEmpty { problems.add(entry.line, "flow has 0 nodes; at least 1 is required") }
        if items.count > Int(UInt16.max) {
            problems.add(
                entry.line, "flow has \(items.count) nodes; at most \(UInt16.max) are allowed")
            return
        }
        let before = problems.found.count
        let named = items.compactMap(namedNode)
        checkNames(named)
        if problems.found.count > before { return }
        let places = FlowPlaces(names: named.map(\.name))
        let actions = named.map { action($0, places) }
        guard problems.found.count == before else { return }
        let nodes = zip(named, actions).compactMap { node, action in
            action.map { Flow.Node(name: node.name, action: $0) }
        }
        checkGraph(nodes, lines: named.map(\.line))
        if problems.found.count == before, !nodes.isEmpty { plan.flow = Flow(nodes: nodes) }
    }

    private func namedNode(_ item: Entry) -> Entry? {
        if item.isScalar {
            return item.complain("a node of the flow is {name: {action: …}}, not a word")
        }
        guard let entries = item.entries else { return nil }
        guard let node = entries.first, entries.count == 1 else {
            return item.complain(
                "a node of the flow has \(entries.count) names; exactly 1 is expected")
        }
        return node
    }

    private func checkNames(_ nodes: [Entry]) {
        var lines: [String: Int] = [:]
        for node in nodes {
            if node.name == "end" {
                problems.add(node.line, "a node may not be called end; that is where a flow ends")
            }
            if let first = lines.updateValue(node.line, forKey: node.name) {
                problems.add(
                    node.line,
                    "the node \(node.name) is given twice; the first is in line \(first)")
            }
        }
    }

    private func action(_ node: Entry, _ places: FlowPlaces) -> Flow.Action? {
        guard let section = Section(node) else { return nil }
        let kinds = ["play", "gather", "record", "transfer", "hangUp"]
        let given = kinds.filter(section.has)
        guard given.count == 1 else {
            return node.complain(
                given.isEmpty
                    ? "\(node.name) has no action; one of \(kinds.joined(separator: ", ")) is "
                        + "required"
                    : "\(node.name) has \(given.count) actions, \(given.joined(separator: " and "));"
                        + " exactly 1 is expected")
        }
        let next = Form.next(in: places, of: node.name)
        let wait = Form<Duration>.time(atLeast: .milliseconds(100))
        var action: Flow.Action?
        switch given[0] {
        case "play":
            let prompt = section.require("play", prompt)
            let next = section.require("next", next)
            if let prompt, let next { action = .play(prompt, next: next) }
        case "gather":
            let prompt = section.require("gather", prompt)
            let within = section.read("within", wait) ?? .seconds(5)
            let branches = section.require("keys", branches(next))
            let otherwise = section.require("otherwise", next)
            if let prompt, let branches, let otherwise {
                action = .gather(prompt, within: within, branches: branches, otherwise: otherwise)
            }
        case "record":
            let prompt = section.require("record", prompt)
            let within = section.read("within", wait) ?? .seconds(5)
            let then = section.require("next", next)
            let unanswered = section.has("unanswered") ? section.read("unanswered", next) : then
            _ = section.entry("unanswered")
            if let prompt, let then, let unanswered {
                action = .record(prompt, within: within, next: then, unanswered: unanswered)
            }
        case "transfer":
            let group = section.require("transfer", groupID)
            let within = section.read("within", wait) ?? .seconds(10)
            let unavailable = section.require("unavailable", next)
            if let group, let unavailable {
                action = .transfer(group, within: within, unavailable: unavailable)
            }
        default:
            let ending = outcome.checked { outcome, _ in
                outcome == .connected(.abandoned)
                    ? "nobody is abandoned who has been through a flow; name another outcome" : nil
            }
            action = section.require("hangUp", ending).map { .hangUp($0) }
        }
        section.close()
        return action
    }

    private func branches(_ next: Form<Flow.Next>) -> Form<[Flow.Branch]> {
        Form { entry in
            guard let targets = entry.table(.key, next) else { return nil }
            if targets.isEmpty {
                return entry.complain("\(entry.name) are 0; at least 1 is required")
            }
            return targets.map { Flow.Branch(key: $0.key, next: $0.value) }
                .sorted { $0.key.ascii < $1.key.ascii }
        }
    }

    /// Every node can be reached, and no round of nodes only plays.
    private func checkGraph(_ nodes: [Flow.Node], lines: [Int]) {
        var reached: Set<Int> = []
        var open = nodes.isEmpty ? [] : [0]
        while let place = open.popLast() {
            if reached.insert(place).inserted { open += nodes[place].action.targets }
        }
        for place in nodes.indices where !reached.contains(place) {
            problems.add(
                lines[place],
                "no way leads to \(nodes[place].name); the flow begins at "
                    + "\(nodes[0].name)")
        }
        var done: Set<Int> = []
        for start in nodes.indices {
            var path: [Int] = []
            var place: Int? = start
            while let here = place, !done.contains(here), !path.contains(here) {
                path.append(here)
                place = nodes[here].action.silentTarget
            }
            if let here = place, let first = path.firstIndex(of: here) {
                let round = (path[first...] + [here]).map { nodes[$0].name }
                problems.add(
                    lines[here],
                    "\(round.joined(separator: " ─▶ ")) plays for ever; a gather, record or "
                        + "transfer must come between")
            }
            done.formUnion(path)
        }
    }
}

/// The names of a flow's nodes, in order.
struct FlowPlaces {
    let names: [String]
}

extension Form where Value == Flow.Next {
    /// The name of a node, or `end`.
    static func next(in places: FlowPlaces, of node: String) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            if text == "end" { return .end }
            if let place = places.names.firstIndex(of: text) { return .node(UInt16(place)) }
            return entry.complain(
                "\(node) goes on to \(quoted(text)), which is no node; "
                    + suggestion(for: text, among: places.names + ["end"]))
        }
    }
}

extension Form where Value == Key {
    /// One of `0`…`9`, `*`, `#`.
    static var key: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard text.count == 1, let key = Key(text.first!) else {
                return entry.complain(
                    "\(quoted(text)) is no key of a telephone; 0 to 9, \"*\" or \"#\" is expected")
            }
            return key
        }
    }
}

extension Flow.Action {
    /// Places of the nodes that may come next.
    fileprivate var targets: [Int] {
        let all: [Flow.Next] =
            switch self {
            case .play(_, let next): [next]
            case .gather(_, _, let branches, let otherwise): branches.map(\.next) + [otherwise]
            case .record(_, _, let next, let unanswered): [next, unanswered]
            case .transfer(_, _, let unavailable): [unavailable]
            case .hangUp: []
            }
        return all.compactMap { if case .node(let place) = $0 { Int(place) } else { nil } }
    }

    /// Where it goes on without asking or waiting.
    fileprivate var silentTarget: Int? {
        if case .play(_, .node(let place)) = self { Int(place) } else { nil }
    }
}
