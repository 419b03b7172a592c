import ArgumentParser
import DialConfig
import DialModel
import DialNumbers
import DialStore
import Foundation

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Says why a lead is, or is not, dialled now, and when it next may be.",
        discussion: """
            Without a number it says what the campaign as a whole waits for; while a live run goes \
            on, what keeps it from dialing more, as of some seconds ago. The campaign file is the \
            one of the store's last run, unless another is given; the time is the store's last \
            instant. The store may be in use.

            EXAMPLES
              dialpace why spring.sqlite +12125550147
              dialpace why spring.sqlite
              dialpace why spring.sqlite +12125550147 --at 2026-03-08T12:00:00Z --campaign new.yaml
            """)

    @Argument(help: "The store that `dialpace run --store` made.", completion: .file())
    var store: String

    @Argument(help: "The lead's number, with + and the country code.")
    var number: String?

    @Option(
        help: "A campaign file in place of the one the store keeps.",
        completion: .file(extensions: ["yaml", "yml"]))
    var campaign: String?

    @Option(help: "The time to ask for, such as 2026-03-08T12:00:00Z; UTC unless it has an offset.")
    var at: String?

    @Option(help: RoleHelp.text)
    var `as`: Masking.Role?

    func validate() throws {
        if let number, !number.hasPrefix("+") || PhoneNumber(number) == nil {
            throw ValidationError(
                "\(number) is no number in full; + and 7 to 15 digits are expected")
        }
        if let at, writtenInstant(at) == nil {
            throw ValidationError("\(at) is no time; one such as 2026-03-08T12:00:00Z is expected")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let store = try Store.open(store, readOnly: true)
            defer { store.close() }
            let why = try Why(store, campaign: campaign, at: at.flatMap(writtenInstant))
            let hidden = try store.hidden(from: `as`)
            let lines =
                try number.flatMap { PhoneNumber($0) }.map { try why.lines(of: $0) }
                ?? why.linesOfAll()
            try Output.write(
                Masking.masked(lines.joined(separator: "\n") + "\n", last: hidden))
        }
    }
}

/// What is asked of a store and the rules its campaign goes by.
struct Why {
    let store: Store
    let file: CampaignFile
    let now: Instant
    /// When leads may be called, with the hours that the campaign has by now.
    let calling: CallingPlan
    let rules: CallingRules
    let zones: [String]
    let ledger: ContactLedger?

    init(_ store: Store, campaign: String?, at: Instant?) throws {
        self.store = store
        let run = try store.runs().last
        if let campaign {
            file = try CampaignFile.read(campaign, numbers: WorldNumbers())
        } else if let text = run?.campaign {
            file = try CampaignFile(
                bytes: Array(text.utf8), path: run?.path ?? store.path + ", campaign file",
                numbers: WorldNumbers())
        } else {
            throw ExperimentFault("\(store.path) keeps no campaign file; give one with --campaign")
        }
        let report = try store.report()
        now = at ?? report.to ?? run?.started ?? file.start ?? CampaignFile.usualStart
        zones = try store.zones()
        var (rules, calling) = (file.plan.calling, file.calling)
        let path = run?.path ?? store.path
        for wish in try store.wishes() {
            guard case .taken(let taken, _) = wish.state, taken <= now,
                let change = try? CampaignChange(
                    text: wish.text, to: file.text, path: campaign ?? path,
                    numbers: WorldNumbers())
            else { continue }
            calling = change.calling ?? calling
            for command in change.commands { rules.adopt(command) }
        }
        self.calling = calling
        rules.hours = calling.hours(in: zones, from: now, for: .days(400))
        ledger = try Self.openLedger(file.sharedLedger)
        let objections = try store.doNotCall() + (ledger?.objections() ?? [])
        for number in objections { rules.doNotCall.insert(number) }
        self.rules = rules
    }

    func lines(of number: PhoneNumber) throws -> [String] {
        guard let known = try store.history(of: number) else {
            return ["\(number) is no lead of this campaign"]
        }
        var lead = known.lead
        lead = goingOn(lead, known.numbers)
        let others = try self.others(of: known)
        rules.freedom(after: Self.past(of: known, others), to: lead.number).tell(&lead, at: now)
        let zone = known.zones.isEmpty ? "zone not known" : known.zones
        let name = known.name.isEmpty ? "" : ", \(known.name)"
        var lines = ["\(number)\(name), lead \(known.lead.id.raw), \(zone); at \(moment(now))"]
        lines += known.numbers.map(words)
        for (place, attempt) in known.attempts.enumerated() {
            let outcome = attempt.ended == nil ? "in progress" : attempt.name
            lines.append("  attempt \(place + 1), \(moment(attempt.started)): \(outcome)")
        }
        lines += self.lines(of: others)
        for refusal in known.refusals {
            let until = refusal.until.map { "until \(moment($0))" } ?? "for good"
            lines.append("  not dialled \(moment(refusal.at)), \(until): \(refusal.reason.meaning)")
        }
        for (at, cause) in try store.missedCallbacks(of: known.lead.id) {
            let words = Refusal.allCases.first { $0.name == cause }?.meaning ?? cause
            lines.append("  a call promised for \(moment(at)) was missed: \(words)")
        }
        for history in try store.cases(of: known.lead.id) { lines += history.lines(moment) }
        if let holder = others.holder {
            return lines + ["not dialled now: \(Refusal.elsewhere.meaning), \(holder)"]
        }
        lines += try verdict(known, lead)
        return lines
    }

