/// Which of the ears of a line are on.
public struct EarSettings: Hashable, Sendable {
    /// Call progress, by the plan.
    public var progress = true
    /// Special information tones.
    public var information = true
    public var fax = true
    /// Keys (DTMF).
    public var digits = true
    /// Words, beeps, and who has answered.
    public var voice = true
    /// How it is judged who has answered.
    public var greeting = GreetingSettings()

    public init() {}

    /// The tones of networks and fax machines alone: no keys, no voices.
    public static let tones: EarSettings = {
        var settings = EarSettings()
        (settings.digits, settings.voice) = (false, false)
        return settings
    }()
}
