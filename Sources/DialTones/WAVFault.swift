/// Why bytes are no WAV file that can be read.
public enum WAVFault: Error, Hashable, Sendable {
    /// The first bytes, at most 12.
    case noWAV([UInt8])
    /// A chunk, of which `missing` bytes are not there; the file says that there are `size`.
    case truncated(chunk: String, missing: Int, size: Int)
    case noChunk(String)
    /// The bytes of the chunk that says how samples are kept.
    case shortFormat(Int)
    case longFormat(Int)
    case coding(tag: Int, bits: Int)
    case channels(Int)
    case rate(Int)
    /// What a frame is said to have in bytes, and what it has.
    case frame(said: Int, is: Int)
    /// The bytes of the samples are no whole number of frames.
    case partFrame(bytes: Int, frame: Int)
}

extension WAVFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noWAV(let bytes):
            bytes.isEmpty
                ? "the file is empty; a WAV file is expected"
                : "the file begins with \(Self.words(bytes)); a WAV file begins with RIFF and WAVE"
        case .truncated(let chunk, let missing, let size):
            "the file is cut short: of the \(size) bytes of \"\(chunk)\" \(missing) are missing"
        case .noChunk(let chunk): "the file has no \"\(chunk)\"; it holds no samples"
        case .shortFormat(let size):
            "the format of the samples is told in \(size) bytes; at least 16 are required"
        case .longFormat(let size):
            "the format of the samples is told in \(size) bytes; at most 1024 are allowed"
        case .coding(let tag, let bits):
            "the samples are of format \(tag)\(Self.name(tag)) and \(bits) bits; PCM of 16 bits, "
                + "A-law and µ-law of 8 bits are allowed"
        case .channels(let count):
            "the file has \(count) channel\(count == 1 ? "" : "s"); 1 or 2 are allowed"
        case .rate(let rate):
            "the rate is \(rate) Hz; \(WAVFormat.allowedRates.lowerBound) to "
                + "\(WAVFormat.allowedRates.upperBound) Hz are allowed"
        case .frame(let said, let bytes):
            "a frame is said to have \(said) byte\(said == 1 ? "" : "s"); it has \(bytes)"
        case .partFrame(let bytes, let frame):
            "the samples have \(bytes) bytes, which is no multiple of the \(frame) of a frame"
        }
    }

    private static func words(_ bytes: [UInt8]) -> String {
        let text = bytes.map { (0x20...0x7e).contains($0) ? String(UnicodeScalar($0)) : "." }
        return "\"\(text.joined())\""
    }

    private static func name(_ tag: Int) -> String {
        switch tag {
        case 1: " (PCM)"
        case 2: " (ADPCM)"
        case 3: " (floating point)"
        case 6: " (A-law)"
        case 7: " (µ-law)"
        case 0x31: " (GSM)"
        case 0x55: " (MP3)"
        default: ""
        }
    }
}
