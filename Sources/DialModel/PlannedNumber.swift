/// A number that the numbering plan of its country has, and what the plan says of it.
public struct PlannedNumber: Hashable, Sendable {
    public var number: PhoneNumber
    public var kind: NumberKind
    /// ISO 3166-1 alpha-2, such as `US`; `001` for numbers of no country; empty when not known.
    public var country: String
    /// IANA names of the zones the called party may be in, sorted, with `|` between them; empty when
    /// none is known.
    public var timeZones: String

    public init(
        number: PhoneNumber, kind: NumberKind, country: String = "", timeZones: String = ""
    ) {
        self.number = number
        self.kind = kind
        self.country = country
        self.timeZones = timeZones
    }
}

/// What a number is for.
public enum NumberKind: UInt8, CaseIterable, Sendable {
    case fixedLine, mobile, fixedLineOrMobile, tollFree, premiumRate, sharedCost, voip, personal
    case pager, company, voicemail
    /// Nobody has it: for tests and fiction.
    case test

    /// In words.
    public var name: String {
        switch self {
        case .fixedLine: "fixed line"
        case .mobile: "mobile"
        case .fixedLineOrMobile: "fixed line or mobile"
        case .tollFree: "toll-free"
        case .premiumRate: "premium rate"
        case .sharedCost: "shared cost"
        case .voip: "VoIP"
        case .personal: "personal number"
        case .pager: "pager"
        case .company: "company-wide number"
        case .voicemail: "voicemail access"
        case .test: "test number"
        }
    }
}

/// Why a text is no number that may be dialled.
public struct NumberFault: Error, Hashable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        case noNumber, noCountry, noAreaCode, tooShort, tooLong, invalid
        case premiumRate, emergency, short, pager, voicemail, withExtension
    }

    public var reason: Reason
    /// Whose number it would be, as ``PlannedNumber/country``.
    public var country: String

    public init(_ reason: Reason, country: String = "") {
        self.reason = reason
        self.country = country
    }

    /// What is to be said after the number: `is too short for a number of US`.
    public var words: String {
        let one = country.count == 2 ? "number of \(country)" : "number"
        return switch reason {
        case .noNumber: "is no telephone number"
        case .noCountry: "begins with no country's code"
        case .noAreaCode: "lacks its area code"
        case .tooShort: "is too short for a \(one)"
        case .tooLong: "is too long for a \(one)"
        case .invalid: "is no valid \(one)"
        case .premiumRate: "is a premium-rate \(one)"
        case .emergency: "is an emergency number"
        case .short: "is a short number of a service"
        case .pager: "is a pager"
        case .voicemail: "is a voicemail's \(one)"
        case .withExtension: "has an extension, which cannot be dialled"
        }
    }

    /// For counts by reason: `too short`, `premium rate`.
    public var name: String {
        switch reason {
        case .noNumber: "no number"
        case .noCountry: "no country code"
        case .noAreaCode: "no area code"
        case .tooShort: "too short"
        case .tooLong: "too long"
        case .invalid: "not valid"
        case .premiumRate: "premium rate"
        case .emergency: "emergency number"
        case .short: "short number"
        case .pager: "pager"
        case .voicemail: "voicemail"
        case .withExtension: "with extension"
        }
    }
}
