import DialModel
import GRDB

extension Store {
    /// The campaign's figures as of now, all of one moment.
    ///
    /// - Complexity: one pass over the leads and one over the attempts: 2 s for millions.
    public func report() throws(StoreError) -> CampaignReport {
        try reading { db in
            var report = CampaignReport()
            try report.readCampaign(db)
            try report.readAttempts(db)
            try report.readComplaints(db)
            try report.readData(db)
            try report.readGoals(db)
            try report.readLeads(db)
            try report.readAgentTimes(db)
            try report.readSkipsAndAnswers(db)
            try report.readRefusals(db)
            try report.readCallbacks(db)
            try report.readSources(db)
            try report.readSegments(db)
            try report.readHours(db)
            report.cases = try CaseFigures(db)
            return report
        }
    }
}

extension CampaignReport {
    fileprivate mutating func readCampaign(_ db: Database) throws {
        if let facts = try CampaignFacts(db) {
            name = facts.name
            seed = facts.seed
            mode = facts.mode.name
            abandonmentCap = facts.abandonmentCap
            falsePositives = facts.rules.reduce(0) { max($0, $1.falsePositives) }
            if facts.rules.count > 1 || falsePositives > 0 {
                rules = facts.rules.map(RuleFigures.init)
            }
        }
        try HotStatement("SELECT first, last FROM span", in: db).rows { row in
            from = row.integerOrNull(0).map(Instant.init(nanoseconds:))
            to = row.integerOrNull(1).map(Instant.init(nanoseconds:))
        }
    }

    /// Everything about attempts in a single pass; grouping in SQL would sort them first.
    fileprivate mutating func readAttempts(_ db: Database) throws {
        var counts = [Int](repeating: 0, count: 256)
        var delays: [Int64] = []
        var talkTime = Sum()
        var wrapUpTime = Sum()
        var known: UInt64 = 0
        var used: [DialMode] = []
        let automatic = Int64(DialMode.automatic.rawValue)
        let abandonedCode = Int64(Outcome.connected(.abandoned).code)
        let machineCode = Int64(Outcome.notConnected(.machine).code)
        try HotStatement(
            """
            SELECT outcome, person, connected, ended, wrap_up, mode, answered
            FROM attempts ORDER BY id
            """, in: db
        ).rows { row in
            attempts += 1
            let mode = row.integer(5)
            if known & (1 << mode) == 0 {
                known |= 1 << mode
                if let mode = DialMode(rawValue: UInt8(clamping: mode)) { used.append(mode) }
            }
            guard let outcome = row.integerOrNull(0) else {
                open += 1
                return
            }
            counts[Int(UInt8(truncatingIfNeeded: outcome))] += 1
            let person = row.integerOrNull(1)
            if person != nil { people += 1 }
            if let agentAt = row.integerOrNull(2) {
                connected += 1
                count(.served, at: agentAt)
                // Before a flow hands someone over, it has talked to them.
                if let person, mode != automatic {
                    delays.append(agentAt - (row.integerOrNull(6) ?? person))
                }
                talkTime.add(row.integer(3) - agentAt)
            } else if outcome == abandonedCode {
                abandoned += 1
                count(.abandoned, at: row.integer(3))
            } else if outcome == machineCode {
                machines += 1
                count(.machine, at: row.integer(3))
            }
            if let time = row.integerOrNull(4) { wrapUpTime.add(time) }
        }
        try HotStatement("SELECT code, name FROM outcomes ORDER BY code", in: db).rows { row in
            let code = UInt8(truncatingIfNeeded: row.integer(0))
            guard counts[Int(code)] > 0, let outcome = Outcome(code: code) else { return }
            outcomes.append(
                OutcomeCount(outcome: outcome, name: row.text(1), count: counts[Int(code)]))
        }
        modes = used.map(\.name)
        talk = talkTime.mean
        wrapUp = wrapUpTime.mean
        answerDelay = Delay(of: delays)
    }

    private mutating func count(_ event: RuleFigures.Event, at nanoseconds: Int64) {
        for place in rules.indices { rules[place].count(event, at: nanoseconds) }
    }

    fileprivate mutating func readLeads(_ db: Database) throws {
        var inWrapUp = 0
        try HotStatement(
            """
            SELECT count(*), total(state = 0), total(state = 1), total(state = 2),
                total(state = 3), count(outcome), total(state = 4)
            FROM leads
            """, in: db
        ).rows { row in
            leads.total = Int(row.integer(0))
            leads.fresh = Int(row.integer(1))
            leads.waiting = Int(row.integer(2))
            inWrapUp = Int(row.integer(3))
            leads.closed = Int(row.integer(4))
            leads.attempted = Int(row.integer(5))
            leads.promised = Int(row.integer(6))
        }
        // A lead in a call still stands in its row as it stood before.
        try HotStatement(
            """
            SELECT total(state = 0), total(state = 1), total(outcome IS NULL) FROM leads
            WHERE id IN (SELECT lead FROM attempts WHERE outcome IS NULL)
            """, in: db
        ).rows { row in
            leads.fresh -= Int(row.integer(0))
            leads.waiting -= Int(row.integer(1))
            leads.inProgress = inWrapUp + Int(row.integer(0)) + Int(row.integer(1))
            leads.attempted += Int(row.integer(2))
        }
    }

