import DialModel

/// All that listens to one line: samples in, what was heard out.
///
/// The ears share the cutting into frames; each can be had alone. Who judges the greeting is told of the
/// fax tones that others hear. A value of this holds all that is known of a line, a few kilobytes, and
/// nothing is allocated while it listens, but for what is heard.
public struct Ears: Sendable {
    /// Samples a second.
    public static let rate = 8_000

    /// Samples so far.
    public var position: Int { cutter.position }
    /// Where the call was answered; nil: it is not.
    public private(set) var answeredAt: Int?
    public let settings: EarSettings

    private var cutter = FrameCutter()
    private var progress: ProgressEar
    private var runs = RunTracker()
    private var information = InformationMatcher()
    private var fax = FaxMatcher()
    private var digits = DigitMatcher()
    private var greeting: GreetingMatcher

    /// - Parameter plan: of the country that is called: how each tone may sound.
    /// - Throws: for a spec that cannot be played at ``rate``.
    public init(
        plan: [CallTone: [ToneSpec]], settings: EarSettings = .init()
    ) throws(ToneFault) {
        self.settings = settings
        progress = try ProgressEar(plan: plan)
        greeting = GreetingMatcher(
            settings.greeting, except: BeepEar.frequencies(of: plan))
    }

    /// Listens on. Blocks of any size give the same reports.
    ///
    /// - Parameter sounds: what is recognised now, and what is over, in the order of
    ///   ``HeardSound/known``, is put behind it.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            hear(cutter.frame, into: &sounds)
        }
    }

    /// Says that there is no more of the line: special information whose third tone was cut by that is
    /// told.
    public mutating func finish(into sounds: inout [HeardSound]) {
        guard settings.information, let run = runs.open(InformationMatcher.last) else { return }
        information.hear(run, at: InformationMatcher.last, now: position, into: &sounds)
    }

    /// The call is answered here: from now on the greeting is judged.
    public mutating func answered() {
        if answeredAt != nil { return }
        answeredAt = position
        greeting.answered(at: position)
    }

    private mutating func hear(_ frame: borrowing EarFrame, into sounds: inout [HeardSound]) {
        let known = sounds.count
        if settings.progress { progress.hear(frame, into: &sounds) }
        if settings.information || settings.fax { hearRuns(frame, into: &sounds) }
        let end = sounds.count
        if settings.digits { digits.hear(frame, into: &sounds) }
        guard settings.voice else { return }
        greeting.hear(frame, into: &sounds)
        for place in known..<end { greeting.heard(sounds[place], into: &sounds) }
    }

    private mutating func hearRuns(_ frame: borrowing EarFrame, into sounds: inout [HeardSound]) {
        let ended = runs.hear(frame)
        if settings.information, let ended {
            information.hear(ended.run, at: ended.place, now: position, into: &sounds)
        }
        guard settings.fax, ended != nil || fax.isAwake || runs.isOpen(FaxMatcher.answeringPlace)
        else { return }
        fax.hear(frame, runs, ended: ended, into: &sounds)
    }
}
