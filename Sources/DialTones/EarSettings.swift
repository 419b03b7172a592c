/// Which of the ears of a line are on.
public struct EarSettings: Hashable, Sendable {
    /// Call progress, by the plan.
    public var progress = true
    /// Special information tones.
    public var information = true
    public var fax = true

    public init() {}
}
