import DialModel
import Yams

/// Changes the policy that a campaign or scenario file begins with, where it stands, and nothing else:
/// comments and all else stay as they are.
///
/// - Parameters:
///   - bytes: the file, which must be good.
///   - path: for messages, and for where relative paths begin.
///   - pacing: the policy, with the values that are wanted.
///   - parameter: the one number of it to change. A file with another policy, whose other numbers
///     differ or that names none, is left alone.
/// - Returns: the file with it. It has been read again, and says what was wanted and otherwise what
///   it said before.
/// - Throws: what is wrong with the file, or what to write by hand when the place of the value is not
///   sure.
public func withPolicy(
    _ pacing: Pacing, parameter: String, in bytes: [UInt8], path: String
) throws(ConfigErrors) -> [UInt8] {
    let root = try yamlRoot(bytes, path: path)
    let key: String
    let before: FileContent
    if FileKind(of: root) == .scenario {
        key = "policy"
        before = .scenario(try ScenarioFile(bytes: bytes, path: path))
    } else {
        key = "pacing"
        before = .campaign(try CampaignFile(bytes: bytes, path: path))
    }
    let entry = root.entries?.first { $0.name == key }
    func byHand(_ why: String) -> ConfigErrors {
        ConfigErrors(
            path, line: entry?.line,
            "\(why); write it by hand: \(key): \(pacing.fileText)")
    }
    guard let entry else { throw byHand("there is no \(key) to change") }
    if !entry.isScalar {
        guard let value = pacing[parameter: parameter],
            before.pacing.with(parameter, value) == pacing
        else { throw byHand("\(key) is \(before.pacing.name), another policy") }
    }
    guard let edit = edit(entry, parameter, to: pacing) else {
        throw byHand("where \(parameter) stands is not sure")
    }
    guard let text = String(validating: bytes, as: UTF8.self),
        let changed = edit.applied(to: text)
    else { throw byHand("where \(parameter) stands is not sure") }
    let after: FileContent?
    switch before {
    case .scenario:
        after = (try? ScenarioFile(bytes: Array(changed.utf8), path: path)).map { .scenario($0) }
    case .campaign:
        after = (try? CampaignFile(bytes: Array(changed.utf8), path: path)).map { .campaign($0) }
    }
    guard let after, after.isSame(as: before, with: pacing) else {
        throw byHand("where \(parameter) stands is not sure")
    }
    return Array(changed.utf8)
}

extension Pacing {
    /// The policy as a file has it, on one line: `{fixedRatio: 2.35}`.
    var fileText: String {
        switch self {
        case .fixedRatio(let ratio, 0): "{fixedRatio: \(written(ratio))}"
        case .fixedRatio(let ratio, let busy):
            "{fixedRatio: {ratio: \(written(ratio)), busy: \(written(busy))}}"
        case .progressive: "progressive"
        case .predictive(let target): target.fileText
        case .peer(let pacing): pacing.fileText
        }
    }

    /// One of its numbers as a file has it.
    ///
    /// - Precondition: it has a number of this name.
    fileprivate func fileText(of parameter: String) -> String {
        guard let value = self[parameter: parameter] else {
            preconditionFailure("\(name) has no \(parameter)")
        }
        return parameters.first { $0.name == parameter }?.text(value) ?? written(value)
    }
}

extension Pacing.Parameter {
    /// A value of it as a file has it.
    func text(_ value: Double) -> String {
        isShare ? writtenShare(value) : isTime ? written(value) + "s" : written(value)
    }
}

extension PredictiveTarget {
    fileprivate var fileText: String {
        var numbers =
            "abandonment: \(writtenShare(abandonment)), margin: \(written(margin)), "
            + "callsPerAgent: \(written(callsPerAgent))"
        if !usesRingAges { numbers += ", ringAges: ignored" }
        if !usesSegments { numbers += ", segments: ignored" }
        if !isGuarded { numbers += ", guard: off" }
        guard let goal else { return "{predictive: {\(numbers)}}" }
        if self == PredictiveTarget(goal: goal) { return "{\(goal.kind): \(goal.text)}" }
        return "{\(goal.kind): {\(goal.parameter.name): \(goal.text), \(numbers)}}"
    }
}

extension PeerPacing {
    /// With what is not as usual.
    fileprivate var fileText: String {
        let unusual = unusual
        if unusual.isEmpty { return peer.rawValue }
        if unusual.count == 1, unusual[0].number == peer.numbers.first {
            return "{\(peer.rawValue): \(unusual[0].number.text(unusual[0].value))}"
        }
        let numbers = unusual.map { "\($0.number.name): \($0.number.text($0.value))" }
        return "{\(peer.rawValue): {\(numbers.joined(separator: ", "))}}"
    }
}

extension Peer.Number {
    /// A value of it as a file has it.
    func text(_ value: Double) -> String {
        switch unit {
        case .number, .whole: written(value)
        case .share: writtenShare(value)
        case .onOff: value == 0 ? "off" : "on"
        }
    }
}

/// What the two kinds of files say.
private enum FileContent {
    case scenario(ScenarioFile)
    case campaign(CampaignFile)

