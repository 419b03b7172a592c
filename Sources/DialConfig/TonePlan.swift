import DialTones

/// How the tones of one country sound: `config/tones/hu.yaml` shows one.
public struct TonePlan: Hashable, Sendable {
    /// Two small letters, as in ISO 3166-1; the name of the file too.
    public var country: String
    /// In English.
    public var name: String
    public var path: String
    /// At least one variant each, the likeliest first. A tone that is not here is not known.
    public var tones: [CallTone: [PlannedTone]]
}

/// One way in which a tone of a country is said to sound.
public struct PlannedTone: Hashable, Sendable {
    public var spec: ToneSpec
    public var status: Status
    public var sources: [ToneSource]
    /// Whether the plan says how loud it is; else it is as loud as is usual.
    public var hasLevel: Bool

    /// How well it is known.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// Two sources agree that do not copy each other.
        case confirmed
        /// One source, or several of one descent.
        case single
        /// Other sources say otherwise.
        case conflict
        /// The user's own.
        case own
    }
}

/// Who says how tones sound.
public struct ToneSource: Hashable, Sendable {
    /// By which plans name it.
    public var name: String
    public var title: String
    /// A page; nil: it is on none.
    public var address: String?
}
