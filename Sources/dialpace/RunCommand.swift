import ArgumentParser
import DialConfig
import DialStore

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a campaign to its end and prints its report.",
        discussion: """
            Calls go over a simulated trunk to simulated people, or, with --trunk rig, over lines \
            on which all that happens is heard. With --store everything that \
            happens is kept; running the same campaign on the same store again resumes it. Without \
            it the store is in memory and gone at the end.

            On a terminal the campaign is shown as it runs, with keys to pause (p), stop (s), \
            change mode (m), agents (+ -) and lines (< >). Ctrl-C stops dialing and lets talks end; \
            a second Ctrl-C leaves at once. Either way the store can be resumed.

            EXAMPLES
              dialpace run config/campaigns/demo.yaml
              dialpace run demo.yaml --speed 60 --seed 7
              dialpace run demo.yaml --store demo.sqlite --format json > report.json
              dialpace run demo.yaml --explain decisions.txt
              dialpace run demo.yaml --trunk rig --country gb --speed 20
            """)

    @Argument(help: "The campaign file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var campaign: String

    @Option(
        help: "A lead file (CSV or JSON Lines) in place of the campaign's.", completion: .file())
    var leads: String?

    @Option(help: "The store (SQLite); made when it is not there.", completion: .file())
    var store: String?

    @Option(
        parsing: .unconditional,
        help: """
            max, the default on the simulated trunk: virtual time, as fast as the processor goes. A number above 0, at \
            most 100000: so many campaign seconds each second. 1 is real time, and begins now by \
            the machine's clock; all others begin at the campaign's `start`.
            """,
        transform: Speed.init(text:))
    var speed: Speed?

    @Option(
        parsing: .unconditional,
        help: "The seed of all chance, in place of the campaign's: 0 to 2^64 − 1.",
        transform: { try wholeNumber($0, in: 0...UInt64.max, most: "2^64 − 1") })
    var seed: UInt64?

    @Option(help: "How to write the report: text, json or csv.")
    var format = ReportFormat.text

    @OptionGroup var rig: RigOptions

    @Option(
        help: "Write every command to the trunk, when it is given, into this file.",
        completion: .file())
    var trace: String?

    @Option(
        help: """
            Write each pacing decision with its inputs and reasons into this file: JSON lines, or \
            words alone where its name ends in .txt.
            """,
        completion: .file())
    var explain: String?

    /// How fast it goes, where nothing is said, too.
    var pace: Speed { speed ?? (rig.trunk == .rig ? .times(1) : .max) }

    mutating func validate() throws {
        guard rig.trunk == .rig else { return }
        if speed == .max {
            throw ValidationError(
                "what is heard takes its time: --trunk rig needs --speed with a number, such as 20")
        }
        if rig.playback != nil, pace != .times(1) {
            throw ValidationError(
                "sound devices play in real time: --playback needs --speed 1, or none")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let session = try CampaignSession(self)
            defer { session.store.close() }
            switch (session.isOver, pace) {
            case (true, _): break
            case (false, .max): try await VirtualRun(session).run()
            case (false, .times(let factor)): try await LiveRun(session, speed: factor).run()
            }
            try Output.write(format.write(try session.store.report()))
            try session.explanations?.finish()
        }
    }
}

/// How fast campaign time goes.
enum Speed: Hashable, Sendable {
    case max
    /// Campaign seconds per second.
    case times(Double)

    init(text: String) throws {
        if text == "max" {
            self = .max
        } else if let factor = Double(text), factor > 0, factor <= 100_000 {
            self = .times(factor)
        } else {
            throw ValidationError("max, or a number above 0 and at most 100000, is allowed")
        }
    }

    /// As the store keeps it.
    var text: String {
        switch self {
        case .max: "max"
        case .times(let factor): factor.formatted()
        }
    }

    /// As the live view shows it.
    var name: String {
        switch self {
        case .max: "as fast as it goes"
        case .times(1): "real time"
        case .times(let factor): "×\(factor.formatted())"
        }
    }
}

extension Double {
    /// Without a fraction when there is none.
    fileprivate func formatted() -> String {
        self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
    }
}
