import DialModel

/// Recognises the call-progress tones of one country, by frequency and cadence.
///
/// Bursts and pauses, found by ``BurstTracker``, are compared with the cadences of the plan from the last
/// one backwards, so that a line may be joined anywhere in them. A tone is known when no other that
/// the plan tells apart is left, and at least a whole burst and a whole pause have been heard, with what
/// is before or after; a continuous one after half a second, and when it is longer than any burst of the
/// same frequency. That is within two periods of the longest cadence that it must be told from. It is
/// over with a pause or burst that is longer than any of it, one of another length, or another sound.
///
/// Frequencies may be off by 1 %, times by 5 %; from −10 to −40 dBm0, with noise 15 dB below. Tones
/// that a plan does not tell apart within that are reported together: ``alike(in:)``.
///
/// Not heard, and named by ``unheard(in:)``: three tones without pauses, which are ``InformationEar``'s;
/// bursts and pauses under 33 ms; noise; a single burst; what is below 60 Hz. Speech on the line
/// while a tone sounds ends the tone.
public struct ProgressEar: Sendable {
    private var cutter = FrameCutter()
    private var tracker: BurstTracker
    private var matcher: CadenceMatcher
    /// What has been told and goes on.
    private var told: HeardSound?
    private var tones: UInt8 = 0
    /// Where the last burst ended.
    private var pauseBegan = 0
    private var energy: Float = 0
    private var framesSinceJudged = 0

    /// - Parameter plan: at least one way in which each tone may sound.
    /// - Throws: for a spec that cannot be played at 8 kHz.
    public init(plan: [CallTone: [ToneSpec]]) throws(ToneFault) {
        let (cadences, sounds) = try Self.cadences(of: plan)
        tracker = BurstTracker(sounds)
        matcher = CadenceMatcher(cadences.map(\.cadence), sounds: sounds)
    }

    /// Listens on.
    ///
    /// - Complexity: O(1) a sample and eight frequencies of the plan; allocates nothing but what `sounds`
    ///   has no room for.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            hear(cutter.frame, into: &sounds)
        }
    }

    mutating func hear(_ frame: borrowing EarFrame, into sounds: inout [HeardSound]) {
        let now = frame.begin + EarFrame.length
        let wasOpen = tracker.isOpen
        let event = tracker.hear(frame)
        switch event {
        case .nothing: break
        case .disturbed: disturbed(now, into: &sounds)
        case .ended(let burst): ended(burst, now, into: &sounds)
        }
        if !wasOpen, tracker.isOpen, let burst = tracker.open { began(burst, now, into: &sounds) }
        framesSinceJudged += 1
        if framesSinceJudged >= 10, !matcher.isEmpty || tones != 0 || tracker.isOpen {
            judge(now, into: &sounds)
        }
    }

    private mutating func began(_ burst: Burst, _ now: Int, into sounds: inout [HeardSound]) {
        if !matcher.isEmpty {
            matcher.append(
                CadenceMatcher.Stretch(
                    began: pauseBegan, length: burst.began - pauseBegan, isWhole: true))
        }
        judge(now, into: &sounds)
    }

    private mutating func ended(_ burst: Burst, _ now: Int, into sounds: inout [HeardSound]) {
        matcher.append(
            CadenceMatcher.Stretch(
                isBurst: true, sounds: burst.sounds, began: burst.began,
                length: burst.ended - burst.began, isWhole: burst.isFirm))
        pauseBegan = burst.ended
        energy = burst.energy
        judge(now, into: &sounds)
    }

    private mutating func disturbed(_ now: Int, into sounds: inout [HeardSound]) {
        end(at: pauseBegan, into: &sounds)
        matcher.forget()
    }

    /// Tells what is known now, and what is over.
    private mutating func judge(_ now: Int, into sounds: inout [HeardSound]) {
        framesSinceJudged = 0
        let burst = tracker.open
        let isBurst = burst != nil
        let possible = isBurst ? tracker.openSounds() : 0
        let began = burst?.began ?? pauseBegan
        // A burst goes on to where it is heard; a pause may have ended before that is known.
        let length = (burst?.ended ?? now - tracker.latency) - began
        if told != nil {
            let goesOn = matcher.goesOn(
                tones, isBurst: isBurst, sounds: possible, began: began, length: length)
            if goesOn { return }
            end(at: pauseBegan, into: &sounds)
            matcher.forget()
        }
        if !isBurst, length > matcher.longestPause {
            matcher.forget()
            tracker.forget()
            return
        }
        let found = matcher.findings(
            isBurst: isBurst, sounds: possible, began: began, length: length)
        guard found.isSure else { return }
        tones = found.tones
        if let burst { energy = burst.energy }
        let sound = HeardSound(
            .progress(CallTone.sets[Int(tones)]), began: found.began, known: now,
            levelDecibels: EarFrame.decibels(ofEnergy: energy))
        told = sound
        sounds.append(sound)
    }

    private mutating func end(at place: Int, into sounds: inout [HeardSound]) {
        guard var sound = told else { return }
        sound.ended = place
        sounds.append(sound)
        told = nil
        tones = 0
    }
}

extension ProgressEar {
    /// The tones of a plan that sound alike, within 1 % in frequency and 5 % in time, so that they can
    /// only be reported together.
    ///
    /// - Returns: sets of two and more; none where the plan tells all its tones apart.
    /// - Throws: for a spec that cannot be played at 8 kHz.
    public static func alike(
        in plan: [CallTone: [ToneSpec]]
    ) throws(ToneFault) -> Set<Set<CallTone>> {
        let (cadences, sounds) = try cadences(of: plan)
        let matcher = CadenceMatcher(cadences.map(\.cadence), sounds: sounds)
        return Set(matcher.alike.map { CallTone.sets[Int($0)] }.filter { $0.count > 1 })
    }

    /// The specs of a plan that this ear does not know, for what its type says.
    ///
    /// - Throws: for a spec that cannot be played at 8 kHz.
    public static func unheard(
        in plan: [CallTone: [ToneSpec]]
    ) throws(ToneFault) -> [CallTone: [ToneSpec]] {
        let heard = Set(try cadences(of: plan).cadences.map(\.spec))
        return plan.mapValues { $0.filter { !heard.contains($0) } }.filter { !$0.value.isEmpty }
    }

    private static func cadences(
        of plan: [CallTone: [ToneSpec]]
    ) throws(ToneFault) -> (cadences: [(spec: ToneSpec, cadence: Cadence)], sounds: [PlanSound]) {
        var sounds: [PlanSound] = []
        var cadences: [(spec: ToneSpec, cadence: Cadence)] = []
        for tone in CallTone.allCases {
            for spec in plan[tone] ?? [] {
                // What cannot be played is refused in its words.
                _ = try ToneGenerator(spec, rate: Ears.rate)
                let before = sounds
                guard let cadence = Cadence(tone, spec, sounds: &sounds) else { continue }
                // A bit each.
                if sounds.count > 64 {
                    sounds = before
                    continue
                }
                cadences.append((spec, cadence))
            }
        }
        return (cadences, sounds)
    }
}
