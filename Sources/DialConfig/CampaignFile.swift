import DialModel
import DialPorts
import DialWorld

/// A campaign file: the campaign itself, its leads, and the simulated people around it.
///
///     let file = try CampaignFile.read("config/campaigns/demo.yaml")
///     file.plan.limits.ring          // 22 s
///
/// The format is YAML; `config/campaigns/demo.yaml` shows every section. A section that is absent
/// leaves the defaults of the type it fills. Values are read as text, with their units; what YAML
/// itself takes a scalar for does not matter.
public struct CampaignFile: Sendable {
    public var plan: CampaignPlan
    public var carrier: CarrierPlan
    public var crew: CrewPlan
    /// nil: the file names no leads.
    public var leads: LeadFilePlan?
    /// When the campaign starts; nil: now, in simulated time ``usualStart``.
    public var start: Instant?
    /// When a campaign that has no start begins in simulated time: the same for everyone, so that runs
    /// repeat. 2026-01-05 09:00 UTC, a Monday.
    public static let usualStart = Instant(nanoseconds: 1_767_603_600_000_000_000)
    /// IANA name of the zone the campaign is run in, nil when the file says none.
    public var timeZone: String?
    /// Of every stream of chance; nil: the file leaves it open.
    public var seed: UInt64?
    /// When leads may be called; worked out for the zones of the leads when these are known.
    public var calling = CallingPlan()
    /// How segments of the list are called, in the file's order: a lead is of the first whose condition
    /// holds for it.
    public var segments: [SegmentPlan] = []
    /// What binds whom it calls, when and how; empty when it says nothing of that.
    public var bounds: [Bound] = []
    /// What the files of numbers not to be called held.
    public var doNotCall: [NumberFileReport] = []
    /// The path of the contact ledger that it shares with other campaigns; nil: none.
    public var sharedLedger: String?
    /// How much of a number each role sees.
    public var masking = Masking()
    /// How the business system is reached that knows what becomes of deals; nil: by hand.
    public var connector: ConnectorPlan?
    /// What it goes by where it says nothing itself, in its order.
    public var presets: [Preset] = []
    /// The file itself.
    public var text = ""

    public init(plan: CampaignPlan) {
        self.plan = plan
        carrier = CarrierPlan()
        crew = CrewPlan()
    }

    /// Reads and checks the file at `path`; a lead file is looked for beside it, but not opened.
    ///
    /// - Throws: everything that is wrong with the file, each problem with its line. A file that
    ///   is no valid YAML shows only the first place where it is not.
    public static func read(
        _ path: String, numbers: (any NumberPlans)? = nil
    ) throws(ConfigErrors) -> CampaignFile {
        try CampaignFile(bytes: fileBytes(path), path: path, numbers: numbers)
    }

    /// Reads and checks the text of a campaign file.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - path: for messages, and for where relative paths begin.
    ///   - numbers: reads what is not to be called, as the leads are read; nil: taken as it stands.
    public init(
        bytes: [UInt8], path: String, numbers: (any NumberPlans)? = nil
    ) throws(ConfigErrors) {
        let root = try yamlRoot(bytes, path: path)
        if let kind = FileKind(of: root), kind != .campaign {
            throw ConfigErrors(
                path, "this is \(kind.noun); a campaign has a mode, leads and a trunk")
        }
        let reader = CampaignReader(root: root, numbers: numbers)
        guard let file = reader.file() else { throw ConfigErrors(reader.problems.found) }
        self = file
        text = String(decoding: bytes, as: UTF8.self)
    }
}
