/// Where the leads are, and which columns say what.
public struct LeadFilePlan: Hashable, Sendable {
    public var path: String
    /// Columns by their names in the header, whatever their case; nil: the usual name.
    ///
    /// Usual are `number`, `phone` or `telephone`; `name`; `timeZone`, `time_zone` or `zone`; `segment`.
    public var number: String?
    public var name: String?
    public var timeZone: String?
    public var segment: String?
    /// Put before national numbers; nil: every number has its country code.
    public var countryCode: UInt64?

    public init(
        path: String, number: String? = nil, name: String? = nil, timeZone: String? = nil,
        segment: String? = nil, countryCode: UInt64? = nil
    ) {
        self.path = path
        self.number = number
        self.name = name
        self.timeZone = timeZone
        self.segment = segment
        self.countryCode = countryCode
    }
}
