import DialMath
import DialTones
import Testing

/// WAV files as bytes.
@Suite struct WAVDecoderTests {
    private static func read(_ bytes: [UInt8], pieces: [Int] = [1 << 20]) throws -> (
        WAVFormat?, [Int16], Int
    ) {
        var decoder = WAVDecoder()
        var samples: [Int16] = []
        var rest = bytes[...]
        var place = 0
        while !rest.isEmpty {
            let piece = rest.prefix(pieces[place % pieces.count])
            rest = rest.dropFirst(piece.count)
            try decoder.decode(piece, into: &samples)
            place += 1
        }
        try decoder.finish()
        return (decoder.format, samples, decoder.frames)
    }

    private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Array(name.utf8) + number(body.count, 4) + body
            + (body.count % 2 == 1 ? [0] : [])
    }

    private static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func form(
        tag: Int = 1, channels: Int = 1, rate: Int = 8_000, frame: Int? = nil, bits: Int = 16,
        more: [UInt8] = []
    ) -> [UInt8] {
        let bytes = frame ?? channels * bits / 8
        return chunk(
            "fmt ",
            number(tag, 2) + number(channels, 2) + number(rate, 4) + number(rate * bytes, 4)
                + number(bytes, 2) + number(bits, 2) + more)
    }

    private static func riff(_ chunks: [UInt8]...) -> [UInt8] {
        let all = chunks.flatMap(\.self)
        return Array("RIFF".utf8) + number(all.count + 4, 4) + Array("WAVE".utf8) + all
    }

    private static func sentence(_ bytes: [UInt8]) -> String {
        do {
            _ = try read(bytes)
            return "none"
        } catch { return "\(error)" }
    }

    private static let four: [UInt8] = [1, 0, 2, 0, 255, 255, 0, 128]

    @Test func `other chunks, their odd sizes, and what follows the samples are passed over`()
        throws
    {
        let bytes = Self.riff(
            Self.chunk("LIST", [1, 2, 3]), Self.form(channels: 2),
            Self.chunk("odd ", [9]), Self.chunk("data", Self.four),
            Self.chunk("id3 ", [1, 2, 3, 4, 5]))
        for pieces in [[1], [2, 3], [13, 1, 7], [100_000]] {
            let (format, samples, frames) = try Self.read(bytes, pieces: pieces)
            #expect(format == WAVFormat(coding: .pcm, rate: 8_000, channels: 2))
            #expect(samples == [1, 2, -1, -32_768])
            #expect(frames == 2)
        }
    }

    @Test func `pieces of any size give the same samples`() throws {
        let chance = Chance(seed: 7, stream: "pieces")
        for coding in WAVFormat.Coding.allCases {
            for channels in 1...2 {
                let format = WAVFormat(coding: coding, rate: 16_000, channels: channels)
                let samples = (0..<(1_000 * channels)).map {
                    Int16(truncatingIfNeeded: chance.bits(UInt64($0)))
                }
                var bytes = format.header(frames: 1_000)
                format.encode(samples[...], into: &bytes)
                let whole = try Self.read(bytes)
                #expect(whole.0 == format && whole.2 == 1_000)
                if coding == .pcm { #expect(whole.1 == samples) }
                for round in 0..<50 as Range<UInt64> {
                    let pieces = (0..<50 as Range<UInt64>).map {
                        1 + Int(chance.uniform(round, $0) * 40)
                    }
                    let parts = try Self.read(bytes, pieces: pieces)
                    #expect(parts == whole, "seed 7, round \(round)")
                }
            }
        }
    }

    @Test(arguments: [(1, 16, WAVFormat.Coding.pcm), (6, 8, .alaw), (7, 8, .ulaw)])
    func `an extensible format says what it is in its GUID`(
        tag: Int, bits: Int, coding: WAVFormat.Coding
    ) throws {
        let guid = Self.number(tag, 2) + [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]
        let more = Self.number(22, 2) + Self.number(bits, 2) + Self.number(4, 4) + guid
        let bytes = Self.riff(
            Self.form(tag: 0xfffe, rate: 48_000, bits: bits, more: more),
            Self.chunk("data", [1, 0]))
        #expect(try Self.read(bytes).0 == WAVFormat(coding: coding, rate: 48_000))
    }

    @Test func `a size that was not known beforehand goes to the end`() throws {
        var bytes = Self.riff(Self.form(), Self.chunk("data", Self.four))
        bytes.replaceSubrange(40..<44, with: [255, 255, 255, 255])
        #expect(try Self.read(bytes).1 == [1, 2, -1, -32_768])
        #expect(
            Self.sentence(bytes + [1])
                == "the samples have 9 bytes, which is no multiple of the 2 of a frame")
    }

    @Test(arguments: [0x7fff_f000, 0x7fff_ff00, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe])
    func `a size that nobody knew is at most that, and the end may come before`(size: Int) throws {
        var bytes = Self.riff(Self.form(), Self.chunk("data", Self.four))
        bytes.replaceSubrange(40..<44, with: Self.number(size, 4))
        #expect(try Self.read(bytes).1 == [1, 2, -1, -32_768])
        #expect(try Self.read(bytes, pieces: [1]).1 == [1, 2, -1, -32_768])
        #expect(
            Self.sentence(bytes + [1])
                == "the samples have 9 bytes, which is no multiple of the 2 of a frame")
        // A little less is a size.
        bytes.replaceSubrange(40..<44, with: Self.number(0x7fff_effe, 4))
        #expect(Self.sentence(bytes).hasPrefix("the file is cut short"))
    }

    @Test(arguments: [0, 8, 36, 0x7fff_f024, 0xffff_ffff])
    func `a recording whose size was never filled in goes to the end`(told: Int) throws {
        var bytes = Self.riff(Self.form(), Self.chunk("data", Self.four))
        bytes.replaceSubrange(40..<44, with: [0, 0, 0, 0])
        bytes.replaceSubrange(4..<8, with: Self.number(told, 4))
        for pieces in [[1], [5, 44, 2], [100]] {
            #expect(try Self.read(bytes, pieces: pieces).1 == [1, 2, -1, -32_768])
        }
        // And without any it has none.
        #expect(try Self.read(Array(bytes.prefix(44))).1 == [])
    }

    @Test func `a size of nothing that agrees with the file's is nothing`() throws {
        let bytes = Self.riff(
            Self.chunk("odd ", [9]), Self.form(), Self.chunk("data", []),
            Self.chunk("LIST", [1, 2, 3]))
        #expect(try Self.read(bytes).1 == [])
    }

    @Test func `a file without samples is one`() throws {
        let bytes = WAVFormat(coding: .ulaw, rate: 8_000).header(frames: 0)
        let read = try Self.read(bytes)
        #expect(read.1 == [] && read.0?.coding == .ulaw)
    }

    @Test(arguments: [
        ([], "the file is empty; a WAV file is expected"),
        (Array("RIF".utf8), "the file begins with \"RIF\"; a WAV file begins with RIFF and WAVE"),
        (
            Array("OggS\u{0}\u{2}abcdefgh".utf8),
            "the file begins with \"OggS..abcdef\"; a WAV file begins with RIFF and WAVE"
        ),
        (riff(), "the file has no \"fmt \"; it holds no samples"),
        (riff(form()), "the file has no \"data\"; it holds no samples"),
        (riff(chunk("data", [1, 2])), "the file has no \"fmt \"; it holds no samples"),
        (riff(chunk("fmt ", [1])), "the format of the samples is told in 1 bytes; at least 16"),
        (
            riff(chunk("fmt ", Array(repeating: 1, count: 2_000))),
            "the format of the samples is told in 2000 bytes; at most 1024 are allowed"
        ),
        (riff(form(channels: 0)), "the file has 0 channels; 1 or 2 are allowed"),
        (riff(form(channels: 3)), "the file has 3 channels; 1 or 2 are allowed"),
        (riff(form(rate: 96_000)), "the rate is 96000 Hz; 8000 to 48000 Hz are allowed"),
        (riff(form(rate: 0)), "the rate is 0 Hz; 8000 to 48000 Hz are allowed"),
        (
            riff(form(tag: 3, bits: 32)),
            "the samples are of format 3 (floating point) and 32 bits; PCM of 16 bits, A-law and"
        ),
        (riff(form(bits: 24)), "the samples are of format 1 (PCM) and 24 bits; PCM of 16 bits"),
        (riff(form(tag: 0xfffe)), "the format of the samples is told in 16 bytes; at least 16"),
        (riff(form(frame: 4)), "a frame is said to have 4 bytes; it has 2"),
        (
            riff(form(), chunk("data", [1, 2, 3])),
            "the samples have 3 bytes, which is no multiple of the 2 of a frame"
        ),
    ])
    func `what is no WAV file that can be read is told`(bytes: [UInt8], sentence: String) {
        #expect(Self.sentence(bytes).hasPrefix(sentence), "\(Self.sentence(bytes))")
    }

    @Test func `a file that is cut short anywhere is told`() {
        let bytes = Self.riff(
            Self.chunk("LIST", [1, 2, 3, 4]), Self.form(), Self.chunk("data", Self.four))
        for count in bytes.indices {
            #expect(Self.sentence(Array(bytes[..<count])) != "none", "\(count) bytes")
        }
        #expect(
            Self.sentence(Array(bytes.dropLast(3)))
                == "the file is cut short: of the 8 bytes of \"data\" 3 are missing")
    }

    @Test func `broken bytes are refused or read, and nothing breaks`() {
        let chance = Chance(seed: 11, stream: "broken")
        let good = Self.riff(
            Self.chunk("LIST", [1, 2]), Self.form(), Self.chunk("data", Self.four))
        var refused = 0
        for round in 0..<5_000 as Range<UInt64> {
            var bytes = good
            for change in 0..<3 as Range<UInt64> {
                let place = Int(chance.uniform(round, 2 * change) * Double(bytes.count))
                bytes[place] = UInt8(truncatingIfNeeded: chance.bits(round, 2 * change + 1))
            }
            if Self.sentence(bytes) != "none" { refused += 1 }
        }
        #expect(refused > 2_000 && refused < 5_000)
    }
}
