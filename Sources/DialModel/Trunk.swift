/// What a trunk is asked to do.
public enum TrunkCommand: Hashable, Sendable {
    /// Dials the number; `ordinal` says which attempt to this lead it is, from 1.
    case place(CallID, PhoneNumber, ordinal: UInt16)
    case hangUp(CallID)
    /// Joins the answered call with the agent's leg.
    case bridge(CallID, AgentID)
    /// Plays to the far end; ``CallEvent/played(_:)`` with the same turn follows.
    case play(CallID, Prompt, turn: UInt16)
    /// Plays, then waits for one key; ``CallEvent/key(_:_:)`` with the same turn follows, and a nil
    /// key when none came in time. Turns number what is played and asked in a call, from 1.
    case gather(CallID, Prompt, within: Duration, turn: UInt16)
}

/// Something to be heard: which recording, and how long it is.
public struct Prompt: Hashable, Sendable {
    /// Place in the campaign's list of recordings.
    public var recording: UInt16
    public var length: Duration
    public init(recording: UInt16, length: Duration) {
        self.recording = recording
        self.length = length
    }
}

/// What a trunk reports.
public enum TrunkEvent: Hashable, Sendable {
    case call(CallID, CallEvent)
    /// No call can be placed until ``up``; calls in progress may or may not survive.
    case down
    case up
}

/// What a trunk reports of one call.
public enum CallEvent: Hashable, Sendable {
    /// The call was not taken by the trunk; nothing rang.
    case refused(RawCause)
    /// The far end is alerting.
    case ringing
    case answered
    /// Who is there, if the trunk can tell.
    case heard(Party)
    /// The turn that was played to its end.
    case played(UInt16)
    /// One of `0`...`9`, `*`, `#`, or nil when none was pressed in time; and the turn it answers.
    case key(Key?, UInt16)
    /// The call is over; the line is free.
    case ended(EndCause, RawCause)
}

/// Who answered, as call-progress analysis hears it.
public enum Party: UInt8, Sendable { case person, machine, fax, notSure }

/// A key of the telephone, as its ASCII character.
public struct Key: Hashable, Sendable {
    public let ascii: UInt8
    /// - Returns: nil for anything but one of `0123456789*#`.
    public init?(_ character: Character) {
        guard let ascii = character.asciiValue, "0123456789*#".utf8.contains(ascii) else {
            return nil
        }
        self.ascii = ascii
    }
    public var character: Character { Character(UnicodeScalar(ascii)) }
}

/// Why a call ended, in the dialer's words.
public enum EndCause: UInt8, CaseIterable, Sendable {
    /// Either side hung up.
    case normal
    case noAnswer, busy, poweredOff, suspended, vacantNumber, outOfArea, rejected, congestion
    /// Anything else; see the raw cause.
    case failed
}

/// Why a call ended, in the network's words, kept as it came.
public struct RawCause: Hashable, Sendable, CustomStringConvertible {
    public enum Scheme: UInt8, CaseIterable, Sendable {
        case none
        /// Cause value of ITU-T Q.850, 1...127.
        case q850
        /// Status of RFC 3261, 100...699.
        case sip
        /// What was heard on the line: 1 busy, 2 congestion, 3 SIT vacant, 4 SIT intercept, 5 SIT no
        /// circuit, 6 ring with no answer, 7 fax, 8 silence, 9 announcement, 10 there is no sound any
        /// more.
        case tone
        /// The dialer's own: 1 no news of the call within its limit, 2 found open after a crash.
        case dialer
    }
    public var scheme: Scheme
    public var code: UInt16
    @inlinable
    public init(_ scheme: Scheme, _ code: UInt16) {
        self.scheme = scheme
        self.code = code
    }
    @inlinable public static var none: RawCause { RawCause(.none, 0) }
    @inlinable public static var noNews: RawCause { RawCause(.dialer, 1) }
    @inlinable public static var foundOpen: RawCause { RawCause(.dialer, 2) }

    /// `q850 17`, `sip 486`; empty for ``none``.
    public var description: String { scheme == .none ? "" : "\(scheme) \(code)" }
}
