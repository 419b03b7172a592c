/// How the samples of a WAV file are kept.
///
/// > Source: Microsoft, *Multiple channel audio data and WAVE files*; mmreg.h for the numbers of the
/// > formats.
public struct WAVFormat: Hashable, Sendable {
    public enum Coding: String, Hashable, Sendable, CaseIterable {
        /// 16 bits, the lower byte first.
        case pcm
        case alaw, ulaw
    }

    public var coding: Coding
    /// Frames a second, in ``allowedRates``.
    public var rate: Int
    /// 1 or 2.
    public var channels: Int

    public static let allowedRates = ToneFault.allowedRates

    public init(coding: Coding, rate: Int, channels: Int = 1) {
        self.coding = coding
        self.rate = rate
        self.channels = channels
    }

    public var bytesPerFrame: Int { channels * (coding == .pcm ? 2 : 1) }

    /// So many frames fit into a file, whose size is told in 32 bits.
    public var mostFrames: Int { (Int(UInt32.max) - 64) / bytesPerFrame }

    /// The number by which a file names the coding.
    var tag: Int {
        switch coding {
        case .pcm: 1
        case .alaw: 6
        case .ulaw: 7
        }
    }

    /// What stands before the samples.
    ///
    /// - Parameter frames: at most ``mostFrames``.
    /// - Returns: 44 bytes, or 58 when the samples are no PCM.
    public func header(frames: Int) -> [UInt8] {
        precondition(
            (0...mostFrames).contains(frames),
            "\(frames) frames are not in 0...\(mostFrames)")
        let isPCM = coding == .pcm
        let size = frames * bytesPerFrame
        var body = Array("WAVEfmt ".utf8)
        body.append(isPCM ? 16 : 18, width: 4)
        body.append(tag, width: 2)
        body.append(channels, width: 2)
        body.append(rate, width: 4)
        body.append(rate * bytesPerFrame, width: 4)
        body.append(bytesPerFrame, width: 2)
        body.append(isPCM ? 16 : 8, width: 2)
        if !isPCM {
            body.append(0, width: 2)
            body += Array("fact".utf8)
            body.append(4, width: 4)
            body.append(frames, width: 4)
        }
        body += Array("data".utf8)
        body.append(size, width: 4)
        var header = Array("RIFF".utf8)
        header.append(body.count + size + size % 2, width: 4)
        return header + body
    }

    /// Appends the samples as a file has them. At the end of an odd number of bytes follows a zero.
    public func encode(_ samples: ArraySlice<Int16>, into bytes: inout [UInt8]) {
        switch coding {
        case .pcm:
            for sample in samples { bytes.append(Int(sample), width: 2) }
        case .alaw: for sample in samples { bytes.append(G711.aLaw.encode(sample)) }
        case .ulaw: for sample in samples { bytes.append(G711.muLaw.encode(sample)) }
        }
    }
}

extension [UInt8] {
    /// The lower `width` bytes, the lowest first.
    fileprivate mutating func append(_ number: Int, width: Int) {
        for place in 0..<width { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
