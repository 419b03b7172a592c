import DialModel

/// What a law or a regulator asks of campaigns, as its file has it. It is no legal advice.
public struct RuleSet: Hashable, Sendable {
    public var name: String
    public var title: String
    /// Laws, with where they can be read.
    public var sources: [String]
    /// How well it has been confirmed.
    public var checked: Checked
    /// From and until which day it holds; nil: it is open.
    public var from: CivilDay?
    public var until: CivilDay?
    public var abandonment: Abandonment?
    /// How long a call must be left to ring, at least.
    public var minimumRing: Duration?
    /// After which a person who waits is abandoned, at most.
    public var hold: Duration?
    public var hours: CallingHours?
    public var caps: [FrequencyCap] = []
    public var quiet: QuietTimes = QuietTimes()
    /// Whether called people must see a number to call back.
    public var showsCaller = false
    /// What the engine does not hold by itself, or how the rule was read.
    public var note: String?
    /// Where the file is.
    public var path: String

    /// How many people may be abandoned.
    public struct Abandonment: Hashable, Sendable {
        public var cap: Double
        public var window: AbandonmentRule.Window
        /// Whether people who were taken for machines count: by how many is the campaign's estimate.
        public var countsFalsePositives: Bool
    }

    public enum Checked: String, CaseIterable, Sendable {
        /// With the law's or the regulator's own text.
        case primary
        /// With what lawyers, vendors or the press write of it.
        case secondary
        /// Not yet.
        case memory
    }

    /// Whether it holds on `day`.
    public func isInForce(on day: CivilDay) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }

    /// `from 2003-10-01`, `2011-02-01 to 2017-02-28`, `always`.
    public var effective: String {
        switch (from, until) {
        case (nil, nil): "always"
        case (let from?, nil): "from \(from)"
        case (nil, let until?): "until \(until)"
        case (let from?, let until?): "\(from) to \(until)"
        }
    }
}

/// How long leads are left in peace after what came of an attempt.
public struct QuietTimes: Hashable, Sendable {
    /// After every talk, unless ``after`` has its outcome.
    public var connected: Duration?
    public var after: [Outcome: Duration] = [:]

    public init() {}

    public var isEmpty: Bool { connected == nil && after.isEmpty }

    /// By outcome, with ``connected`` for every outcome of a person who answered except that nobody
    /// came to talk.
    func table(_ names: Dispositions) -> [Outcome: Duration] {
        var table = after
        for outcome in names.all where outcome.isConnected && outcome != .connected(.abandoned) {
            if let connected, after[outcome] == nil { table[outcome] = connected }
        }
        return table
    }
}

extension Form where Value == QuietTimes {
    /// `{refused: 60d, connected: 7d}`; `conversation` is `connected`.
    static func quiet(_ names: Dispositions) -> Form {
        Form { entry in
            let outcomes: [(String, Outcome?)] =
                names.all.map { (names.name($0), $0) } + [
                    ("connected", nil), ("conversation", nil),
                ]
            guard
                let table = entry.table(.oneOf(outcomes, kind: "disposition"), .time(above: .zero))
            else { return nil }
            var quiet = QuietTimes()
            for (outcome, time) in table {
                if let outcome { quiet.after[outcome] = time } else { quiet.connected = time }
            }
            return quiet
        }
    }
}

extension Form where Value == [FrequencyCap] {
    /// `[{attempts: 3, within: 24h, per: number}, …]`, or one of them.
    static var caps: Form {
        Form { entry in
            guard let items = entry.isMapping ? [entry] : entry.items else { return nil }
            var caps: [FrequencyCap] = []
            var isWhole = true
            for item in items {
                guard let cap = cap(item) else {
                    isWhole = false
                    continue
                }
                if caps.contains(where: cap.replaces) {
                    entry.problems.add(
                        item.line,
                        "attempts within \(cap.within) are capped twice"
                            + (cap.per == .number ? " per number" : ""))
                    isWhole = false
                }
                caps.append(cap)
            }
            return isWhole ? caps : nil
        }
    }

    private static func cap(_ item: Entry) -> FrequencyCap? {
        if item.isScalar { return item.complain("a cap is {attempts: 3, within: 24h}, not a word") }
        guard let section = Section(item) else { return nil }
        let attempts = section.require("attempts", .count(1...1000))
        let within = section.require("within", .time(above: .zero, atMost: .days(3_660)))
        let per = section.read(
            "per", .oneOf(FrequencyCap.Scope.allCases.map { ("\($0)", $0) }))
        section.close()
        guard let attempts, let within else { return nil }
        return FrequencyCap(attempts: attempts, within: within, per: per ?? .person)
    }
}

extension RuleSet.Abandonment {
    /// `3 % every 30 d`.
    public var text: String {
        AbandonmentRule(cap: cap, window: window).title
            + (countsFalsePositives ? ", people taken for machines counted" : "")
    }

    /// `run`, `calendar day`, `30 d`.
    public var over: String {
        switch window {
        case .run: "run"
        case .every(let period): "\(period)"
        case .calendarDay: "calendar day"
        }
    }
}

extension QuietTimes {
    /// By the names of outcomes; `connected` is every talk.
    public var named: [(name: String, time: Duration)] {
        let names = Dispositions()
        let all = connected.map { [("connected", $0)] } ?? []
        return all
            + after.sorted { $0.key.code < $1.key.code }.map { (names.name($0.key), $0.value) }
    }
}
