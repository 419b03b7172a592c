/// A fingerprint of a value: the same for equal values, in every process.
///
/// It goes by what a value is made of, not by the text it came from, so that comments and the order
/// of keys in a file do not count. No defence against forgery.
///
/// > Source: FNV-1a with 128 bits, G. Fowler, L. C. Noll and K.-P. Vo.
func digest(of value: Any) -> String {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in spelled(value).utf8 {
        hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
}

/// All of a value as text; sets and dictionaries in the order of their texts.
private func spelled(_ value: Any) -> String {
    if let text = value as? String { return String(reflecting: text) }
    let mirror = Mirror(reflecting: value)
    var parts = mirror.children.map { child in
        (child.label.map { $0 + ":" } ?? "") + spelled(child.value)
    }
    switch mirror.displayStyle {
    case .dictionary, .set: parts.sort()
    case .none where parts.isEmpty, .enum where parts.isEmpty: return String(describing: value)
    default: break
    }
    return "\(mirror.subjectType)(" + parts.joined(separator: ",") + ")"
}
