import DialModel
import DialTones

/// What one end of a line says: tones, recordings, or nothing.
struct LineVoice: Sendable {
    private enum Sound: Sendable {
        case silence
        case tone(ToneGenerator)
        case clip([Int16], place: Int)
    }

    private var sound = Sound.silence
    /// What follows, the next one last.
    private var queue: [Sound] = []

    var isSilent: Bool {
        if case .silence = sound { queue.isEmpty } else { false }
    }

    /// Says nothing any more.
    mutating func stop() {
        sound = .silence
        queue = []
    }

    /// Goes over to a tone at once.
    mutating func play(_ spec: ToneSpec) {
        stop()
        append(spec)
    }

    /// Goes over to a recording at once.
    mutating func play(_ clip: [Int16]) {
        stop()
        sound = .clip(clip, place: 0)
    }

    /// Says it when what is being said is over.
    mutating func append(_ spec: ToneSpec) {
        // What is said here was played once before, when the bench was set up.
        guard let tone = try? ToneGenerator(spec, rate: Ears.rate) else { return }
        queue.insert(.tone(tone), at: 0)
        if case .silence = sound { next() }
    }

    private mutating func next() { sound = queue.popLast() ?? .silence }

    /// Fills the block; silence is zeros.
    mutating func fill(_ block: UnsafeMutableBufferPointer<Int16>) {
        var done = 0
        while done < block.count {
            let rest = UnsafeMutableBufferPointer(rebasing: block[done...])
            switch sound {
            case .silence:
                rest.update(repeating: 0)
                return
            case .tone(var tone):
                // Held here alone while it plays on, so that it is not copied.
                sound = .silence
                var span = MutableSpan(_unsafeElements: rest)
                done += tone.fill(&span)
                sound = .tone(tone)
                if done < block.count { next() }
            case .clip(let clip, let place):
                let count = min(rest.count, clip.count - place)
                for offset in 0..<count { rest[offset] = clip[place + offset] }
                done += count
                sound = .clip(clip, place: place + count)
                if place + count == clip.count { next() }
            }
        }
    }
}
