/// When so many people have complained within so long, that is said, and dialing may pause.
public struct ComplaintAlert: Hashable, Sendable {
    /// 1 to ``most``.
    public var complaints: Int
    /// Above 0, from the first of them to the last.
    public var within: Duration
    /// Whether no further calls are started until somebody starts them again.
    public var pauses: Bool

    /// So many are remembered at once.
    public static let most = 1_000

    public init(complaints: Int, within: Duration, pauses: Bool) {
        self.complaints = complaints
        self.within = within
        self.pauses = pauses
    }

    /// `3 complaints within 1 h`.
    public var text: String {
        "\(complaints) complaint\(complaints == 1 ? "" : "s") within \(within)"
    }
}
