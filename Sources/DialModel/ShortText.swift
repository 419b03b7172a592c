/// A text of at most 119 bytes as plain bits, for records that hold no memory of their own.
///
/// What is longer is cut between two characters, and ends in `…`.
public struct ShortText: Hashable, Sendable, CustomStringConvertible {
    // UTF-8, eight bytes each, then zeros.
    private var words: Words

    private struct Words: Hashable, Sendable {
        var a: UInt64 = 0, b: UInt64 = 0, c: UInt64 = 0, d: UInt64 = 0, e: UInt64 = 0
        var f: UInt64 = 0, g: UInt64 = 0, h: UInt64 = 0, i: UInt64 = 0, j: UInt64 = 0
        var k: UInt64 = 0, l: UInt64 = 0, m: UInt64 = 0, n: UInt64 = 0, o: UInt64 = 0
    }

    public static let most = 119

    public init(_ text: String) {
        var text = text
        if text.utf8.count > Self.most {
            while text.utf8.count > Self.most - 3 { text.removeLast() }
            text += "…"
        }
        words = Words()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: text.utf8) }
    }

    public var description: String {
        withUnsafeBytes(of: words) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
