import DialModel
import DialTones

/// What a network says on a line, in one country: the sound of each way in which a call goes, and what
/// a dialer that hears the sound takes it for.
///
/// Some things sound alike. On these lines, as on real ones, who rejects a call sounds busy; and that a
/// telephone is off, or out of reach, is one announcement.
public struct LineSignals: Sendable {
    /// All that is listened for.
    public let plan: [CallTone: [ToneSpec]]
    let ringback: ToneSpec
    /// Also what a line says whose far end has hung up.
    let busy: ToneSpec
    /// Nil: it cannot be told from busy or ringback here, or not be heard, and special information says
    /// it.
    let congestion: ToneSpec?

    /// - Parameter plan: of the country, the likeliest variant of each tone first.
    /// - Throws: when the plan has no ringback or no busy tone, or one that cannot be played or heard.
    public init(plan: [CallTone: [ToneSpec]]) throws(LineSignalsFault) {
        guard let ringback = plan[.ringback]?.first else { throw .missing(.ringback) }
        guard let busy = plan[.busy]?.first else { throw .missing(.busy) }
        let alike: Set<Set<CallTone>>
        let unheard: [CallTone: [ToneSpec]]
        do {
            alike = try ProgressEar.alike(in: plan)
            unheard = try ProgressEar.unheard(in: plan)
        } catch {
            throw .unplayable(error)
        }
        func isUnheard(_ tone: CallTone, _ spec: ToneSpec) -> Bool {
            unheard[tone]?.contains(spec) ?? false
        }
        if isUnheard(.ringback, ringback) { throw .unheard(.ringback) }
        if isUnheard(.busy, busy) { throw .unheard(.busy) }
        if alike.contains(where: { $0.isSuperset(of: [.ringback, .busy]) }) { throw .alike }
        let isCongestionOther = alike.contains { tones in
            tones.contains(.congestion) && !tones.isDisjoint(with: [.busy, .ringback])
        }
        let congestion = plan[.congestion]?.first { !isUnheard(.congestion, $0) }
        self.plan = plan
        self.ringback = ringback
        self.busy = busy
        self.congestion = isCongestionOther ? nil : congestion
    }

    /// How a call that has ended so sounds to who made it.
    func sound(of cause: EndCause) -> ToneSpec {
        switch cause {
        case .normal, .busy, .rejected, .noAnswer: busy
        case .congestion, .failed: congestion ?? InformationTone.noCircuit.spec
        case .vacantNumber: InformationTone.vacant.spec
        case .suspended: InformationTone.intercept.spec
        case .poweredOff, .outOfArea: InformationTone.ineffective.spec
        }
    }

    /// What a tone before the answer means.
    ///
    /// - Parameter hasRung: then nobody is busy: the network has given up.
    /// - Returns: nil for what is no end.
    static func end(by tones: Set<CallTone>, hasRung: Bool) -> (EndCause, RawCause)? {
        if tones.contains(.ringback) { return nil }
        if tones.contains(.busy) {
            return hasRung ? (.noAnswer, RawCause(.tone, 6)) : (.busy, RawCause(.tone, 1))
        }
        if tones.contains(.congestion) {
            return hasRung ? (.noAnswer, RawCause(.tone, 6)) : (.congestion, RawCause(.tone, 2))
        }
        return tones.contains(.unobtainable) ? (.vacantNumber, RawCause(.tone, 3)) : nil
    }

    /// What special information means.
    static func end(by code: InformationTone?) -> (EndCause, RawCause) {
        switch code {
        case .vacant: (.vacantNumber, RawCause(.tone, 3))
        case .intercept: (.suspended, RawCause(.tone, 4))
        case .noCircuit, .noCircuitBeyond, .reorder, .reorderBeyond:
            (.congestion, RawCause(.tone, 5))
        case .ineffective, .reserved, nil: (.outOfArea, RawCause(.tone, 9))
        }
    }
}

/// Why the tones of a country are of no use on a line.
public enum LineSignalsFault: Error, Hashable, CustomStringConvertible {
    case missing(CallTone)
    /// Ringback and busy.
    case alike
    case unplayable(ToneFault)
    /// No ear knows the first variant of it.
    case unheard(CallTone)

    public var description: String {
        switch self {
        case .missing(let tone):
            "there is no \(tone.rawValue) in the plan; a line needs ringback and busy"
        case .alike:
            "ringback and busy of the plan sound alike; by ear nobody knows what a call does"
        case .unplayable(let fault): "\(fault)"
        case .unheard(let tone):
            "the \(tone.rawValue) of the plan is none that can be heard: bursts and pauses of 33 ms "
                + "and more, of 60 Hz and more, are known by frequency and cadence"
        }
    }
}
