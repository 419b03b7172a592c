import DialModel

/// All that listens to one line: samples in, what was heard out.
///
/// The ears share the cutting into frames, and hear nothing of each other but that; each can be had
/// alone. A value of this holds all that is known of a line, a few kilobytes, and nothing is allocated
/// while it listens, but for what is heard.
public struct Ears: Sendable {
    /// Samples a second.
    public static let rate = 8_000

    /// Samples so far.
    public private(set) var position = 0
    /// Where the call was answered; nil: it is not.
    public private(set) var answeredAt: Int?
    public let settings: EarSettings

    private var cutter = FrameCutter()
    private var progress: ProgressEar
    private var runs = RunTracker()
    private var information = InformationMatcher()
    private var fax = FaxMatcher()

    /// - Parameter plan: of the country that is called: how each tone may sound.
    /// - Throws: for a spec that cannot be played at ``rate``.
    public init(
        plan: [CallTone: [ToneSpec]], settings: EarSettings = .init()
    ) throws(ToneFault) {
        self.settings = settings
        progress = try ProgressEar(plan: plan)
    }

    /// Listens on. Blocks of any size give the same reports.
    ///
    /// - Parameter sounds: what is recognised now, and what is over, in the order of
    ///   ``HeardSound/known``, is put behind it.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while place < samples.count {
            let (next, isComplete) = cutter.take(samples, from: place)
            position += next - place
            place = next
            if isComplete { hear(cutter.frame, into: &sounds) }
        }
    }

    /// The call is answered here: from now on the greeting is judged.
    public mutating func answered() { if answeredAt == nil { answeredAt = position } }

    private mutating func hear(_ frame: borrowing EarFrame, into sounds: inout [HeardSound]) {
        if settings.progress { progress.hear(frame, into: &sounds) }
        guard settings.information || settings.fax else { return }
        let ended = runs.hear(frame)
        if settings.information, let ended {
            information.hear(ended.run, at: ended.place, now: position, into: &sounds)
        }
        if settings.fax { fax.hear(frame, runs, ended: ended, into: &sounds) }
    }
}
