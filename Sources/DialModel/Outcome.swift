/// How an attempt ended: the first outcome node, set by call progress and by the agent.
///
/// Both halves are open: a campaign adds dispositions of its own, named in its ``Dispositions``.
public enum Outcome: Hashable, Sendable {
    case notConnected(NotConnected)
    case connected(Connected)

    /// No person was reached.
    public enum NotConnected: Hashable, Sendable {
        case noAnswer, busy, poweredOff, suspended, vacantNumber, outOfArea, rejected
        /// The network's or the trunk's fault, not the number's.
        case congestion
        case fax, machine
        /// Anything else the trunk said; the attempt keeps the raw cause.
        case failed
        /// The end was never learned, as after a crash.
        case unknown
        /// A machine answered, and a message was played to it.
        case messageLeft
        /// Place in the campaign's own list, 0...63.
        case custom(UInt8)
    }

    /// A person answered.
    public enum Connected: Hashable, Sendable {
        case refused, interested, deal, followUp
        /// The person hung up: before an agent came, in the talk, or in an automatic flow.
        case hungUp
        /// No agent came in time.
        case abandoned
        /// An automatic flow ran to its end.
        case completed
        /// The talk is over and the agent has not said how it went.
        case undisposed
        /// Place in the campaign's own list, 0...63.
        case custom(UInt8)
    }
}

extension Outcome {
    /// A small number that stays the same in every version: what the store keeps.
    ///
    /// 1...63 not connected, 64...127 the campaign's own, 128...191 connected, 192...255 the
    /// campaign's own.
    @inlinable @inline(__always)
    public var code: UInt8 {
        switch self {
        case .notConnected(let kind):
            switch kind {
            case .noAnswer: 1
            case .busy: 2
            case .poweredOff: 3
            case .suspended: 4
            case .vacantNumber: 5
            case .outOfArea: 6
            case .rejected: 7
            case .congestion: 8
            case .fax: 9
            case .machine: 10
            case .failed: 11
            case .unknown: 12
            case .messageLeft: 13
            case .custom(let place): Self.code(64, place)
            }
        case .connected(let kind):
            switch kind {
            case .refused: 128
            case .interested: 129
            case .deal: 130
            case .followUp: 131
            case .hungUp: 132
            case .abandoned: 133
            case .completed: 134
            case .undisposed: 135
            case .custom(let place): Self.code(192, place)
            }
        }
    }

    @usableFromInline static func code(_ base: UInt8, _ place: UInt8) -> UInt8 {
        precondition(place < 64, "the disposition's place is \(place); at most 63 is allowed")
        return base + place
    }

    /// - Returns: nil for a code that no outcome has.
    public init?(code: UInt8) {
        switch code {
        case 64..<128: self = .notConnected(.custom(code - 64))
        case 192...255: self = .connected(.custom(code - 192))
        case 1..<64 where Int(code - 1) < Self.plainNotConnected.count:
            self = .notConnected(Self.plainNotConnected[Int(code - 1)])
        case 128..<192 where Int(code - 128) < Self.plainConnected.count:
            self = .connected(Self.plainConnected[Int(code - 128)])
        default: return nil
        }
    }

    /// The built-in outcomes, in the order of their codes.
    public static let builtIn: [Outcome] =
        plainNotConnected.map(Outcome.notConnected) + plainConnected.map(Outcome.connected)

    // In the order of their codes; new kinds go to the end.
    static let plainNotConnected: [NotConnected] = [
        .noAnswer, .busy, .poweredOff, .suspended, .vacantNumber, .outOfArea, .rejected,
        .congestion, .fax, .machine, .failed, .unknown, .messageLeft,
    ]
    static let plainConnected: [Connected] = [
        .refused, .interested, .deal, .followUp, .hungUp, .abandoned, .completed, .undisposed,
    ]

    /// Whether a person answered.
    public var isConnected: Bool {
        if case .connected = self { true } else { false }
    }
}
