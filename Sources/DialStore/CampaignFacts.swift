import DialModel
import GRDB

/// What a store keeps of the campaign it belongs to.
public struct CampaignFacts: Hashable, Sendable {
    public var name: String
    public var seed: UInt64
    public var mode: DialMode
    public var created: Instant
    /// Of abandoned / (abandoned + connected in time), 0...1.
    public var abandonmentCap: Double?
    /// All rules on abandoned people; empty: not known.
    public var rules: [StoredRule]
    public var groups: [String]
    /// Names of the flow's nodes; ``FlowAnswer/node`` is a place in it.
    public var flowNodes: [String]
    public var dispositions: Dispositions
    /// Outcomes that are complaints.
    public var complaints: Set<Outcome> = []
    /// What the campaign is for; nil: it does not say.
    public var goals: Goals?

    public init(name: String, seed: UInt64, mode: DialMode, created: Instant) {
        self.name = name
        self.seed = seed
        self.mode = mode
        self.created = created
        rules = []
        groups = []
        flowNodes = []
        dispositions = Dispositions()
    }

    public init(_ plan: CampaignPlan, seed: UInt64, created: Instant) {
        self.init(name: plan.name, seed: seed, mode: plan.mode, created: created)
        abandonmentCap = plan.abandonment.cap
        rules = plan.abandonment.all.map {
            StoredRule($0, began: created, utcOffset: plan.utcOffset)
        }
        groups = plan.groups
        flowNodes = plan.flow?.nodes.map(\.name) ?? []
        dispositions = plan.dispositions
        complaints = plan.calling.complaints
        goals = plan.goals
    }
}

extension Store {
    /// Makes this the store of the campaign, or checks that it is.
    ///
    /// Name and seed must stay and ``CampaignFacts/created`` does; everything else is brought up to
    /// date.
    ///
    /// - Throws: ``StoreError/otherCampaign(path:found:wanted:)``,
    ///   ``StoreError/otherSeed(path:found:wanted:)``, or
    ///   ``StoreError/dispositionMoved(path:code:was:now:)`` when a custom disposition has another
    ///   name than before.
    public func begin(_ facts: CampaignFacts) throws(StoreError) {
        try writing { db in
            if let found = try CampaignFacts(db) {
                if found.name != facts.name {
                    throw StoreError.otherCampaign(
                        path: path, found: found.name, wanted: facts.name)
                }
                if found.seed != facts.seed {
                    throw StoreError.otherSeed(path: path, found: found.seed, wanted: facts.seed)
                }
            }
            try db.execute(
                sql: """
                    INSERT INTO campaign
                        (id, name, seed, mode, created, abandonment_cap, groups, flow_nodes,
                        abandonment_rules, complaints, goals)
                    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET
                        mode = excluded.mode, abandonment_cap = excluded.abandonment_cap,
                        abandonment_rules = excluded.abandonment_rules,
                        complaints = excluded.complaints,
                        groups = excluded.groups, flow_nodes = excluded.flow_nodes,
                        goals = excluded.goals
                    """,
                arguments: [
                    facts.name, String(facts.seed), facts.mode.name, facts.created.nanoseconds,
                    facts.abandonmentCap, jsonArray(facts.groups), jsonArray(facts.flowNodes),
                    StoredRule.json(facts.rules),
                    facts.complaints.map { "\($0.code)" }.sorted().joined(separator: ","),
                    facts.goals?.json,
                ])
            for outcome in facts.dispositions.all where !Outcome.builtIn.contains(outcome) {
                let name = facts.dispositions.name(outcome)
                let was = try String.fetchOne(
                    db, sql: "SELECT name FROM outcomes WHERE code = ?",
                    arguments: [Int(outcome.code)])
                if let was, was != name {
                    throw StoreError.dispositionMoved(
                        path: path, code: outcome.code, was: was, now: name)
                }
                try db.execute(
                    sql: "INSERT OR IGNORE INTO outcomes (code, name, connected) VALUES (?, ?, ?)",
                    arguments: [Int(outcome.code), name, outcome.isConnected])
            }
        }
    }

    /// The campaign this store belongs to; nil before ``begin(_:)``.
    public func campaign() throws(StoreError) -> CampaignFacts? {
        try reading { db in try CampaignFacts(db) }
    }

    /// Notes that a process begins to run the campaign.
    ///
    /// - Parameters:
    ///   - version: of the program.
    ///   - speed: campaign seconds per second, or `max` for virtual time.
    ///   - campaign: the text of the campaign file.
    ///   - path: where that file is; what it names is looked for beside it.
    ///   - caller: what called people see; nil: what the trunk shows.
    public func beginRun(
        at now: Instant, version: String, speed: String? = nil, campaign: String? = nil,
        path: String? = nil, caller: CallerIdentity? = nil
    ) throws(StoreError) {
        try writing { db in
            if let campaign {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO campaign_texts (text) VALUES (?)",
                    arguments: [campaign])
            }
            try db.execute(
                sql: """
                    INSERT INTO runs
                        (started, version, speed, campaign, path, caller_number, caller_name)
                    VALUES (?, ?, ?, (SELECT id FROM campaign_texts WHERE text = ?), ?, ?, ?)
                    """,
                arguments: [
                    now.nanoseconds, version, speed, campaign, path,
                    caller.map { Int64($0.number.digits) }, caller?.name,
                ])
        }
    }

    /// Notes that the run begun last has come to its proper end.
    public func endRun(at now: Instant) throws(StoreError) {
        try writing { db in
            try db.execute(
                sql: "UPDATE runs SET ended = ? WHERE ended IS NULL", arguments: [now.nanoseconds])
        }
    }
}

extension CampaignFacts {
    init?(_ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM campaign") else { return nil }
        let modeName: String = row["mode"]
        let seedText: String = row["seed"]
        self.init(
            name: row["name"], seed: UInt64(seedText) ?? 0,
            mode: DialMode.allCases.first { $0.name == modeName } ?? .predictive,
            created: Instant(nanoseconds: row["created"]))
        abandonmentCap = row["abandonment_cap"]
        rules = StoredRule.read(row["abandonment_rules"])
        let codes: String? = row["complaints"]
        complaints = Set(
            (codes ?? "").split(separator: ",").compactMap {
                UInt8($0).flatMap(Outcome.init(code:))
            })
        groups = try String.fetchAll(
            db, sql: "SELECT value FROM campaign, json_each(campaign.groups)")
        flowNodes = try String.fetchAll(
            db, sql: "SELECT value FROM campaign, json_each(campaign.flow_nodes)")
        goals = try (row["goals"] as String?).map { try Goals($0, db) }
        for row in try Row.fetchAll(db, sql: "SELECT * FROM outcomes ORDER BY code") {
            let code: Int = row["code"]
            if (64..<128).contains(code) || (192..<256).contains(code) {
                dispositions.add(row["name"], connected: row["connected"])
            }
        }
    }
}
