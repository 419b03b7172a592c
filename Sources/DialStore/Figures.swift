import DialModel

// How figures are written in reports, beside those of DialModel.

/// `3.00 %`; a dash for nothing.
package func percent(_ share: Double?) -> String {
    share.map { decimal($0 * 100, places: 2) + " %" } ?? "–"
}

/// `1.25 s`.
package func seconds(_ span: Duration) -> String { decimal(span.seconds, places: 2) + " s" }

/// Seconds as an exact decimal number: `1.25`.
package func exactSeconds(_ span: Duration) -> String {
    let magnitude = span.nanoseconds.magnitude
    let whole = magnitude / 1_000_000_000
    let sign = span.nanoseconds < 0 ? "-" : ""
    return sign + "\(whole)" + fraction(magnitude % 1_000_000_000)
}

/// `2026-01-05T08:00:00.25Z`, as RFC 3339 has it.
///
/// > Source: days to dates as in H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// > `civil_from_days`.
package func timestamp(_ instant: Instant) -> String {
    let second: Int64 = 1_000_000_000
    let day = 86_400 * second
    var days = instant.nanoseconds / day
    var rest = instant.nanoseconds % day
    if rest < 0 {
        rest += day
        days -= 1
    }
    days += 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
        (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let time = rest / second
    return "\(year)-\(two(month))-\(two(dayOfYear - (153 * shifted + 2) / 5 + 1))"
        + "T\(two(time / 3_600)):\(two(time / 60 % 60)):\(two(time % 60))"
        + fraction(UInt64(rest % second)) + "Z"
}

/// `text` as one field of a comma-separated line.
///
/// > Source: RFC 4180, section 2.
package func csvField(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecialInCSV) else { return text }
    var field = "\""
    for scalar in text.unicodeScalars {
        if scalar == "\"" { field += "\"" }
        field.unicodeScalars.append(scalar)
    }
    return field + "\""
}

/// Whether a field with this byte of UTF-8 has to stand in quotes.
func isSpecialInCSV(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
}

/// `.25` for 250,000,000; empty for 0.
private func fraction(_ nanoseconds: UInt64) -> String {
    if nanoseconds == 0 { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
}
