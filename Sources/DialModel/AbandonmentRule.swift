/// One rule that says how many answered people may be abandoned.
///
/// The share is
///
///     (abandoned + false positives) / (abandoned + false positives + served in time)
///
/// of people. The false positives are people who were hung up on because they were taken for a
/// machine: ``falsePositives`` × machines detected. Without them it is the share of 16 CFR
/// 310.4(b)(4); with them that of the United Kingdom.
///
/// > Source: Ofcom (2010), *Revised statement of policy on the persistent misuse of an electronic
/// > communications network or service*, on abandoned calls where machines are detected.
public struct AbandonmentRule: Hashable, Sendable {
    /// To tell it from others in reports; nil: it is told by what it says, see ``title``.
    public var name: String?
    /// 0...1. 0: nobody may be abandoned, and only one call for each idle agent is dialled. 1: no
    /// bound.
    public var cap = 0.03
    /// Over what the share is taken.
    public var window = Window.run
    /// How long is worked in each window, as far as that is known: what may be spent ahead of being
    /// earned. nil: not known; then nothing is. Above 0 and no longer than the window. On a calendar
    /// day it begins at the time of day at which the campaign began.
    public var work: Duration?
    /// An upper bound on the share of the detected machines that were people, 0...1: an estimate of
    /// one's own, such as the upper confidence bound of a listening sample. 0: they do not count.
    public var falsePositives = 0.0

    public init(
        cap: Double = 0.03, window: Window = .run, work: Duration? = nil, name: String? = nil,
        falsePositives: Double = 0
    ) {
        self.cap = cap
        self.window = window
        self.work = work
        self.name = name
        self.falsePositives = falsePositives
    }

    public enum Window: Hashable, Sendable {
        /// The campaign as a whole.
        case run
        /// Successive periods of this length from the campaign's beginning: a day, or thirty, as in
        /// 16 CFR 310.4(b)(4)(i). Above 0.
        case every(Duration)
        /// From one midnight to the next, by ``CampaignPlan/utcOffset``, which stays as it was at the
        /// campaign's beginning when the clocks change.
        case calendarDay

        /// nil: as long as the campaign.
        public var length: Duration? {
            switch self {
            case .run: nil
            case .every(let period): period
            case .calendarDay: .days(1)
            }
        }
    }
}

extension AbandonmentRule {
    /// The name, or what it says: `3 % a day`.
    public var title: String { name ?? "\(percent(cap)) \(over)" }

    private var over: String {
        switch window {
        case .run: "of the run"
        case .every(.days(1)): "a day"
        case .every(let period): "every \(period)"
        case .calendarDay: "a calendar day"
        }
    }

    /// What the share is a share of, in words.
    public var formula: String { Self.formula(falsePositives: falsePositives) }

    /// ``formula`` for so many people among the detected machines.
    public static func formula(falsePositives: Double) -> String {
        falsePositives == 0
            ? "abandoned / (abandoned + served in time), 16 CFR 310.4(b)(4)"
            : "x / (x + served in time), x = abandoned + \(percent(falsePositives)) of machines"
    }

    /// The share; nil when nobody answered.
    public static func share(
        abandoned: Int, served: Int, machines: Int, falsePositives: Double
    ) -> Double? {
        let lost = Double(abandoned) + falsePositives * Double(machines)
        let answered = lost + Double(served)
        return answered > 0 ? lost / answered : nil
    }
}

/// `3 %`, `0.25 %`.
private func percent(_ share: Double) -> String {
    // In percent without what binary fractions leave over.
    let value = (share * 1e8).rounded() / 1e6
    return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
