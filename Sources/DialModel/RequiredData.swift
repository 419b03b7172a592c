/// What has to be known of a call before its outcome is complete: the data that each outcome needs.
///
/// Whoever says such an outcome stays in wrap-up until they are given, or wrap-up takes too long; then
/// the outcome stands with what is missing.
public struct RequiredData: Hashable, Sendable {
    public private(set) var fields: [Field] = []
    public private(set) var needed: [Outcome: DataFields] = [:]

    public static let most = 32

    public struct Field: Hashable, Sendable {
        public var name: String
        public var kind: DataKind
        public init(_ name: String, _ kind: DataKind) {
            self.name = name
            self.kind = kind
        }
    }

    public init() {}

    public var isEmpty: Bool { needed.isEmpty }

    /// Makes `outcome` need a field as well.
    ///
    /// - Returns: false where another outcome's field of that name is of another kind, or there are ``most``.
    @discardableResult
    public mutating func require(_ field: Field, for outcome: Outcome) -> Bool {
        var place = fields.firstIndex { $0.name == field.name }
        if let place, fields[place].kind != field.kind { return false }
        if place == nil, fields.count < Self.most {
            fields.append(field)
            place = fields.count - 1
        }
        guard let place else { return false }
        needed[outcome, default: []].insert(DataFields(DataField(UInt8(place))))
        return true
    }

    /// Adds a field that no outcome needs, for now.
    public mutating func add(_ field: Field) { fields.append(field) }

    /// The field of that name is of this kind from now on.
    public mutating func become(_ field: Field) {
        guard let place = fields.firstIndex(where: { $0.name == field.name }) else { return }
        fields[place] = field
    }

    /// What `outcome` needs; nothing as a rule.
    public func fields(for outcome: Outcome?) -> DataFields { outcome.flatMap { needed[$0] } ?? [] }

    /// Whether there is such a field, and it may have this value.
    public func allows(_ value: Double, for field: DataField) -> Bool {
        Int(field.raw) < fields.count && fields[Int(field.raw)].kind.allows(value)
    }

    /// The names of `fields`, with commas between them.
    public func names(of fields: DataFields) -> String {
        self.fields.indices.filter { fields.contains(DataField(UInt8($0))) }
            .map { self.fields[$0].name }.joined(separator: ", ")
    }
}

/// A field, by its place in ``RequiredData/fields``, 0 to 31.
public struct DataField: Hashable, Sendable {
    public let raw: UInt8
    public init(_ raw: UInt8) { self.raw = raw }
}

/// Some of a campaign's fields.
public struct DataFields: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public init(_ field: DataField) { rawValue = 1 << UInt32(field.raw & 31) }
    public func contains(_ field: DataField) -> Bool { contains(DataFields(field)) }
}

/// Which values a field may have. All of them are kept as numbers.
public enum DataKind: Hashable, Sendable {
    /// Within the range; any finite one unless it is given.
    case number(ClosedRange<Double>?)
    /// 1: yes, 0: no.
    case yesOrNo
    /// One of these, by its place.
    case choice([String])

    public func allows(_ value: Double) -> Bool {
        switch self {
        case .number(let range): value.isFinite && range?.contains(value) ?? true
        case .yesOrNo: value == 0 || value == 1
        case .choice(let words): words.indices.contains { Double($0) == value }
        }
    }
}

/// A value that an agent has given for a field of a call; the last one counts.
public struct CallData: Hashable, Sendable {
    public var attempt: AttemptID
    public var field: DataField
    public var value: Double
    public var at: Instant

    public init(_ attempt: AttemptID, _ field: DataField, _ value: Double, at: Instant) {
        self.attempt = attempt
        self.field = field
        self.value = value
        self.at = at
    }
}
