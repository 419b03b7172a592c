/// What a campaign is for: the outcomes that count as reaching its primary goal, and its secondary one.
///
/// No outcome is in both; all are of calls in which somebody was reached.
public struct Goals: Hashable, Sendable {
    /// At least one.
    public var primary: Set<Outcome>
    /// Empty: there is none.
    public var secondary: Set<Outcome>

    public init(primary: Set<Outcome>, secondary: Set<Outcome> = []) {
        self.primary = primary
        self.secondary = secondary
    }
}
