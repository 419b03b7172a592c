// How numbers are written in a picture. Everything passes through whole numbers, so that the same
// value has the same text everywhere and no binary fraction shows.

/// `value` with `places` decimals, half rounded away from zero, with a true minus sign.
func decimal(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 9e15 else { return "\(value)" }
    var digits = String(Int64(scaled).magnitude)
    if digits.count <= places {
        digits = String(repeating: "0", count: places + 1 - digits.count) + digits
    }
    if places > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places)) }
    return (scaled < 0 ? "\u{2212}" : "") + digits
}

/// As ``decimal(_:places:)``, without zeros at its end: `3`, `2.5`, `0.04`.
func trimmed(_ value: Double, places: Int) -> String {
    var text = decimal(value, places: places)
    guard places > 0, text.contains("."), !text.contains("e") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
}

/// `2.98 %`, with a space that does not break.
func percent(_ share: Double) -> String { trimmed(share * 100, places: 2) + "\u{A0}%" }

/// `08:30` for 8.5 hours after midnight.
func timeOfDay(_ hours: Double) -> String {
    let minutes = Int((hours * 60).rounded())
    let sign = minutes < 0 ? "\u{2212}" : ""
    let (hour, minute) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
    return sign + (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
}

/// A position in the picture, to a hundredth of a pixel.
func pixels(_ value: Double) -> String {
    let text = trimmed(value, places: 2)
    return text.hasPrefix("\u{2212}") ? "-" + text.dropFirst() : text
}
