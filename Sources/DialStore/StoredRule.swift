import DialModel
import Foundation

/// A rule on abandoned people, as a store keeps it for its reports.
public struct StoredRule: Hashable, Sendable, Codable {
    /// As ``DialModel/AbandonmentRule/title``.
    public var title: String
    public var cap: Double
    public var falsePositives: Double
    /// When the first window begins, in nanoseconds since 1970.
    public var begins: Int64
    /// How long each window is, in nanoseconds; 0: there is one.
    public var period: Int64

    public init(_ rule: AbandonmentRule, began: Instant, utcOffset: Duration) {
        let windows = RuleWindows(rule.window, began: began, utcOffset: utcOffset)
        title = rule.title
        cap = rule.cap
        falsePositives = rule.falsePositives
        begins = windows.first.nanoseconds
        period = windows.period?.nanoseconds ?? 0
    }

    /// Which window an instant is in, from 0.
    func window(at nanoseconds: Int64) -> Int64 {
        period > 0 && nanoseconds > begins ? (nanoseconds - begins) / period : 0
    }

    static func json(_ rules: [StoredRule]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(rules), as: UTF8.self)
    }

    /// None where older programs have written none.
    static func read(_ json: String?) -> [StoredRule] {
        guard let json else { return [] }
        return (try? JSONDecoder().decode([StoredRule].self, from: Data(json.utf8))) ?? []
    }
}
