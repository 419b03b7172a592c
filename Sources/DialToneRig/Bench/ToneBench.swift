import DialModel
import DialTones
import DialWorld

/// Lines with nothing but sound on them, between a dialer and everyone a simulated trunk reaches.
///
/// The dialer's end of a line tells the number in DTMF, ended by `#`, and goes by what it hears: ringback,
/// busy, special information, voices. The far end decodes the number, asks the simulated carrier what
/// it does, and says it as a network of the chosen country would. Only these are told without a sound, as
/// line boards tell them: that the trunk takes no call, that a line that was hung up is free; and which
/// attempt to the number it is, so that the same people are met as on a simulated trunk.
///
/// A value: it knows no clock and no device. Whoever drives it has it say a frame of 20 ms, carries that
/// along, and lets it hear what arrives.
public struct ToneBench: Sendable {
    /// Samples in a frame, at ``Ears/rate``.
    public static let frame = 160
    public static let frameLength = Duration.milliseconds(20)

    /// Of the campaign, as far as it has got.
    public private(set) var now: Instant
    /// Sound of a frame: of each line ``frame`` samples of the far end, then as many of the dialer's.
    public private(set) var sound: [Int16]
    /// Numbers that the far end understood otherwise than they were told.
    public private(set) var misdialled = 0

    private let signals: LineSignals
    private let callees: Callees
    private let ears: Ears
    private var most: Int
    private let latency: Duration
    private var carrier: SimulatedCarrier
    private var lines: [BenchLine?]
    private var numbers: [PhoneNumber]
    private var events: [TrunkEvent] = []
    private var sounds: [HeardSound] = []
    private var frames = 0
    /// What is played, as it sounds.
    private var clips: [Prompt: [Int16]] = [:]

    /// - Parameters:
    ///   - plan: of the trunk. Nothing is misheard on the way but by the ears, and no news is lost.
    ///   - most: lines whose sound can be carried; a call on one beyond is refused. Nil: any.
    ///   - latency: of the sound on its way, at most.
    ///   - noise: of each line, in dBm0.
    public init(
        plan: CarrierPlan, signals: LineSignals, seed: UInt64, at start: Instant,
        most: Int? = nil, latency: Duration = .zero, noiseDecibels noise: Double = -60
    ) throws(ToneFault) {
        var plan = plan
        plan.eventLoss = 0
        plan.reportsRinging = true
        self.signals = signals
        callees = try Callees(seed: seed, noiseDecibels: noise)
        ears = try Ears(plan: signals.plan)
        carrier = SimulatedCarrier(plan: plan, seed: seed)
        lines = []
        numbers = []
        sound = []
        now = start
        self.most = most ?? .max
        self.latency = latency
        makeRoom(for: most ?? 0)
    }

    private mutating func makeRoom(for count: Int) {
        let more = count - lines.count
        if more <= 0 { return }
        lines += repeatElement(nil, count: more)
        numbers += repeatElement(PhoneNumber(digits: 0), count: more)
        sound += repeatElement(0, count: 2 * Self.frame * more)
    }

    /// Whether nothing is to be heard or to happen until a command comes.
    public var isIdle: Bool {
        events.isEmpty && lines.allSatisfy { $0 == nil } && carrier.nextEvent == .never
    }

    /// Lets time pass in which nothing happens.
    public mutating func skip(to instant: Instant) {
        precondition(isIdle, "time passes frame by frame while there are calls")
        now = max(now, instant)
    }

    /// What has been heard, or told, since this was last asked.
    public mutating func takeEvents() -> [TrunkEvent] {
        defer { events = [] }
        return events
    }

    public mutating func carryOut(_ command: TrunkCommand) {
        switch command {
        case .place(let call, let number, let ordinal): place(call, number, ordinal)
        case .hangUp(let call): hangUp(call)
        case .bridge(let call, _): if hasCall(call) { carrier.carryOut(command, at: now) }
        case .play(let call, let prompt, let turn):
            guard hasCall(call) else { return }
            say(prompt, on: Int(call.line))
            lines[Int(call.line)]?.playing = turn
            lines[Int(call.line)]?.asked = nil
        case .gather(let call, let prompt, let within, let turn):
            guard hasCall(call) else { return }
            say(prompt, on: Int(call.line))
            // A key takes as long as this to be recognised, and sound to come and go.
            let wait = within + .milliseconds(100) + latency + latency
            lines[Int(call.line)]?.playing = nil
            lines[Int(call.line)]?.asked = (turn, Int(wait.nanoseconds / 125_000))
            carrier.carryOut(command, at: now)
        }
    }

    /// A frame later: makes the ``sound`` that all ends say meanwhile.
    public mutating func speak() {
        now = now + Self.frameLength
        frames += 1
        while let event = carrier.pop(by: now) {
            if case .call(let call, let news) = event { happen(news, to: call) }
        }
        sound.withUnsafeMutableBufferPointer { all in
            for line in lines.indices where lines[line] != nil {
                let start = 2 * Self.frame * line
                let far = UnsafeMutableBufferPointer(rebasing: all[start..<start + Self.frame])
                lines[line]!.voice.fill(far)
                var place = (frames * Self.frame + line * 1_117) % callees.hiss.count
                for index in far.indices {
                    far[index] = Int16(clamping: Int(far[index]) + Int(callees.hiss[place]))
                    place = place + 1 == callees.hiss.count ? 0 : place + 1
                }
                let next = start + Self.frame
                lines[line]!.mouth.fill(
                    UnsafeMutableBufferPointer(rebasing: all[next..<next + Self.frame]))
            }
        }
    }

