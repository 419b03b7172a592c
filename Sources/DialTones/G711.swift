/// The two laws by which telephone lines make eight bits of a sample.
///
/// Samples are 16 bits wide: A-law's 13 and µ-law's 14 are the upper ones. Decoding what has been
/// encoded gives the middle of the interval that the sample lies in, and encoding that gives the same
/// code again; only µ-law's second zero, 0x7F, comes back as the first, 0xFF.
///
/// > Source: ITU-T G.711; in software as in ITU-T G.191.
public enum G711: Hashable, Sendable {
    case aLaw, muLaw

    /// The code of a sample. O(1), by table.
    public func encode(_ sample: Int16) -> UInt8 {
        switch self {
        case .aLaw: Self.aLawCodes[Int(sample >> 4) + 2_048]
        case .muLaw: Self.muLawCodes[Int(sample >> 2) + 8_192]
        }
    }

    /// The sample of a code. O(1), by table.
    public func decode(_ code: UInt8) -> Int16 {
        switch self {
        case .aLaw: Self.aLawSamples[Int(code)]
        case .muLaw: Self.muLawSamples[Int(code)]
        }
    }

    private static let aLawSamples = (0...255).map { aLawSample(UInt8($0)) }
    private static let muLawSamples = (0...255).map { muLawSample(UInt8($0)) }
    private static let aLawCodes = (-2_048...2_047).map(aLawCode)
    private static let muLawCodes = (-8_192...8_191).map(muLawCode)

    /// Of the upper 12 bits of a sample: the 13th decides nothing.
    private static func aLawCode(_ upper: Int) -> UInt8 {
        let size = upper < 0 ? ~upper : upper
        var segment = 0
        var step = size
        while step > 31 {
            step >>= 1
            segment += 1
        }
        // Two segments are of the finest steps.
        let code = size < 16 ? size : (segment + 1) << 4 | step & 15
        return UInt8(code | (upper < 0 ? 0 : 0x80)) ^ 0x55
    }

    private static func aLawSample(_ code: UInt8) -> Int16 {
        let bits = code ^ 0x55
        let segment = Int(bits >> 4 & 7)
        let step = Int(bits & 15)
        let size = segment == 0 ? step << 4 | 8 : (step << 4 | 0x108) << (segment - 1)
        return Int16(bits & 0x80 == 0 ? -size : size)
    }

    /// Of the upper 14 bits of a sample.
    private static func muLawCode(_ upper: Int) -> UInt8 {
        let size = min((upper < 0 ? ~upper : upper) + 33, 8_191)
        var segment = 0
        while size >> (segment + 6) != 0 { segment += 1 }
        let code = segment << 4 | size >> (segment + 1) & 15
        return ~UInt8(code | (upper < 0 ? 0x80 : 0))
    }

    private static func muLawSample(_ code: UInt8) -> Int16 {
        let bits = ~code
        let segment = Int(bits >> 4 & 7)
        let step = Int(bits & 15)
        let size = (step << 1 | 33) << segment - 33
        return Int16((bits & 0x80 == 0 ? size : -size) << 2)
    }
}