    fileprivate mutating func readAgentTimes(_ db: Database) throws {
        var sums: [String: Int128] = [:]
        try HotStatement("SELECT state, nanoseconds FROM agent_times", in: db).rows { row in
            sums[row.text(0), default: 0] += Int128(row.integer(1))
        }
        agentTimes = AgentState.allCases.map {
            AgentStateTime(state: $0, seconds: Double(sums[$0.name] ?? 0) / 1e9)
        }
    }

    /// After the outcomes.
    fileprivate mutating func readComplaints(_ db: Database) throws {
        guard let kinds = try CampaignFacts(db)?.complaints, !kinds.isEmpty else { return }
        complaints = outcomes.filter { kinds.contains($0.outcome) }.map(\.count).reduce(0, +)
    }

    fileprivate mutating func readRefusals(_ db: Database) throws {
        // A store of an older version has none.
        guard try db.tableExists("refusals") else { return }
        var counts: [String: (Int, Int)] = [:]
        try HotStatement(
            "SELECT reason, count(*), count(DISTINCT lead) FROM refusals GROUP BY reason", in: db
        ).rows { counts[$0.text(0)] = (Int($0.integer(1)), Int($0.integer(2))) }
        refusals = Refusal.allCases.compactMap { reason in
            counts[reason.name].map { RefusalCount(reason: reason, count: $0, leads: $1) }
        }
    }

    fileprivate mutating func readCallbacks(_ db: Database) throws {
        guard try db.tableExists("callbacks") else { return }
        var found = Callbacks()
        try HotStatement(
            """
            SELECT count(*), count(attempt), total(ended IS NOT NULL AND attempt IS NULL),
                avg(iif(attempt IS NULL, NULL, ended - at))
            FROM callbacks
            """, in: db
        ).rows { row in
            found.promised = Int(row.integer(0))
            found.kept = Int(row.integer(1))
            found.missed = Int(row.integer(2))
            found.lateness = row.integerOrNull(3).map(Duration.init(nanoseconds:))
        }
        if found.missed > 0,
            try db.columns(in: "callbacks").contains(where: { $0.name == "missed" })
        {
            try HotStatement(
                """
                SELECT missed, count(*) FROM callbacks WHERE missed IS NOT NULL
                GROUP BY missed ORDER BY 2 DESC, 1
                """, in: db
            ).rows { row in
                found.causes.append(MissedCount(cause: row.text(0), count: Int(row.integer(1))))
            }
        }
        if found.promised > 0 { callbacks = found }
    }

    fileprivate mutating func readSkipsAndAnswers(_ db: Database) throws {
        var counts: [String: Int] = [:]
        try HotStatement("SELECT reason, count(*) FROM skips GROUP BY reason", in: db).rows {
            counts[$0.text(0)] = Int($0.integer(1))
        }
        skips = SkipReason.allCases.compactMap { reason in
            counts[reason.name].map { SkipCount(reason: reason.name, count: $0) }
        }
        let names = try CampaignFacts(db)?.flowNodes ?? []
        try HotStatement(
            "SELECT node, key, count(*) FROM flow_answers GROUP BY node, key ORDER BY node, key",
            in: db
        ).rows { row in
            let node = Int(row.integer(0))
            let name = names.indices.contains(node) ? names[node] : "node \(node)"
            flowAnswers.append(
                FlowAnswerCount(
                    node: node, name: name, key: row.text(1), count: Int(row.integer(2))))
        }
    }
}

/// A sum of spans that cannot overflow.
private struct Sum {
    var total: Int128 = 0
    var count = 0

    mutating func add(_ nanoseconds: Int64) {
        total += Int128(nanoseconds)
        count += 1
    }

    /// To the nearest nanosecond, towards zero at half.
    var mean: CampaignReport.Mean? {
        guard let mean = duration else { return nil }
        return CampaignReport.Mean(count: count, mean: mean)
    }

    var duration: Duration? {
        count == 0 ? nil : Duration(nanoseconds: Int64(total / Int128(count)))
    }
}

extension CampaignReport.Delay {
    /// nil when there are none.
    init?(of delays: [Int64]) {
        guard !delays.isEmpty else { return nil }
        let sorted = delays.sorted()
        var sum = Sum()
        for delay in sorted { sum.add(delay) }
        func quantile(_ percent: Int) -> Duration {
            Duration(nanoseconds: sorted[(sorted.count * percent + 99) / 100 - 1])
        }
        self.init(
            count: sorted.count, mean: sum.duration ?? .zero, p50: quantile(50), p95: quantile(95),
            p99: quantile(99),
            overTwoSeconds: sorted.count { $0 > Duration.seconds(2).nanoseconds })
    }
}
