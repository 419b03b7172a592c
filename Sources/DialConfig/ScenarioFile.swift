import DialModel
import DialWorld

/// A scenario file: a campaign and its whole world, to be simulated over and over.
///
///     let file = try ScenarioFile.read("config/scenarios/limit-20.yaml")
///     file.scenario.plan.agents          // 20
///
/// The format is YAML; `config/scenarios/realistic-20.yaml` shows every section. Only `name` must be
/// given. What is absent is as ``Scenario`` has it: a carrier that takes no time and makes no
/// mistake.
///
/// Limits that are absent never cut short what the scenario itself describes: the longest set-up,
/// screening, talk and wrap-up are at least the usual ones of ``CallLimits``, and long enough for
/// 9,999 of 10,000 draws of the longest distribution that ever holds. Set-up counts the time a
/// failing number takes to say so. `minimumRing` is 15 s, or the shortest `ringTimeout` if that is
/// less.
///
/// Whatever behaves may differ by the time of day: a list of `{from: 09:00, …}` in place of the
/// value. The times are those of `timeZone`, else of the offset that `start` is written with, else
/// UTC. An event replaces what it names from its time on, for good, whatever the time of day.
public struct ScenarioFile: Sendable {
    public var scenario: Scenario
    /// IANA name of the zone that times of day are in; nil: that of the start's offset.
    public var timeZone: String?

    /// Reads and checks the file at `path`. Measured times are looked for beside it.
    ///
    /// - Throws: everything that is wrong with the file, each problem with its line. A file that
    ///   is no valid YAML shows only the first place where it is not.
    public static func read(_ path: String) throws(ConfigErrors) -> ScenarioFile {
        try ScenarioFile(bytes: fileBytes(path), path: path)
    }

    /// Reads and checks the text of a scenario file.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - path: for messages, and for where relative paths begin.
    public init(bytes: [UInt8], path: String) throws(ConfigErrors) {
        let root = try yamlRoot(bytes, path: path, as: .scenario)
        if FileKind(of: root) == .campaign {
            throw ConfigErrors(
                path, "this is a campaign; a scenario has calls, agents and a policy")
        }
        let reader = ScenarioReader(root: root)
        guard let file = reader.file() else { throw ConfigErrors(reader.problems.found) }
        self = file
    }
}
