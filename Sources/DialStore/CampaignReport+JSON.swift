import DialModel

extension CampaignReport {
    /// The report for programs: one JSON object, its keys always in this order.
    ///
    ///     campaign        name, seed (64 bits), mode, modes (of the attempts),
    ///                     from, to (RFC 3339)
    ///     leads           total, fresh, waiting, promised, inProgress, closed, attempted,
    ///                     penetration, saturation
    ///     attempts        total, open, outcomes: [{ code, name, connected, count }]
    ///     people          reached, connected, abandoned, hitRate,
    ///                     abandonment, abandonmentFormula, abandonmentCap; with several rules, or
    ///                     where machines count, rules: [{ rule, cap, formula, windows, worst,
    ///                     overCap }]
    ///     answerDelay     count, mean, p50, p95, p99, overTwoSeconds, shareOverTwoSeconds
    ///     talk, wrapUp    count, mean
    ///     agents          seconds: { loggedOut, notReady, … }, occupancy, talkMinutesPerHour
    ///     skips           [{ reason, count }]
    ///     callbacks       promised, kept, missed, causes (of what was missed: cause, count), lateness; null:
    ///                     none was promised
    ///     notDialled      [{ reason, count, leads }]
    ///     flowAnswers     [{ node, name, key, count }]
    ///     confirmations   where deals are followed: states: [{ state, node, count }], open,
    ///                     unanswered, undelivered, parked: [{ why, count }],
    ///                     refused: [{ why, count }]
    ///     sources         where leads name theirs: [{ name, leads, attempted, people, peopleShare,
    ///                     wrong, wrongShare, vacant, vacantShare, rejected }]
    ///     segments        where leads are in some: [{ name, leads, attempted, attempts, people,
    ///                     peopleShare, connected, abandoned, abandonedShare, talk (of all) }]
    ///     answersByHour   where a retry rule goes by them: [{ days, hour, calls, people, share }]
    ///     people.outcomesNeedingData, people.dataMissing   where outcomes need data
    ///     goals           where the campaign names its own: [{ name, outcomes, count, of, share }]
    ///
    /// Spans are seconds, shares are 0...1, figures that do not exist are null.
    public var json: String { tree.text(indent: "") + "\n" }

    private var tree: JSONTree {
        .object(
            figures + (cases.map { [("confirmations", $0.tree)] } ?? [])
                + (sources.isEmpty ? [] : [("sources", .array(sources.map(\.tree)))])
                + (segments.isEmpty ? [] : [("segments", .array(segments.map(\.tree)))])
                + (answersByHour.isEmpty ? [] : [("answersByHour", hoursTree)])
                + (goals.isEmpty ? [] : [("goals", .array(goals.map(\.tree)))]))
    }

    private var figures: [(String, JSONTree)] {
        [
            (
                "campaign",
                .object([
                    ("name", .text(name)), ("seed", .number("\(seed)")), ("mode", .text(mode)),
                    ("modes", .array(modes.map(JSONTree.text))),
                    ("from", from.map { .text(timestamp($0)) } ?? .null),
                    ("to", to.map { .text(timestamp($0)) } ?? .null),
                ])
            ),
            (
                "leads",
                .object([
                    ("total", .count(leads.total)), ("fresh", .count(leads.fresh)),
                    ("waiting", .count(leads.waiting)), ("promised", .count(leads.promised)),
                    ("inProgress", .count(leads.inProgress)),
                    ("closed", .count(leads.closed)), ("attempted", .count(leads.attempted)),
                    ("penetration", .share(penetration)), ("saturation", .share(saturation)),
                ])
            ),
            (
                "attempts",
                .object([
                    ("total", .count(attempts)), ("open", .count(open)),
                    ("outcomes", .array(outcomes.map(\.tree))),
                ])
            ),
            (
                "people",
                .object(
                    [
                        ("reached", .count(people)), ("connected", .count(connected)),
                        ("abandoned", .count(abandoned)), ("hitRate", .share(hitRate)),
                        ("abandonment", .share(abandonment)),
                        ("abandonmentFormula", .text(abandonmentFormula)),
                        ("abandonmentCap", .share(abandonmentCap)),
                        ("complaints", complaints.map(JSONTree.count) ?? .null),
                        ("outcomesNeedingData", data.map { .count($0.outcomes) } ?? .null),
                        ("dataMissing", data.map { .count($0.incomplete) } ?? .null),
                    ] + (rules.isEmpty ? [] : [("rules", .array(rules.map(\.tree)))]))
            ),
            ("answerDelay", answerDelay?.tree ?? .null),
            ("talk", talk?.tree ?? .null),
            ("wrapUp", wrapUp?.tree ?? .null),
            (
                "agents",
                .object([
                    (
                        "seconds",
                        .object(agentTimes.map { ("\($0.state)", .share($0.seconds)) })
                    ),
                    ("occupancy", .share(occupancy)),
                    ("talkMinutesPerHour", .share(talkMinutesPerHour)),
                ])
            ),
            (
                "skips",
                .array(
                    skips.map {
                        .object([("reason", .text($0.reason)), ("count", .count($0.count))])
                    })
            ),
            (
                "callbacks",
                callbacks.map {
                    .object([
                        ("promised", .count($0.promised)), ("kept", .count($0.kept)),
                        ("missed", .count($0.missed)),
                        (
                            "causes",
                            .array(
                                $0.causes.map {
                                    .object([
                                        ("cause", .text($0.cause)), ("count", .count($0.count)),
                                    ])
                                })
                        ),
                        ("lateness", $0.lateness.map { .number(exactSeconds($0)) } ?? .null),
                    ])
                } ?? .null
            ),
            (
                "notDialled",
                .array(
                    refusals.map {
                        .object([
                            ("reason", .text($0.reason.name)), ("count", .count($0.count)),
                            ("leads", .count($0.leads)),
                        ])
                    })
            ),
            (
                "flowAnswers",
                .array(
                    flowAnswers.map {
                        .object([
                            ("node", .count($0.node)), ("name", .text($0.name)),
                            ("key", .text($0.key)), ("count", .count($0.count)),
                        ])
                    })
            ),
        ]
    }
}

extension CampaignReport.OutcomeCount {
    fileprivate var tree: JSONTree {
        .object([
            ("code", .count(Int(outcome.code))), ("name", .text(name)),
            ("connected", .number(outcome.isConnected ? "true" : "false")),
            ("count", .count(count)),
        ])
    }
}

extension CampaignReport.Mean {
    fileprivate var tree: JSONTree {
        .object([("count", .count(count)), ("mean", .number(exactSeconds(mean)))])
    }
}

extension CampaignReport.Delay {
    fileprivate var tree: JSONTree {
        .object([
            ("count", .count(count)), ("mean", .number(exactSeconds(mean))),
            ("p50", .number(exactSeconds(p50))), ("p95", .number(exactSeconds(p95))),
            ("p99", .number(exactSeconds(p99))), ("overTwoSeconds", .count(overTwoSeconds)),
            ("shareOverTwoSeconds", .share(shareOverTwoSeconds)),
        ])
    }
}