    /// The lead with the number that the gate would leave it: the next that is on no list.
    private func goingOn(_ lead: DueLead, _ numbers: [LeadNumber]) -> DueLead {
        guard rules.doNotCall.contains(lead.number),
            let place = numbers.firstIndex(where: \.isNext)
        else { return lead }
        let others = (numbers[place...] + numbers[..<place]).filter { $0.dropped == nil }
        var other = lead
        other.hasOthers = false
        if let next = others.first(where: { !rules.doNotCall.contains($0.number) }) {
            other.number = next.number
        }
        return other
    }

    /// What has become of one of several numbers.
    private func words(_ number: LeadNumber) -> String {
        var line = "  \(number.kind.isEmpty ? "number" : number.kind) \(number.number): "
        line += number.attempts == 0 ? "not called" : counted(number.attempts, "call", "calls")
        if let outcome = number.outcome { line += ", the last one \(outcome)" }
        if let dropped = number.dropped { return line + "; not called any more: \(dropped)" }
        if rules.doNotCall.contains(number.number) {
            return line + "; not called: \(Refusal.doNotCall.meaning)"
        }
        return line + (number.isNext ? "; the next" : "")
    }

    private func verdict(_ known: LeadHistory, _ lead: DueLead) throws -> [String] {
        if known.attempts.last.map({ $0.ended == nil }) == true { return ["it is in a call"] }
        var due = now
        var lines: [String] = []
        switch known.state {
        case .closed:
            let called = known.attempts.last?.ended
            let isRefused =
                known.refusals.last.map { $0.until == nil && $0.at >= called ?? $0.at } ?? false
            if !isRefused {
                let after = known.attempts.last.map {
                    "after attempt \(known.attempts.count), \($0.name)"
                }
                return ["not dialled any more: it is closed" + (after.map { ", \($0)" } ?? "")]
            }
        case .inWrapUp: return ["not dialled: its agent has still to say how the talk went"]
        case .due(let at) where at >= now:
            due = at
            lines.append(
                "it is due again \(moment(at))"
                    + (known.attempts.isEmpty ? "" : ", as retry has it"))
            if let hour = try bestHour(of: known, due: at) { lines.append(hour) }
        case .promised(let at):
            due = max(at, now)
            lines.append("a call has been promised for \(moment(at))")
        case .fresh, .due: break
        }
        if let refusal = rules.refusal(of: lead, at: due) {
            lines.append(words(refusal, known))
        }
        guard let next = next(lead, from: due) else {
            return lines + ["it is not dialled any more under these rules"]
        }
        lines.append(
            next == now
                ? "it may be dialled now; it waits for its turn"
                : "it may be dialled from \(moment(next))")
        return lines
    }

    private func bestHour(of known: LeadHistory, due: Instant) throws -> String? {
        let begin = try store.campaign()?.created ?? now
        return try WhyCommand.bestHour(of: known, due: due, in: store, file, from: begin)
    }

    private func words(_ refusal: RefusedLead, _ known: LeadHistory) -> String {
        var reason = refusal.reason.meaning
        if refusal.reason == .hours {
            reason = calling.reason(known.zones, at: refusal.at) ?? reason
        }
        return "not dialled\(refusal.at == now ? " now" : " then"): \(reason)"
    }

    /// The first instant from `start` on at which nothing is in the way; nil: there is none.
    private func next(_ lead: DueLead, from start: Instant) -> Instant? {
        var at = start
        while let refusal = rules.refusal(of: lead, at: at) {
            guard let until = refusal.until, until > at else { return nil }
            at = until
        }
        return at
    }

    func linesOfAll() throws -> [String] {
        let report = try store.report()
        let hand = try store.leadsAtHand(at: now)
        var lines = [
            "\(report.name) at \(moment(now)): \(grouped(report.attempts)) attempts, "
                + "\(grouped(report.leads.closed)) of \(grouped(report.leads.total)) leads closed"
        ]
        lines += try linesOfStanding(report)
        lines.append("  \(counted(hand.due, "retry is", "retries are")) due")
        if let retry = try store.nextRetry(), retry >= now {
            lines.append("  the next retry is due \(moment(retry))")
        }
        for (zone, names, count) in hand.fresh {
            let place = names.isEmpty ? "of unknown zone" : "in \(names)"
            let leads = "\(counted(count, "fresh lead", "fresh leads")) \(place)"
            let times =
                rules.hours.indices.contains(Int(zone.raw)) ? rules.hours[Int(zone.raw)] : nil
            if rules.hours.isEmpty || times?.isOpen(at: now) == true {
                lines.append("  \(leads): may be dialled now")
            } else {
                let reason = calling.reason(names, at: now) ?? Refusal.hours.meaning
                let next = times?.opening(at: now).map { "; from \(moment($0))" } ?? ""
                lines.append("  \(leads): not now; \(reason)\(next)")
            }
        }
        if let ledger, let path = file.sharedLedger {
            let held = counted(try ledger.heldNumbers(), "number is", "numbers are")
            lines.append("  \(held) at hand of the campaigns that share \(path)")
        }
        for refusal in report.refusals {
            lines.append(
                "  not dialled, \(counted(refusal.count, "time", "times")): \(refusal.reason.meaning)"
            )
        }
        for (at, by, text) in try store.operationsByWhom().suffix(3) {
            lines.append("  \(moment(at)): \(text)" + (by.map { ", by \($0)" } ?? ""))
        }
        return lines
    }

    func moment(_ instant: Instant) -> String {
        instant == .never ? "never" : "\(timestamp(instant).prefix(19))Z"
    }
}
