import DialModel
import DialPorts

/// A change to a campaign that has been read and checked against its file, as its events are.
///
///     let change = try CampaignChange(
///         [("lines", "20"), ("mode", "progressive")], to: text, path: "spring.yaml")
///     change.commands        // [.mode(.progressive), .lines(20)]
public struct CampaignChange: Sendable {
    /// All but the hours, in the order of an event's keys.
    public var commands: [OperatorCommand] = []
    /// When leads may be called, by the new hours and the rule sets; nil: as before.
    public var calling: CallingPlan?
    /// The new hours in words.
    public var hoursText = ""
    /// As ``init(text:to:path:numbers:)`` reads it.
    public let text: String

    /// What is written where a problem is.
    public static let place = "command line"

    /// - Parameters:
    ///   - pairs: what is changed, and to what; as in an event of a campaign file, or `hours`.
    ///   - campaign: the text of the campaign's file.
    ///   - path: where that is; rule sets and calendars are looked for beside it.
    ///   - numbers: reads numbers as those of the leads are.
    /// - Throws: everything that is wrong with it.
    public init(
        _ pairs: [(key: String, value: String)], to campaign: String, path: String,
        numbers: (any NumberPlans)? = nil
    ) throws(ConfigErrors) {
        try self.init(
            text: Self.text(pairs), to: campaign, path: path, numbers: numbers)
    }

    /// As an event of a campaign file is written, a key a line.
    public static func text(_ pairs: [(key: String, value: String)]) throws(ConfigErrors) -> String
    {
        for text in pairs.flatMap({ [$0.key, $0.value] }) where text.contains(where: \.isNewline) {
            throw ConfigErrors(Self.place, "\(quoted(text)) has several lines; one is expected")
        }
        return pairs.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    }

    /// - Parameter text: as ``text(_:)`` makes it.
    public init(
        text: String, to campaign: String, path: String, numbers: (any NumberPlans)? = nil
    ) throws(ConfigErrors) {
        self.text = text
        let root = try yamlRoot(Array(campaign.utf8), path: path)
        let reader = CampaignReader(root: root, numbers: numbers)
        // They bind nothing of what an event may change, and may be large.
        reader.skipsLists = true
        guard reader.file() != nil else { throw ConfigErrors(reader.problems.found) }
        let problems: [ConfigProblem]
        do throws(ConfigErrors) {
            let change = try yamlRoot(Array(text.utf8), path: Self.place)
            let section = Section(change)
            if let section { read(section, by: reader) }
            problems = change.problems.found + reader.problems.found
        } catch {
            problems = error.problems
        }
        if problems.isEmpty { return }
        throw ConfigErrors(
            problems.map { ConfigProblem(path: Self.place, line: nil, text: $0.text) })
    }

    private mutating func read(_ section: Section, by reader: CampaignReader) {
        commands = reader.readCommands(section)
        if let entry = section.entry("hours"), let hours = reader.readNewHours(entry) {
            calling = reader.calling
            hoursText = hours
        }
        if section.has("officeHours") {
            _ = section.entry("officeHours")
            section.entry.problems.add(
                section.line(of: "officeHours"),
                "officeHours cannot be changed while a campaign runs; change hours, or agents")
        }
        section.close()
    }
}

extension CampaignReader {
    /// Takes hours in place of the campaign's own, beside the rule sets'; the zone of leads whose zone
    /// is not known stays where it is unless they say.
    ///
    /// - Returns: in words; nil, with a complaint, where they are wrong.
    fileprivate func readNewHours(_ entry: Entry) -> String? {
        let reader = HoursReader(shelf: RuleShelf(beside: problems.path), others: ["unknownZone"])
        guard let (hours, others) = reader.read(entry) else { return nil }
        guard let hours else {
            problems.add(
                entry.line,
                "hours name no day, and would lift those there are; give days, such as mon-fri: "
                    + "09:00-20:00, or daily: 00:00-24:00 for any time")
            return nil
        }
        calling.rules = ruleSets.compactMap(\.hours)
        if let zone = others["unknownZone"] {
            guard let name = Form<String>.timeZone.read(zone) else { return nil }
            calling.unknownZone = name
        }
        calling.rules.append(hours)
        if let fault = weekFault {
            problems.add(entry.line, fault)
            return nil
        }
        let zone = others["unknownZone"]?.text.map { "unknown zone as \($0)" }
        return [hours.text, zone].compactMap { $0 }.joined(separator: ", ")
    }
}
