/// Where the leads are, and which columns say what.
public struct LeadFilePlan: Hashable, Sendable {
    public var path: String
    /// Columns by their names in the header, whatever their case; nil: the usual name.
    ///
    /// Usual are `number`, `phone` or `telephone`; `name`; `timeZone`, `time_zone` or `zone`; `segment`; `source`.
    public var number: String?
    public var name: String?
    public var timeZone: String?
    public var segment: String?
    /// Where leads come from, such as who sold them.
    public var source: String?
    /// Columns of numbers, in the order in which they are tried; each is called by its name. In place of
    /// ``number``.
    public var phones: [String] = []
    /// Put before national numbers; nil: every number has its country code.
    public var countryCode: UInt64?
    /// Whose national numbers are in the list, ISO 3166-1 alpha-2; nil: those of ``countryCode``.
    public var country: String?
    /// How a file is read, in one line.
    var reading: String {
        let columns = [number, name, timeZone, segment, source].map { $0 ?? "" }
        var text = "\(columns) \(countryCode ?? 0) \(country ?? "") \(numbers)"
        if !phones.isEmpty { text += " phones: \(phones)" }
        for placed in conditions { text += " \(placed.name): \(placed.expression.text)" }
        if let rest { text += " rest: \(rest)" }
        if let worth { text += " worth: \(worth.expression.text)" }
        return text
    }

    /// Which leads are of which segment, whatever their column says: of the first whose condition holds.
    public var conditions: [PlacedExpression] = []
    /// The segment of leads that are of no other; nil: they are of none.
    public var rest: String?

    /// Goes by these segments. The last one, if it has no condition and another has, takes what is left.
    public mutating func take(_ segments: [SegmentPlan]) {
        conditions = segments.compactMap(\.condition)
        rest = nil
        if let last = segments.last, last.condition == nil, !conditions.isEmpty {
            rest = last.strategy.name
        }
    }
    /// What a call to a lead is expected to bring; nil: that is not known.
    public var worth: PlacedExpression?

    /// Which numbers are leads.
    public var numbers = NumberCheck.valid

    public enum NumberCheck: String, CaseIterable, Sendable {
        /// Those that the numbering plan of their country has, and that a person may be reached at;
        /// and test numbers.
        case valid
        /// Whatever has 7 to 15 digits.
        case any
    }

    public init(
        path: String, number: String? = nil, name: String? = nil, timeZone: String? = nil,
        segment: String? = nil, countryCode: UInt64? = nil, country: String? = nil
    ) {
        self.path = path
        self.number = number
        self.name = name
        self.timeZone = timeZone
        self.segment = segment
        self.countryCode = countryCode
        self.country = country
    }
}
