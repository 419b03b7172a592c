import DialModel
import Foundation

/// What the rule sets that a campaign names ask of it. What the campaign does not say it takes from
/// them; what it says itself may be stricter, never looser.
extension CampaignReader {
    /// Reads the rule sets, and takes over how long calls ring and people are held. Before everything
    /// that they bind.
    func readRuleSets(_ top: Section) {
        guard let entry = top.entry("rules") else { return }
        let shelf = RuleShelf(beside: problems.path)
        let present = Instant.epoch + Duration(drawn: Date().timeIntervalSince1970)
        let day = CivilDay(at: CallingPlan.seconds((start ?? present) + plan.utcOffset))
        for item in entry.items ?? [] {
            guard let name = Form<String>.text.read(item) else { continue }
            if ruleSets.contains(where: { $0.name == name }) {
                problems.add(item.line, "the rule set \(name) is named twice")
                continue
            }
            guard let set = shelf.ruleSet(named: name, for: item) else { continue }
            if !set.isInForce(on: day) {
                problems.add(
                    item.line,
                    "\(name) is in force \(set.effective); the campaign starts on \(day)")
            }
            ruleSets.append(set)
        }
        for set in ruleSets {
            plan.limits.minimumRing = max(plan.limits.minimumRing, set.minimumRing ?? .zero)
            plan.limits.hold = min(plan.limits.hold, set.hold ?? plan.limits.hold)
        }
        plan.limits.ring = max(plan.limits.ring, plan.limits.minimumRing)
    }

    /// The least that calls must ring, and which rule set says so.
    var requiredRing: (name: String, ring: Duration)? {
        ruleSets.compactMap { set in set.minimumRing.map { (set.name, $0) } }
            .max { $0.1 < $1.1 }
    }

    /// How long calls must at least be left to ring.
    var minimumRing: Form<Duration> {
        Form.time().checked { [requiredRing] ring, entry in
            guard let requiredRing, ring < requiredRing.ring else { return nil }
            return "\(entry.name) is \(ring); \(requiredRing.name) requires at least "
                + "\(requiredRing.ring)"
        }
    }

    /// How long a person is held for an agent.
    var hold: Form<Duration> {
        let allowed = ruleSets.compactMap { set in set.hold.map { (set.name, $0) } }
            .min { $0.1 < $1.1 }
        return Form.time().checked { hold, entry in
            guard let allowed, hold > allowed.1 else { return nil }
            return "\(entry.name) is \(hold); \(allowed.0) allows at most \(allowed.1)"
        }
    }

    /// The largest share that the rule sets let anyone abandon.
    var abandonmentCap: Form<Double> {
        Form.share().checked { [self] cap, entry in capFault(cap, entry.name) }
    }

    private func capFault(_ cap: Double, _ name: String) -> String? {
        let tightest = ruleSets.compactMap { set in set.abandonment.map { (set.name, $0.cap) } }
            .min { $0.1 < $1.1 }
        guard let tightest, cap > tightest.1 else { return nil }
        return "\(name) is \(percent(cap)); \(tightest.0) allows at most \(percent(tightest.1))"
    }

    /// Puts the rule sets' rules on abandoned people beside the campaign's own. After ``machine`` and
    /// ``screening``.
    func bindAbandonment(_ entry: Entry?, pacing: Entry?) {
        guard ruleSets.contains(where: { $0.abandonment != nil }) else { return }
        let own = entry == nil ? [] : plan.abandonment.all
        if let entry, let fault = own.map(\.cap).min().flatMap({ capFault($0, "cap") }) {
            problems.add(entry.line, fault)
        }
        if entry == nil, let aim = pacing.flatMap(RuleChecks.aim),
            let value = aim.text.flatMap({ try? Units.share($0) }),
            let fault = capFault(value, aim.name)
        {
            problems.add(aim.line, fault)
        }
        let falsePositives = own.map(\.falsePositives).max() ?? 0
        let usesDetection = plan.screening && plan.machine != .agent
        for set in ruleSets where set.abandonment?.countsFalsePositives == true {
            if usesDetection, entry?.mentions("falsePositives") != true {
                problems.add(
                    entry?.line ?? 1,
                    "\(set.name) counts people who are taken for machines; give falsePositives in "
                        + "abandonment, an upper bound by your own listening samples")
            }
        }
        let theirs = ruleSets.compactMap { set in
            set.abandonment.map {
                AbandonmentRule(
                    cap: $0.cap, window: $0.window, name: set.name,
                    falsePositives: $0.countsFalsePositives && usesDetection ? falsePositives : 0)
            }
        }
        let all = own + theirs.sorted { $0.cap < $1.cap }
        // The campaign's own stay as they are; of the rule sets' those that another one implies go.
        let kept = all.indices.filter { place in
            place < own.count
                || !all.indices.contains {
                    $0 != place && implies(all[$0], all[place])
                        && ($0 < place || !implies(all[place], all[$0]))
                }
        }
        if kept.count > AbandonmentRules.most {
            problems.add(
                entry?.line ?? 1,
                "abandonment and rules hold \(kept.count) rules on abandoned people; at most "
                    + "\(AbandonmentRules.most) are allowed at once")
            return
        }
        plan.abandonment = AbandonmentRules(kept.map { all[$0] })
    }

