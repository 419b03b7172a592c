import DialModel
import Foundation

/// One piece of news as it is written, by names: in a row of CSV or an object of JSON.
///
/// | name | what it says |
/// |---|---|
/// | `case` | the case's number; required |
/// | `state` | `sold`, `cancelled`, `revisit scheduled` or another of the campaign's; required |
/// | `id` | the same each time it is told |
/// | `at` | since when it is so, RFC 3339 |
/// | `revisit` | when the person is to be called, RFC 3339 |
/// | `by`, `note` | who says so, and what there is to say |
struct NewsForm {
    /// Why it cannot be read.
    struct Fault: Error {
        var why: String
    }

    static let names = ["case", "state", "id", "at", "revisit", "by", "note"]

    /// - Parameter fallback: its ID where it has none.
    static func read(
        _ value: (String) -> String?, fallback: String
    ) throws(Fault) -> CaseNews {
        func text(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
        func time(_ name: String) throws(Fault) -> Instant? {
            guard let written = text(name) else { return nil }
            if let instant = instant(written) { return instant }
            throw Fault(
                why: "\(name) is \"\(written)\"; a time such as 2026-01-05T09:00:00Z is expected")
        }
        guard let number = text("case") else { throw Fault(why: "case is missing") }
        guard let id = Int64(number), id > 0 else {
            throw Fault(why: "case is \"\(number)\"; a case's number is expected")
        }
        guard let state = text("state") else { throw Fault(why: "state is missing") }
        return CaseNews(
            id: text("id") ?? fallback, caseID: CaseID(id), state: state, at: try time("at"),
            revisit: try time("revisit"), by: text("by") ?? "", note: text("note") ?? "")
    }

    /// Reads an object of JSON.
    static func read(
        json object: [String: Any], fallback: String
    ) throws(Fault) -> CaseNews {
        for (name, value) in object where !(value is String || value is NSNumber || value is NSNull)
        {
            throw Fault(why: "\(name) is no text or number")
        }
        return try read(
            { name in
                switch object[name] {
                case let text as String: text
                case let number as NSNumber: number.stringValue
                default: nil
                }
            }, fallback: fallback)
    }
}
