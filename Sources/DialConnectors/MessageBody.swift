import DialModel
import Foundation

/// What of a message's body connectors look at.
struct MessageBody: Decodable {
    var message: String
    var campaign: String
    var `case`: Int64
    var change: String
    var state: String
    var at: String
    var revisit: String?
    var lead: Int64
    var number: String
    var name: String
    var attempt: Int64?
    var outcome: String?
    var agent: Int64?
    var by: String
    var note: String
    var fields: [String: String]
    /// What was given in the call, by name; absent in messages of older programs.
    var data: [String: String]?

    init?(_ message: CaseMessage) {
        let body = try? JSONDecoder().decode(MessageBody.self, from: Data(message.body.utf8))
        guard let body else { return nil }
        self = body
    }
}

/// The instant of a text in RFC 3339, `2026-01-05T09:00:00Z`, with or without a fraction; nil when it is
/// none.
func instant(_ text: String) -> Instant? {
    let formatter = ISO8601DateFormatter()
    for options in [
        ISO8601DateFormatter.Options.withInternetDateTime,
        [.withInternetDateTime, .withFractionalSeconds],
    ] {
        formatter.formatOptions = options
        if let date = formatter.date(from: text) {
            let seconds = date.timeIntervalSince1970
            guard abs(seconds) < 9e9 else { return nil }
            return Instant(nanoseconds: Int64((seconds * 1e3).rounded()) * 1_000_000)
        }
    }
    return nil
}
