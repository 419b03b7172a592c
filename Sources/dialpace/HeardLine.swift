import DialModel
import DialTones

/// One channel of a sound file, listened to from its beginning.
struct HeardLine {
    /// Empty in a file of one channel.
    let name: String
    /// Each sound once, with its end if it had one, in order of time.
    private(set) var sounds: [HeardSound] = []
    /// What ears heard, at 8 kHz.
    private(set) var samples: [Int16] = []
    /// Samples so far, at 8 kHz.
    private(set) var length = 0

    private var resampler: Resampler
    private var ears: Ears
    private var answer: Int?
    private let isAnswerKnown: Bool
    private let isKept: Bool
    private var block: [Int16] = []

    /// - Parameters:
    ///   - answer: when the call is answered; nil: it is from the beginning, unless there are tones of
    ///     the network.
    ///   - keeps: whether to keep ``samples``.
    init(
        _ name: String, rate: Int, plan: TonesToHear, answer: Duration?, keeps: Bool
    ) throws(ToneFault) {
        self.name = name
        resampler = try Resampler(rate: rate)
        ears = try Ears(plan: plan.tones)
        isAnswerKnown = answer != nil
        self.answer = Int(((answer ?? .zero).seconds * Double(Ears.rate)).rounded())
        isKept = keeps
    }

    mutating func hear(_ wide: [Int16]) {
        // Out of the value while its other parts are changed.
        var block: [Int16] = []
        swap(&block, &self.block)
        defer { swap(&block, &self.block) }
        block.removeAll(keepingCapacity: true)
        resampler.take(wide.span, into: &block)
        listen(to: block)
    }

    private mutating func listen(to block: [Int16]) {
        if isKept { samples += block }
        var first = 0
        while first < block.count {
            // The call is answered between two samples.
            let wanted = answer.map { $0 - length } ?? .max
            if wanted == 0 {
                ears.answered()
                answer = nil
            }
            let count = min(block.count - first, wanted > 0 ? wanted : .max)
            ears.hear(block.span.extracting(first..<(first + count)), into: &sounds)
            first += count
            length += count
        }
    }

    /// Says that there is no more, and puts what was heard in order.
    mutating func finish() {
        var last: [Int16] = []
        resampler.finish(into: &last)
        listen(to: last)
        ears.finish(into: &sounds)
        var order: [HeardSound] = []
        for sound in sounds {
            // What is over replaces what was told when it was recognised.
            if sound.ended != nil,
                let place = order.lastIndex(where: {
                    $0.ended == nil && $0.began == sound.began && $0.isSame(sound)
                })
            {
                let known = order[place].known
                order[place] = sound
                order[place].known = known
            } else {
                order.append(sound)
            }
        }
        let isOfNetwork = order.contains {
            switch $0.kind {
            case .progress, .information: true
            default: false
            }
        }
        sounds = order.filter { sound in
            switch sound.kind {
            case .party: isAnswerKnown || !isOfNetwork
            // The tones of a fax machine sound like beeps.
            case .beep: !order.contains { $0.isFaxOrInformation && $0.overlaps(sound) }
            default: true
            }
        }.sorted { ($0.began, $0.known) < ($1.began, $1.known) }
    }
}

/// What a country's tones may sound like.
struct TonesToHear {
    let country: String
    let tones: [CallTone: [ToneSpec]]

    /// - Parameter folder: of tone plans that come before the usual ones.
    init(of country: String, in folder: String?) throws {
        let plans = try TonePlans(of: folder).plans(of: [country])
        self.country = plans.first?.country ?? country
        tones = plans.first?.tones.mapValues { $0.map(\.spec) } ?? [:]
    }
}

extension HeardSound {
    fileprivate func isSame(_ other: HeardSound) -> Bool {
        switch (kind, other.kind) {
        // The pitch of a beep is known better when it is over.
        case (.beep, .beep): true
        default: kind == other.kind
        }
    }

    fileprivate var isFaxOrInformation: Bool {
        switch kind {
        case .fax, .information: true
        default: false
        }
    }

    fileprivate func overlaps(_ other: HeardSound) -> Bool {
        began < other.ended ?? .max && other.began < ended ?? .max
    }
}
