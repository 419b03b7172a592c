/// What becomes of the number that was dialled, of a lead that has several.
public enum NumberMove: UInt8, CaseIterable, Sendable {
    /// The lead's next attempt goes to it again.
    case same
    /// To the next in the lead's order, after the last to the first.
    case next
    /// To the next as well, and never again to this one.
    case drop

    public var name: String { "\(self)" }
}

/// To which of a lead's numbers its next attempt goes, by the outcome of the last one.
///
/// The last number that is left stays: what then becomes of the lead, the retry rules say, as they do of a
/// lead with a single number.
public struct NumberMoves: Hashable, Sendable {
    /// What differs from the usual.
    public var after: [Outcome: NumberMove] = [:]

    public init() {}

    /// The usual: on to the next where nobody was reached, the same where the line was busy or the network
    /// failed, or a person answered; numbers that reach nobody ever are dropped.
    public subscript(outcome: Outcome) -> NumberMove { after[outcome] ?? Self.usual(outcome) }

    private static func usual(_ outcome: Outcome) -> NumberMove {
        switch outcome {
        case .notConnected(.noAnswer), .notConnected(.machine), .notConnected(.poweredOff),
            .notConnected(.outOfArea), .notConnected(.rejected):
            .next
        case .notConnected(.vacantNumber), .notConnected(.suspended), .notConnected(.fax): .drop
        default: .same
        }
    }
}
