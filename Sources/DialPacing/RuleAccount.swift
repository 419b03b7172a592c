import DialModel

/// What one rule allows in the window at hand, what has been spent of it, and what that leaves.
///
/// Of *A* people answered in the window *B* were abandoned; *M* machines were detected, of which a
/// share *s* may have been people; the cap is *c*. The window is within its cap when
/// (B + s M) / (A + s M) ≤ c, so what has been earned and not spent is
///
///     earned = c A − B − (1 − c) s M
struct RuleAccount: Sendable {
    /// The rule's, or a policy's lower aim.
    private(set) var cap = 1.0
    private var falsePositives = 0.0
    private var windows = RuleWindows(.run, began: .epoch, utcOffset: .zero)
    private var campaignEnds = Instant.never
    private var work: Duration?
    /// Seconds worked in a window; 0: not known.
    private(set) var workSeconds = 0.0
    /// Which of the rules it is, from 0.
    private(set) var place = 0

    /// When the window began, when the next does, and when its work is known to be over.
    private(set) var began = Instant.epoch
    private(set) var ends = Instant.never
    private(set) var workEnds: Instant?
    /// In this window.
    private(set) var answered = 0
    private(set) var abandoned = 0
    private var machines = 0
    private var answeredBefore = 0
    private var abandonedBefore = 0
    private var machinesBefore = 0
    /// (1 − c) s M.
    private var mistaken = 0.0
    /// What one more answer earns: the cap, less what the machines that come with it cost.
    private(set) var worth = 1.0
    /// Answers that may be counted on in the rest of the window.
    var yield = 0.0

    init() {}

    init(_ rule: AbandonmentRule, place: Int, began: Instant, ends: Instant, utcOffset: Duration) {
        campaignEnds = ends
        cap = rule.cap
        falsePositives = rule.falsePositives
        windows = RuleWindows(rule.window, began: began, utcOffset: utcOffset)
        workSeconds = rule.work?.seconds ?? 0
        work = rule.work
        self.place = place
        worth = cap
        begin(at: began)
    }

    /// Whether nothing but the cap's share of the answers counts.
    var isSimple: Bool { falsePositives == 0 && cap > 0 }

    mutating func set(cap: Double) {
        self.cap = cap
        worth = cap
        mistaken = (1 - cap) * falsePositives * Double(machines)
    }

    /// The window that `now` is in begins.
    private mutating func begin(at now: Instant) {
        began = windows.beginning(at: now)
        ends = windows.end(at: now)
        workEnds = work.map { min(began + windows.workBegins + $0, min(ends, campaignEnds)) }
        answered = 0
        abandoned = 0
        machines = 0
        mistaken = 0
    }

    /// The window is over; what `floor` has counted was before the next.
    mutating func turn(_ floor: Floor, at now: Instant) {
        begin(at: now)
        answeredBefore = floor.answered
        abandonedBefore = floor.abandoned
        machinesBefore = floor.machines
    }

    /// Takes in the counts. Returns how many more were answered and abandoned.
    @inline(__always)
    mutating func take(_ floor: Floor) -> (answered: Int, abandoned: Int) {
        let newAnswered = floor.answered - answeredBefore - answered
        let newAbandoned = floor.abandoned - abandonedBefore - abandoned
        answered += newAnswered
        abandoned += newAbandoned
        return (newAnswered, newAbandoned)
    }

    /// Takes in how many machines were detected, where they count.
    mutating func takeMachines(_ floor: Floor) {
        if falsePositives == 0 { return }
        machines = floor.machines - machinesBefore
        let each = (1 - cap) * falsePositives
        mistaken = each * Double(machines)
        // Of the whole campaign: a window at its beginning knows nothing yet.
        let perAnswer = floor.answered > 0 ? Double(floor.machines) / Double(floor.answered) : 0
        worth = cap - each * perAnswer
    }

    @inline(__always)
    var earned: Double { cap * Double(answered) - Double(abandoned) - mistaken }

    @inline(__always)
    func viability(yield: Double) -> Double { earned + worth * yield }

    @inline(__always)
    func secondsLeft(at now: Instant) -> Double {
        guard let workEnds else { return 0 }
        return max(0, min(workSeconds, (workEnds - now).seconds))
    }
}