    var pacing: Pacing {
        switch self {
        case .scenario(let file): file.scenario.plan.pacing
        case .campaign(let file): file.plan.pacing
        }
    }

    /// Whether it is `other` with this policy, up to the last digits of a percentage.
    func isSame(as other: FileContent, with wanted: Pacing) -> Bool {
        let isWanted = wanted.parameters.allSatisfy {
            guard let value = wanted[parameter: $0.name], let own = pacing[parameter: $0.name]
            else { return false }
            return abs(value - own) < 1e-9
        }
        guard isWanted, wanted.parameters == pacing.parameters else { return false }
        switch (self, other) {
        case (.scenario(let one), .scenario(var other)):
            other.scenario.plan.pacing = pacing
            return one.scenario == other.scenario && one.timeZone == other.timeZone
        case (.campaign(let one), .campaign(var other)):
            other.plan.pacing = pacing
            return one.plan == other.plan && one.carrier == other.carrier
                && one.crew == other.crew && one.leads == other.leads && one.start == other.start
                && one.timeZone == other.timeZone && one.seed == other.seed
        default: return false
        }
    }
}

/// Puts `new` in place of `old`, which must stand at `mark`.
private struct Edit {
    var mark: Mark
    var old: String
    var new: String

    /// nil when `old` does not stand there, or more than it.
    func applied(to text: String) -> String? {
        var scalars = Array(text.unicodeScalars)
        let start = scalars.first == "\u{feff}" ? 1 : 0
        var place = start
        // YAML 1.1 breaks lines at these, CR LF counting once.
        let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
        for _ in 1..<max(1, mark.line) {
            while place < scalars.count, !breaks.contains(scalars[place]) { place += 1 }
            if place >= scalars.count { return nil }
            let isPair = scalars[place] == "\r" && place + 1 < scalars.count
            place += isPair && scalars[place + 1] == "\n" ? 2 : 1
        }
        place += mark.column - 1
        let old = Array(old.unicodeScalars)
        guard place >= start, place + old.count <= scalars.count,
            Array(scalars[place..<place + old.count]) == old
        else { return nil }
        scalars.replaceSubrange(place..<place + old.count, with: Array(new.unicodeScalars))
        var changed = String.UnicodeScalarView()
        changed.append(contentsOf: scalars)
        return String(changed)
    }
}

/// How to change a number of the policy at `entry`; nil when that is not sure.
private func edit(_ entry: Entry, _ parameter: String, to pacing: Pacing) -> Edit? {
    // `predictive`, or a policy that has no numbers.
    if entry.isScalar { return scalarEdit(entry.node, pacing.fileText(asIn: parameter)) }
    guard let kind = entry.entries?.first else { return nil }
    // `{fixedRatio: 2}`, `{vicidialRatio: 2}`.
    if kind.isScalar {
        // Beside the first number, which stands there alone, any other needs a name.
        guard let first = pacing.parameters.first?.name else { return nil }
        let own = pacing.fileText(of: parameter)
        return scalarEdit(
            kind.node,
            parameter == first
                ? own : "{\(first): \(pacing.fileText(of: first)), \(parameter): \(own)}")
    }
    guard let numbers = kind.entries else { return nil }
    if let number = numbers.first(where: { $0.name == parameter }) {
        return scalarEdit(number.node, pacing.fileText(of: parameter))
    }
    // A number that stood at its default goes first.
    let new = "\(parameter): \(pacing.fileText(of: parameter))"
    guard case .mapping(let mapping) = kind.node, let mark = mapping.mark,
        let key = mapping.keys.first?.mark
    else { return nil }
    // Without braces a mapping begins where its first key does. Yams does not say it otherwise.
    if mark.line != key.line || mark.column != key.column {
        return Edit(mark: mark, old: "{", new: "{\(new), ")
    }
    let indent = String(repeating: " ", count: mark.column - 1)
    return Edit(mark: mark, old: "", new: "\(new)\n\(indent)")
}

/// A plain value, without quotes, tags and anchors.
private func scalarEdit(_ node: Node, _ new: String) -> Edit? {
    guard case .scalar(let scalar) = node, scalar.style == .plain, let mark = scalar.mark,
        scalar.anchor == nil
    else { return nil }
    return Edit(mark: mark, old: scalar.string, new: new)
}

extension Pacing {
    /// As short as it can be where only one number is given.
    fileprivate func fileText(asIn parameter: String) -> String {
        if case .predictive(let target) = self {
            var usual = PredictiveTarget()
            usual.abandonment = target.abandonment
            if usual == target {
                return "{predictive: {abandonment: \(writtenShare(target.abandonment))}}"
            }
        }
        return fileText
    }
}

/// With as many decimals as it needs, nine at most.
private func written(_ value: Double) -> String {
    let rounded = (value * 1e9).rounded() / 1e9
    if rounded == rounded.rounded(), abs(rounded) < 1e15 { return String(Int64(rounded)) }
    let text = "\(rounded)"
    return text.contains("e") ? decimal(value) : text
}

private func writtenShare(_ share: Double) -> String { written(share * 100) + "%" }
