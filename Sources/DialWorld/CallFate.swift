import DialModel

/// What a number does when it is called.
public enum CallFate: UInt8, CaseIterable, Sendable {
    case person
    /// A person who hangs up within a second of answering.
    case quickHangUp
    case machine, fax, busy, noAnswer, poweredOff, suspended, vacantNumber, outOfArea, rejected
    case congestion

    /// As campaign files spell it.
    public var name: String { "\(self)" }

    /// What the line says when the call fails; nil when it is answered or rings unanswered.
    @inlinable @inline(__always)
    public var failure: EndCause? {
        switch self {
        case .person, .quickHangUp, .machine, .fax, .noAnswer: nil
        case .busy: .busy
        case .poweredOff: .poweredOff
        case .suspended: .suspended
        case .vacantNumber: .vacantNumber
        case .outOfArea: .outOfArea
        case .rejected: .rejected
        case .congestion: .congestion
        }
    }

    @inlinable @inline(__always)
    public var isAnswered: Bool {
        switch self {
        case .person, .quickHangUp, .machine, .fax: true
        default: false
        }
    }

    /// The standard test range: what a number does by its last two digits, 88 to 99.
    public static let standardRange: [NumberEnding: CallFate] = [
        NumberEnding("88")!: .person, NumberEnding("89")!: .congestion,
        NumberEnding("90")!: .busy, NumberEnding("91")!: .vacantNumber,
        NumberEnding("92")!: .machine, NumberEnding("93")!: .quickHangUp,
        NumberEnding("94")!: .noAnswer, NumberEnding("95")!: .fax,
        NumberEnding("96")!: .poweredOff, NumberEnding("97")!: .suspended,
        NumberEnding("98")!: .outOfArea, NumberEnding("99")!: .rejected,
    ]
}

/// The last digits of a telephone number.
public struct NumberEnding: Hashable, Comparable, Sendable {
    let value: UInt64
    /// 10 to the number of digits.
    let scale: UInt64

    /// - Parameter digits: 1 to 15 decimal digits.
    public init?(_ digits: String) {
        guard (1...15).contains(digits.utf8.count), let value = UInt64(digits),
            digits.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        self.value = value
        scale = digits.utf8.reduce(1) { product, _ in product * 10 }
    }

    /// By length, then by value.
    public static func < (a: NumberEnding, b: NumberEnding) -> Bool {
        (a.scale, a.value) < (b.scale, b.value)
    }

    func matches(_ number: PhoneNumber) -> Bool { number.digits % scale == value }
}
