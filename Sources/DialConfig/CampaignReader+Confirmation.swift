import DialModel
import DialWorld

extension CampaignReader {
    /// Reads which deals are followed to their end, and how.
    func readConfirmation(_ section: Section) {
        var rules = ConfirmationRules()
        let after = section.read("after", .list(of: outcome))
        rules.after = Set(after ?? [.connected(.deal)])
        if after?.isEmpty == true {
            problems.add(
                section.line(of: "after"), "after names 0 outcomes; at least 1 is required")
        }
        if let states = section.section("states") {
            rules.confirmed = readStates(states, "confirmed", besides: CaseState.builtIn)
            rules.revisited = readStates(states, "revisit", besides: rules.states)
            states.close()
        }
        if let entry = section.entry("transitions") { readTransitions(entry, &rules) }
        if let entry = section.entry("revisit") {
            let allowed = [.sold, .cancelled, .rescheduled, .onHold] + rules.revisited
            let form = Form.oneOf(allowed.map { ($0.name, $0) }, kind: "state of a revisit")
            if let table = entry.table(outcome, form) { rules.revisit = table }
        }
        section.read("keepOpen", into: &rules.keepOpen, as: .time())
        if let entry = section.entry("connector") { readConnector(entry) }
        section.close()
        plan.confirmation = rules
    }

    private func readStates(
        _ section: Section, _ key: String, besides others: [CaseState]
    ) -> [CaseState] {
        var own: [CaseState] = []
        for item in section.entry(key)?.items ?? [] {
            guard let name = Form<String>.text.read(item) else { continue }
            if (others + own).contains(where: { plain($0.name) == plain(name) }) {
                problems.add(item.line, "the state \(quoted(name)) is there already")
            } else if own.count == 64 {
                problems.add(item.line, "\(key) has more than 64 states; 64 are allowed")
            } else {
                own.append(CaseState(name))
            }
        }
        return own
    }

    private func readTransitions(_ entry: Entry, _ rules: inout ConfirmationRules) {
        let state = Form.oneOf(rules.states.map { ($0.name, $0) }, kind: "state")
        guard let table = entry.table(state, .list(of: state)) else { return }
        for (from, targets) in table.sorted(by: { $0.key.name < $1.key.name }) {
            for target in targets where target == from || target == .pending {
                problems.add(
                    entry.line,
                    target == from
                        ? "\(from) is to follow \(from); a state is followed by another"
                        : "pending is to follow \(from); it is where a case begins")
            }
            rules.further[from] = Set(targets)
        }
        if rules.further[.sold]?.contains(.cancelled) == true,
            rules.further[.cancelled]?.contains(.sold) == true
        {
            problems.add(
                entry.line,
                "sold and cancelled are to follow each other; one of them has to be the end")
        }
    }

    private func readConnector(_ entry: Entry) {
        guard let section = Section(entry) else { return }
        let kinds = ["folder", "webhook", "simulated"].filter(section.has)
        guard kinds.count == 1 else {
            problems.add(
                entry.line,
                kinds.isEmpty
                    ? "connector is one of folder, webhook and simulated; none is given"
                    : "connector has \(kinds.joined(separator: " and ")); exactly 1 is expected")
            return
        }
        switch kinds[0] {
        case "folder":
            let path = section.require("folder", .text)
            let isJSON = section.read("format", .oneOf([("csv", false), ("json", true)])) ?? false
            if let path {
                connector = .folder(path: resolved(path, beside: entry.path), isJSON: isJSON)
            }
        case "webhook": readWebhook(section)
        default:
            if let plan = section.section("simulated") { connector = readBusiness(plan) }
        }
        section.close()
    }

    private func readWebhook(_ section: Section) {
        let url = section.require("webhook", .serviceURL)
        let news = section.read("news", .serviceURL)
        let secret = section.read("secret", .secret)
        let every = section.read("every", .time(atLeast: .seconds(1)))
        guard let url else { return }
        if !section.has("secret"), url.scheme?.lowercased() == "https" {
            problems.add(
                section.line(of: "webhook"),
                "secret is missing, so nobody could tell who sends; add secret: {env: …} or {file: …}"
            )
        }
        var webhook = WebhookPlan(url: url, news: news, secret: secret)
        if let every { webhook.every = every }
        connector = .webhook(webhook)
    }

    private func readBusiness(_ section: Section) -> ConnectorPlan {
        var plan = BusinessPlan()
        (plan.sold, plan.cancelled, plan.revisit) = (0, 0, 0)
        section.read("sold", into: &plan.sold, as: .share())
        section.read("cancelled", into: &plan.cancelled, as: .share())
        section.read("revisit", into: &plan.revisit, as: .share())
        section.read("delay", into: &plan.delay, as: .varying)
        section.read("revisitAfter", into: &plan.revisitAfter, as: .varying)
        section.close()
        let sum = plan.sold + plan.cancelled + plan.revisit
        if sum > 1 + 1e-9 {
            problems.add(
                section.entry.line,
                "sold, cancelled and revisit sum to \(percent(sum)); at most 100 % is allowed")
        }
        return .simulated(plan)
    }
}
