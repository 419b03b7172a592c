// How figures are written for people. Everything is in whole numbers in the end, so that no locale and
// no formatter has a say.

/// `value` with `places` decimals, half rounded away from zero; a dash beyond what 64 bits hold.
package func decimal(_ value: Double, places: Int) -> String {
    var scale: Int64 = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * Double(scale)).rounded()
    guard abs(scaled) < 9e18 else { return "–" }
    let whole = Int64(scaled).magnitude
    let sign = scaled < 0 ? "-" : ""
    if places == 0 { return sign + "\(whole)" }
    let digits = String(whole % UInt64(scale))
    let zeros = String(repeating: "0", count: places - digits.count)
    return sign + "\(whole / UInt64(scale))." + zeros + digits
}

/// `value` with at most `places` decimals: `913.8`, `425`.
package func short(_ value: Double, places: Int) -> String {
    var text = decimal(value, places: places)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
}

/// `1,234,567`.
package func grouped(_ count: Int) -> String {
    var text = ""
    for (place, digit) in String(count.magnitude).reversed().enumerated() {
        if place > 0, place % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return (count < 0 ? "-" : "") + String(text.reversed())
}

/// `1 lead`, `2,000 leads`.
package func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(grouped(count)) \(count == 1 ? one : many)"
}

extension Duration {
    /// For reading: `20 s`, `43 min 28 s`, `5 h 43 min`, `10 d`; hours without end, and whole seconds.
    package var spelled: String {
        if nanoseconds < 0 { return "-" + Duration(nanoseconds: -nanoseconds).spelled }
        // Less than a second, and whole days, are told by their unit.
        let day = Duration.days(1).nanoseconds
        if nanoseconds > 0, nanoseconds < 1_000_000_000 || nanoseconds % day == 0 {
            return description
        }
        let all = Int((seconds).rounded())
        let parts = [
            (all / 3_600, "h", true), (all / 60 % 60, "min", false), (all % 60, "s", false),
        ].filter { $0.0 > 0 }.map { "\($0.2 ? grouped($0.0) : "\($0.0)") \($0.1)" }
        return parts.isEmpty ? "0 s" : parts.joined(separator: " ")
    }
}
