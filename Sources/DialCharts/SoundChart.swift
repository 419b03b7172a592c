/// A recorded line: its waveform, how loud each frequency was, and what was heard when.
public struct SoundChart: Hashable, Sendable {
    /// Something that was heard.
    public struct Mark: Hashable, Sendable {
        /// Seconds.
        public let begin: Double
        /// At least `begin`; nil: it goes on to the end.
        public let end: Double?
        /// What it was, short: it stands on the mark where there is room; empty where the row says enough.
        public let label: String

        public init(_ label: String, begin: Double, end: Double?) {
            self.label = label
            self.begin = begin
            self.end = end
        }
    }

    /// Marks of one kind, in a row of their own.
    public struct Row: Hashable, Sendable {
        public let name: String
        public let style: Style
        /// In order of time; they do not overlap.
        public let marks: [Mark]
        /// Whether labels without room stand together, before the next that has some: for keys.
        public let joins: Bool

        public init(_ name: String, style: Style, joins: Bool = false, _ marks: [Mark]) {
            self.joins = joins
            self.name = name
            self.style = style
            self.marks = marks
        }
    }

    /// One channel.
    public struct Channel: Hashable, Sendable {
        /// Empty where there is only one.
        public let name: String
        /// The least and the greatest sample of equal times, as shares of full scale.
        public let swings: [ClosedRange<Double>]
        /// For equal times, the levels of equal steps of frequency in dBm0, the lowest first.
        public let levels: [[Float]]
        public let rows: [Row]

        public init(
            _ name: String, swings: [ClosedRange<Double>], levels: [[Float]], rows: [Row]
        ) {
            self.name = name
            self.swings = swings
            self.levels = levels
            self.rows = rows
        }
    }

    public let title: String
    public let subtitle: String
    public let description: String
    /// More than zero.
    public let seconds: Double
    /// That of the highest level.
    public let topHertz: Double
    public let channels: [Channel]

    /// - Precondition: `seconds` is finite and more than zero.
    public init(
        _ title: String, subtitle: String = "", description: String = "", seconds: Double,
        topHertz: Double = 4_000, channels: [Channel]
    ) {
        precondition(
            seconds > 0 && seconds.isFinite, "a sound of \(seconds) s; more than 0 is required")
        self.title = title
        self.subtitle = subtitle
        self.description = description
        self.seconds = seconds
        self.topHertz = topHertz
        self.channels = channels
    }

    /// So many columns of a channel are seen; more are lost.
    public static let columns = 1_100
}