    /// Whether whoever keeps `tighter` keeps `other`: over the same window, people counted alike.
    func implies(_ tighter: AbandonmentRule, _ other: AbandonmentRule) -> Bool {
        window(tighter) == window(other) && tighter.cap <= other.cap
            && tighter.falsePositives >= other.falsePositives
    }

    /// A period that the campaign does not outlast is its whole.
    private func window(_ rule: AbandonmentRule) -> AbandonmentRule.Window {
        if case .every(let period) = rule.window, let duration = plan.duration, duration <= period {
            return .run
        }
        return rule.window
    }

    // MARK: Protection

    /// The caps that hold when the campaign has these of its own.
    func bound(_ own: [FrequencyCap]) -> [FrequencyCap] {
        let all = own + ruleSets.flatMap(\.caps)
        var bound: [FrequencyCap] = []
        for cap in all {
            if let place = bound.firstIndex(where: cap.replaces) {
                bound[place].attempts = min(bound[place].attempts, cap.attempts)
            } else {
                bound.append(cap)
            }
        }
        return bound
    }

    /// The longest peace after each outcome, when the campaign has this of its own.
    func bound(_ own: QuietTimes) -> [Outcome: Duration] {
        ruleSets.reduce(own.table(plan.dispositions)) { table, set in
            table.merging(set.quiet.table(plan.dispositions)) { max($0, $1) }
        }
    }

    /// Caps, none looser than the rule sets'.
    var caps: Form<[FrequencyCap]> {
        Form.caps.checked { [ruleSets] caps, _ in
            for cap in caps {
                for set in ruleSets {
                    for other in set.caps
                    where other.replaces(cap) && other.attempts < cap.attempts {
                        return
                            "attempts are \(cap.attempts) within \(cap.within); \(set.name) allows "
                            + "at most \(other.attempts)"
                    }
                }
            }
            return nil
        }
    }

    /// Peace after outcomes, nowhere shorter than the rule sets'.
    var quiet: Form<QuietTimes> {
        let names = plan.dispositions
        return Form.quiet(names).checked { [ruleSets] own, _ in
            for set in ruleSets {
                if let mine = own.connected, let theirs = set.quiet.connected, mine < theirs {
                    return Self.quietFault("connected", mine, set.name, theirs)
                }
                let required = set.quiet.table(names)
                for outcome in names.all {
                    guard let mine = own.after[outcome], let theirs = required[outcome],
                        mine < theirs
                    else { continue }
                    return Self.quietFault(names.name(outcome), mine, set.name, theirs)
                }
            }
            return nil
        }
    }

    private static func quietFault(
        _ outcome: String, _ mine: Duration, _ name: String, _ theirs: Duration
    ) -> String {
        "quiet after \(outcome) is \(mine); \(name) requires at least \(theirs)"
    }
}

extension Entry {
    /// Whether a mapping, or one in a list, has the key.
    fileprivate func mentions(_ key: String) -> Bool {
        switch node {
        case .mapping: names.contains(key)
        case .sequence(let items):
            items.contains { item in
                Entry(name: name, line: line, node: item, problems: problems).names.contains(key)
            }
        case .scalar, .alias: false
        }
    }
}
