/// What a network tells a caller by a tone, however it sounds in his country.
public enum CallTone: String, Hashable, Sendable, CaseIterable {
    case dial, ringback, busy
    /// No way through for now; reorder in North America.
    case congestion
    /// Special information: an announcement follows.
    case sit
    case callWaiting
    /// The number is not to be had.
    case unobtainable
}
