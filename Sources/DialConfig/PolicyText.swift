import DialModel
import Yams

/// Why a text is no policy: a sentence that says what is allowed.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

extension Pacing {
    /// A policy as it is written on a command line: its name, then its numbers if it has any.
    ///
    ///     progressive
    ///     predictive
    ///     predictive:abandonment=2%,margin=1.5
    ///     targetOccupancy:85%
    ///     targetWait:10s,margin=1.5
    ///     fixedRatio=2.5
    ///     fixedRatio:ratio=3,busy=0.0645
    ///     {predictive: {abandonment: 2%}}          as in a campaign file
    ///     vicidialRatio=2                          a peer, with its first number
    ///     issabel:overcommit=on,guard=off
    ///
    /// - Throws: what is wrong, with the names or the range that are allowed.
    public init(text: String) throws(PolicyError) {
        let problems = Problems(path: "")
        let entry = Entry(
            name: "policy", line: 1, node: try Self.node(text.trimmed), problems: problems)
        let policy = Form<Pacing>.pacing.read(entry)
        guard let policy, problems.found.isEmpty else {
            throw PolicyError(
                description: problems.found.map(\.text).joined(separator: "; "))
        }
        self = policy
    }

    /// Several policies with commas between them, as on a command line.
    ///
    /// A comma ends a policy unless it stands in braces, or between the numbers of a policy that
    /// is written with a colon: there, what follows is a number, `name=value`, and no policy's name.
    ///
    ///     progressive,predictive:abandonment=2%,margin=1.5,fixedRatio=2.5      // three
    ///
    /// `peers` is all of them, as their makers ship them; `peers:guard=off` is all of them with this
    /// number, which all must have.
    ///
    /// - Throws: for the first text that is no policy.
    public static func list(text: String) throws(PolicyError) -> [Pacing] {
        var policies: [Pacing] = []
        for part in splitList(text) {
            let end = part.firstIndex(of: ":") ?? part.endIndex
            if plain(String(part[..<end])) == "peers" {
                for peer in Peer.allCases {
                    policies.append(try Pacing(text: peer.rawValue + part[end...]))
                }
            } else {
                policies.append(try Pacing(text: part))
            }
        }
        return policies
    }

    /// The texts of several policies; see ``list(text:)``.
    public static func splitList(_ text: String) -> [String] {
        var pieces: [String] = [""]
        var depth = 0
        for character in text {
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
            if character == ",", depth <= 0 {
                pieces.append("")
            } else {
                pieces[pieces.count - 1].append(character)
            }
        }
        var policies: [String] = []
        for piece in pieces.map(\.trimmed) {
            let key = piece.split(separator: "=", omittingEmptySubsequences: false)[0]
            let isNumber = piece.contains("=") && !key.contains(":") && !isName(String(key))
            if isNumber, let last = policies.last, last.contains(":"), !last.hasPrefix("{") {
                policies[policies.count - 1] = last + "," + piece
            } else {
                policies.append(piece)
            }
        }
        return policies
    }

    private static func isName(_ text: String) -> Bool {
        (names + ["peers"]).contains { plain($0) == plain(text) }
    }

    /// The text as a campaign file has it.
    private static func node(_ text: String) throws(PolicyError) -> Node {
        if text.isEmpty {
            throw PolicyError(
                description: "policy is empty; known: \(names.joined(separator: ", "))")
        }
        if text.hasPrefix("{") {
            do { if let node = try compose(yaml: text) { return node } } catch {}
            throw PolicyError(
                description: "policy is \(quoted(text)); braces such as {fixedRatio: 2.5} are "
                    + "expected")
        }
        guard let end = text.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
            return .scalar(.init(text))
        }
        let name = String(text[..<end]).trimmed
        let rest = String(text[text.index(after: end)...]).trimmed
        // A name that is not known is complained of, whatever follows.
        if text[end] == ":", !isName(name) { return mapping(name, .scalar(.init(rest))) }
        if text[end] == "=" {
            if plain(name) == "predictive" {
                throw PolicyError(
                    description: "policy is \(quoted(text)); write predictive:abandonment=\(rest)")
            }
            return mapping(name, .scalar(.init(rest)))
        }
        var numbers: [(Node, Node)] = []
        let goal = PacingGoal.example(named: name)
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
            var sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            // The number that makes the goal need not be named.
            if let goal, numbers.isEmpty, sides.count == 1 {
                sides.insert(goal.parameter.name, at: 0)
            }
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                throw PolicyError(
                    description: "policy is \(quoted(text)); after \(name): numbers such as "
                        + "\(example(name)) are expected")
            }
            if numbers.contains(where: { $0.0.scalar?.string == sides[0] }) {
                throw PolicyError(description: "\(sides[0]) is given twice")
            }
            numbers.append((.scalar(.init(sides[0])), .scalar(.init(sides[1]))))
        }
        if let goal, numbers.count == 1, numbers[0].0.scalar?.string == goal.parameter.name {
            return mapping(name, numbers[0].1)
        }
        return mapping(name, .mapping(Node.Mapping(numbers)))
    }

    private static func mapping(_ name: String, _ value: Node) -> Node {
        let spelled = names.first { plain($0) == plain(name) } ?? name
        return .mapping(Node.Mapping([(.scalar(.init(spelled)), value)]))
    }

    private static func example(_ name: String) -> String {
        if let peer = Peer(named: name), let first = peer.numbers.first {
            return "\(first.name)=\(first.text(first.usual)),guard=off"
        }
        if let goal = PacingGoal.example(named: name) { return "\(goal.text),margin=1.5" }
        return plain(name) == "fixedratio" ? "ratio=3,busy=0.1" : "abandonment=2%,margin=1.5"
    }
}
