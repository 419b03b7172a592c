/// `text` in quotation marks for a message: control characters shown as `\u{…}`, at most 60
/// characters.
func quoted(_ text: String) -> String {
    var shown = "\""
    for (count, scalar) in text.unicodeScalars.enumerated() {
        if count == 60 {
            shown += "…"
            break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            shown += scalar.escaped(asASCII: true)
        default:
            shown.unicodeScalars.append(scalar)
        }
    }
    return shown + "\""
}

/// `share` in percent, as in messages: `2.5 %`.
func percent(_ share: Double) -> String {
    "\(decimal(share * 100)) %"
}

/// `value` with at most four decimals and no more than it needs.
func decimal(_ value: Double) -> String {
    let rounded = (value * 10_000).rounded() / 10_000
    if rounded == rounded.rounded(), abs(rounded) < 1e15 { return String(Int64(rounded)) }
    return "\(rounded)"
}
