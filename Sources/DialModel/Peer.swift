/// A dialer beside which ours is measured: how it starts calls, from its documentation or public
/// source.
///
/// The raw value is its name in files and on command lines.
public enum Peer: String, CaseIterable, Sendable {
    case vicidialRatio, vicidialAdaptHardLimit, vicidialAdaptAverage, vicidialAdaptTapered
    case issabel
    case contactCentersDial1xFree, contactCentersDial2xFree, contactCentersMismatch
    case impactDialing
    case binomialBound
    case ciscoLike, avayaLike

    /// As its makers have it.
    public var title: String {
        switch self {
        case .vicidialRatio: "VICIdial RATIO"
        case .vicidialAdaptHardLimit: "VICIdial ADAPT_HARD_LIMIT"
        case .vicidialAdaptAverage: "VICIdial ADAPT_AVERAGE"
        case .vicidialAdaptTapered: "VICIdial ADAPT_TAPERED"
        case .issabel: "Issabel"
        case .contactCentersDial1xFree: "ContactCenters DIAL1XFREE"
        case .contactCentersDial2xFree: "ContactCenters DIAL2XFREE"
        case .contactCentersMismatch: "ContactCenters mismatch"
        case .impactDialing: "ImpactDialing"
        case .binomialBound: "binomial bound"
        case .ciscoLike: "Cisco-like"
        case .avayaLike: "Avaya-like"
        }
    }

    /// One of its numbers, with the value that its makers ship.
    public struct Number: Hashable, Sendable {
        /// As it stands in files.
        public let name: String
        public let usual: Double
        public let range: ClosedRange<Double>
        public let unit: Unit
        /// Whether a larger value starts more calls.
        public let isBolder: Bool

        /// How it is written.
        public enum Unit: Sendable { case number, whole, share, onOff }

        fileprivate init(
            _ name: String, _ usual: Double, _ range: ClosedRange<Double>, _ unit: Unit = .number,
            isBolder: Bool = true
        ) {
            self.name = name
            self.usual = usual
            self.range = range
            self.unit = unit
            self.isBolder = isBolder
        }

        fileprivate static func onOff(_ name: String, _ usual: Bool) -> Number {
            Number(name, usual ? 1 : 0, 0...1, .onOff)
        }

        fileprivate static let limit = Number("limit", 0.03, 0...1, .share)
    }

    /// Its numbers, the one usually tuned first. The last is `guard`, which is ours and not the
    /// peer's: whether the campaign's cap on abandonment holds it back, as it holds back any policy.
    public var numbers: [Number] {
        own + [.onOff(Self.guardName, true)]
    }

    static let guardName = "guard"

    private var own: [Number] {
        switch self {
        case .vicidialRatio: [Number("level", 1, 1...20), .onOff("availableOnly", false)]
        case .vicidialAdaptHardLimit, .vicidialAdaptAverage: adapting
        case .vicidialAdaptTapered: adapting + [Number("latest", 21, 0...24)]
        case .issabel:
            [
                Number("qos", 0.97, 0...0.9999, .share, isBolder: false),
                .onOff("overcommit", false),
                Number("force", 0, 0...1_000, .whole),
                Number("maxChannels", 100_000, 1...100_000, .whole),
            ]
        case .contactCentersDial1xFree: freeAgents(factor: 1, extra: 1)
        case .contactCentersDial2xFree: freeAgents(factor: 2, extra: 0)
        case .contactCentersMismatch:
            [
                Number("threshold", 0.05, 0...1, .share),
                Number("periods", 6, 1...100, .whole),
                Number("periodMinutes", 5, 1...120),
            ] + freeAgents(factor: 1, extra: 1)
        case .impactDialing: [.limit]
        case .binomialBound:
            [Number("margin", 2, 0...100, isBolder: false), Number("wrapUp", 0.5, 0...1)]
        case .ciscoLike:
            [
                .limit, Number("gain", 1, 0...100), Number("maxLines", 3, 1...20),
                Number("answers", 100, 1...100_000, .whole, isBolder: false),
            ]
        case .avayaLike:
            [
                Number("initialHitRate", 0.5, 0.01...1, .share, isBolder: false),
                Number("initialMinutes", 5, 0...240), Number("windowMinutes", 15, 1...240),
            ]
        }
    }

    private var adapting: [Number] {
        [
            .limit, Number("maxLevel", 3, 1...20), Number("intensity", 0, -40...40),
            Number("difference", 0, -40...40), .onOff("availableOnly", false),
        ]
    }

    private func freeAgents(factor: Double, extra: Double) -> [Number] {
        [
            Number("factor", factor, 0...20), Number("extra", extra, 0...100, .whole),
            Number("leastFree", 1, 0...1_000, .whole, isBolder: false),
            .onOff("redials", false),
        ]
    }
}