    /// Hears what has arrived of what was said, laid out as ``sound`` is; lines beyond it hear nothing.
    public mutating func hear(_ arrived: Span<Int16>) {
        let heard = 0..<min(lines.count, arrived.count / (2 * Self.frame))
        for line in heard where lines[line] != nil {
            let start = 2 * Self.frame * line
            let far = arrived.extracting(start..<start + Self.frame)
            let near = arrived.extracting(start + Self.frame..<start + 2 * Self.frame)
            if let number = lines[line]!.hearNumber(near, sounds: &sounds) { reach(number, line) }
            if lines[line]!.phase == .hungUp { continue }
            let call = lines[line]!.call
            let goesOn = lines[line]!.hear(far, sounds: &sounds) { events.append(.call(call, $0)) }
            if !goesOn { leave(line) }
        }
    }

    /// Nothing can be said any more: all calls are over, and further ones are refused.
    public mutating func cut() {
        most = 0
        for line in lines.indices {
            guard let call = lines[line]?.call else { continue }
            let cause = lines[line]!.phase == .hungUp ? EndCause.normal : .failed
            events.append(.call(call, .ended(cause, RawCause(.tone, 10))))
            lines[line] = nil
        }
    }

    /// Says a frame and hears it, on lines that change nothing.
    public mutating func step() {
        speak()
        let said = sound
        hear(said.span)
    }

    // MARK: The dialer's end

    private func hasCall(_ call: CallID) -> Bool {
        let line = Int(call.line)
        return lines.indices.contains(line) && lines[line]?.call == call
            && lines[line]?.phase != .hungUp
    }

    private mutating func place(_ call: CallID, _ number: PhoneNumber, _ ordinal: UInt16) {
        let line = Int(call.line)
        guard line < most else {
            events.append(.call(call, .refused(RawCause(.tone, 2))))
            return
        }
        makeRoom(for: line + 1)
        var new = BenchLine(call, ordinal: ordinal, ears: ears)
        var dialling = DTMF()
        (dialling.on, dialling.off) = (.milliseconds(60), .milliseconds(60))
        if let spec = try? dialling.spec(for: "\(number.digits)#") { new.mouth.play(spec) }
        lines[line] = new
        numbers[line] = number
    }

    private mutating func say(_ prompt: Prompt, on line: Int) {
        let clip = clips[prompt] ?? Self.clip(of: prompt)
        clips[prompt] = clip
        lines[line]?.mouth.play(clip)
    }

    /// To the sample as long as the prompt, since the far end answers by its length.
    private static func clip(of prompt: Prompt) -> [Int16] {
        let length = max(1, Int((prompt.length.seconds * Double(Ears.rate)).rounded()))
        let murmur = Murmur.prompt(prompt.length, seed: UInt64(prompt.recording))
        let clip = murmur.samples(rate: Ears.rate).prefix(length)
        return Array(clip) + repeatElement(0, count: length - clip.count)
    }

    private mutating func hangUp(_ call: CallID) {
        guard hasCall(call) else { return }
        let line = Int(call.line)
        lines[line]!.phase = .hungUp
        lines[line]!.mouth.stop()
        lines[line]!.voice.stop()
        if carrier.fate(of: call) != nil {
            carrier.carryOut(.hangUp(call), at: now)
            // Else it says when the line is free.
            if carrier.plan.confirmsRelease { return }
        } else {
            events.append(.call(call, .ended(.normal, RawCause(.tone, 8))))
        }
        lines[line] = nil
    }

    /// The dialer takes the call for over and hangs up.
    private mutating func leave(_ line: Int) {
        guard let call = lines[line]?.call else { return }
        if carrier.fate(of: call) != nil {
            // What was heard was wrong: somebody is there still.
            carrier.carryOut(.hangUp(call), at: now)
        }
        lines[line] = nil
    }

    // MARK: The far end

    /// A number was told.
    private mutating func reach(_ number: PhoneNumber, _ line: Int) {
        if number != numbers[line] { misdialled += 1 }
        let (call, ordinal) = (lines[line]!.call, lines[line]!.ordinal)
        if lines[line]!.phase == .hungUp { return }
        carrier.carryOut(.place(call, number, ordinal: ordinal), at: now)
    }

    private mutating func happen(_ event: CallEvent, to call: CallID) {
        let line = Int(call.line)
        guard lines.indices.contains(line), lines[line]?.call == call else { return }
        if lines[line]!.phase == .hungUp {
            if case .ended(let cause, _) = event {
                // The board says no more than that the line is free.
                events.append(.call(call, .ended(cause, RawCause(.tone, 8))))
                lines[line] = nil
            }
            return
        }
        switch event {
        case .refused:
            events.append(.call(call, event))
            lines[line] = nil
        case .ringing: lines[line]!.voice.play(signals.ringback)
        case .answered: greet(call)
        case .heard:
            // A carrier that knows at once does not say that the call was answered.
            if !lines[line]!.isGreeted { greet(call) }
        case .key(let key?, _):
            if let spec = try? DTMF().spec(for: String(key.character)) {
                lines[line]!.voice.play(spec)
            }
        case .key(nil, _), .played: break
        case .ended(let cause, _): lines[line]!.voice.play(signals.sound(of: cause))
        }
    }

    private mutating func greet(_ call: CallID) {
        let line = Int(call.line)
        guard let fate = carrier.fate(of: call), let number = lines[line]!.dialled else { return }
        lines[line]!.isGreeted = true
        callees.greet(fate, number, with: &lines[line]!.voice)
    }
}
