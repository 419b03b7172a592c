import DialConfig
import DialFitting
import DialModel
import DialNumbers
import DialStore

/// A campaign as its store tells of it afterwards.
struct RecordedStore {
    let path: String
    let facts: CampaignFacts
    let runs: [CampaignRun]
    let calls: [CallRecord]
    let report: CampaignReport
    let leads: [Lead]
    let previewed: (dialled: Int, skipped: Int)
    let operations: [(at: Instant, text: String)]
    /// The campaign file: the one given, else the one the store keeps; nil when there is neither.
    let file: CampaignFile?

    /// - Parameter campaign: the path of a campaign file to go by in place of the store's.
    init(_ path: String, campaign: String? = nil) throws {
        let store = try Store.open(path, readOnly: true)
        defer { store.close() }
        self.path = path
        guard let facts = try store.campaign() else { throw Self.empty(path) }
        self.facts = facts
        runs = try store.runs()
        calls = try store.calls()
        if calls.isEmpty { throw Self.empty(path) }
        report = try store.report()
        leads = try store.leadsInShort()
        previewed = try store.previewed()
        operations = try store.operations()
        if let campaign {
            let file = try CampaignFile.read(campaign, numbers: WorldNumbers())
            guard file.plan.name == facts.name else {
                throw ExperimentFault(
                    "\(campaign) is campaign \"\(file.plan.name)\"; \(path) holds \"\(facts.name)\""
                )
            }
            self.file = file
        } else {
            let first = runs.first
            file = try first?.campaign.map {
                try CampaignFile(
                    bytes: Array($0.utf8), path: first?.path ?? path + ", campaign file",
                    numbers: WorldNumbers())
            }
        }
    }

    private static func empty(_ path: String) -> ExperimentFault {
        ExperimentFault("\(path) holds no attempt; run a campaign in it first")
    }

    /// What a scenario is fitted to.
    var day: RecordedDay {
        get throws {
            guard facts.mode != .automatic else {
                throw ExperimentFault(
                    "\(path): campaign \"\(facts.name)\" ran a flow without agents; a scenario has "
                        + "agents and no flow")
            }
            var day = RecordedDay(name: facts.name, calls: calls)
            day.mode = facts.mode
            day.plan = file?.plan
            day.seed = facts.seed
            day.list = report.leads.fresh == 0 ? report.leads.total : nil
            day.previewed = previewed
            day.speed = runs.compactMap { $0.speed.flatMap(Double.init) }.max()
            for time in report.agentTimes { day.agentSeconds[time.state] = time.seconds }
            if let from = report.from, let to = report.to, from < to { day.span = from...to }
            return day
        }
    }
}
