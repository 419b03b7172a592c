import DialModel

/// Reads a campaign's records and writes down every call that its rules did not allow. It has the
/// rules' text only, and looks at everything anew for each call.
public struct GateWatch {
    public private(set) var complaints: [String] = []
    /// Why leads were not dialled, and how often.
    public private(set) var refusals: [Refusal: Int] = [:]

    private var rules: CallingRules
    private let zones: [LeadID: ZoneID]
    private var starts: [LeadID: [AttemptStart]] = [:]
    private var ends: [LeadID: [(at: Instant, outcome: Outcome)]] = [:]
    private var forbidden: Set<PhoneNumber> = []
    private var allowed: Set<PhoneNumber> = []
    /// Leads refused for a list that they were on at the time.
    private var forGood: Set<LeadID> = []

    public init(_ rules: CallingRules, leads: [DueLead]) {
        self.rules = rules
        zones = Dictionary(uniqueKeysWithValues: leads.map { ($0.id, $0.zone) })
    }

    public mutating func see(_ records: [Record]) {
        for record in records {
            switch record {
            case .started(let start): check(start)
            case .ended(let end): ends[end.start.lead, default: []].append((end.at, end.outcome))
            case .disposed(let said):
                if let last = ends[said.leadID]?.indices.last {
                    ends[said.leadID]?[last].outcome = said.outcome
                }
                if rules.complaints.contains(said.outcome) {
                    let start = starts[said.leadID]?.last
                    if start != nil, let number = numbers[said.leadID] { forbidden.insert(number) }
                }
            case .refused(let refused):
                refusals[refused.reason, default: 0] += 1
                if refused.reason == .doNotCall { forGood.insert(refused.leadID) }
                if let until = refused.until, until <= refused.at {
                    complaints.append("\(refused) is refused until a time that is past")
                }
            case .operation(let operation):
                if case .command(let command) = operation.what { follow(command) }
            default: break
            }
        }
    }

    /// Hours have been changed after what has been seen, and before what will be.
    public mutating func adopt(_ hours: [CallingTimes]) { rules.hours = hours }

    /// Lists have been changed after what has been seen, and before what will be.
    public mutating func adopt(_ numbers: NumberSet) { rules.doNotCall = numbers }

    /// Whoever changes the other rules is on record.
    private mutating func follow(_ command: OperatorCommand) {
        switch command {
        case .cap(let cap):
            rules.caps.removeAll { ($0.within, $0.per) == (cap.within, cap.per) }
            rules.caps.append(cap)
        case .quiet(let outcome, let span): rules.quiet[outcome] = span
        case .doNotCall(let number):
            allowed.remove(number)
            forbidden.insert(number)
        case .allow(let number):
            forbidden.remove(number)
            allowed.insert(number)
        default: break
        }
    }

    private var numbers: [LeadID: PhoneNumber] = [:]

    private mutating func check(_ start: AttemptStart) {
        numbers[start.lead] = start.number
        if !rules.hours.isEmpty {
            let zone = Int(zones[start.lead]?.raw ?? 0)
            let spans = zone < rules.hours.count ? rules.hours[zone].spans : []
            if !spans.contains(where: { $0.from <= start.at && start.at < $0.to }) {
                complaints.append("\(start) is outside its hours")
            }
        }
        let isListed = rules.doNotCall.contains(start.number) && !allowed.contains(start.number)
        if isListed || forbidden.contains(start.number) {
            complaints.append("\(start) is on the do-not-call list")
        }
        let before = starts[start.lead] ?? []
        for cap in rules.caps {
            let counted = before.filter {
                start.at - $0.at < cap.within && (cap.per == .person || $0.number == start.number)
            }
            if counted.count < cap.attempts { continue }
            complaints.append("\(start) is one attempt more than \(cap) allows")
        }
        for (at, outcome) in ends[start.lead] ?? [] {
            let isGuarded =
                rules.keepsAgentAfterAbandonment && outcome == .connected(.abandoned)
                && start.agent != nil
            if let quiet = rules.quiet[outcome], start.at - at < quiet, !isGuarded {
                complaints.append("\(start) breaks the quiet after \(outcome)")
            }
        }
        starts[start.lead, default: []].append(start)
    }

    public func hasRefusedForGood(_ lead: LeadID) -> Bool { forGood.contains(lead) }

    /// Leads never dialled.
    public func untouched(of leads: [DueLead]) -> [LeadID] {
        leads.map(\.id).filter { starts[$0] == nil }
    }
}
