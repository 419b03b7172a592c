// How much room text takes. The picture is laid out without knowing the reader's font, so widths
// are those of Helvetica, which Arial and Liberation Sans share and San Francisco, Segoe UI and
// Roboto come near, with some to spare.

/// The width of `text`, in pixels, set `size` pixels high.
func width(of text: String, size: Double) -> Double {
    let thousandths = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    return Double(thousandths) / 1000 * size * 1.05
}

/// `text` broken at spaces into lines no wider than `width`; a word that is wider is broken too.
func wrapped(_ text: String, width most: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if width(of: longer, size: size) <= most {
            line = longer
            continue
        }
        if !line.isEmpty { lines.append(line) }
        line = ""
        for character in word {
            if !line.isEmpty, width(of: line + String(character), size: size) > most {
                lines.append(line)
                line = ""
            }
            line.append(character)
        }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
}

/// `text`, or as much of its beginning as fits into `width` with an ellipsis.
func shortened(_ text: String, width most: Double, size: Double) -> String {
    guard width(of: text, size: size) > most else { return text }
    var kept = text
    while !kept.isEmpty, width(of: kept + "…", size: size) > most { kept.removeLast() }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
}

private func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 32...126: helvetica[Int(scalar.value) - 32]
    case 0xA0: 278
    case 0x300...0x36F, 0x200B...0x200F: 0  // joined to what stands before
    case 0x2014, 0x2026, 0x2190...0x21FF: 1000
    case 0x1100...0x115F, 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0x1F000...:
        1000
    default: 610
    }
}

/// Thousandths of the size, from space to tilde.
///
/// > Source: Adobe Font Metrics of Helvetica.
private let helvetica = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
]
