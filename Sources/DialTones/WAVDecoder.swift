/// Reads a WAV file from its bytes, in pieces of any size.
///
/// Other chunks are passed over, and so is what follows the samples. Programs that write into a pipe do
/// not know the size beforehand and say 2³² − 1, or something from 2³¹ − 4096 up: then the samples may
/// end before. A recorder that was stopped too early has said 0, and that the file ends there: whatever
/// follows are samples. Keeps at most some 1,000 bytes between pieces.
///
/// > Source: sox 14.4.2 writes 0x7ffff000 into pipes, ffmpeg 0xffffffff; Python's `wave` says 36 and 0
/// > until it closes a file.
public struct WAVDecoder: Sendable {
    /// Known once the samples begin.
    public private(set) var format: WAVFormat?
    /// So far.
    public private(set) var frames = 0

    private var state = State.start
    /// What of the thing that is read next is there.
    private var held: [UInt8] = []
    /// Bytes before the thing that is read next, up to the samples.
    private var position = 0
    /// Bytes of the whole file, as its beginning says.
    private var told = 0

    /// A size from here up may be one that nobody knew.
    private static let leastUnknown = 0x7fff_f000

    private enum State: Hashable {
        /// `RIFF`, a size, `WAVE`.
        case start
        /// A name and a size.
        case chunk
        case format(size: Int)
        case passing(name: String, size: Int, left: Int)
        /// A size of nil: to the end, or at most so far.
        case samples(size: Int?, left: Int)
        case done
    }

    public init() {}

    /// Takes the next bytes and appends what samples they complete, those of a frame side by side.
    ///
    /// - Throws: when the file is none that can be read; it cannot be gone on with.
    public mutating func decode(
        _ bytes: ArraySlice<UInt8>, into samples: inout [Int16]
    ) throws(WAVFault) {
        var rest = bytes
        while !rest.isEmpty {
            switch state {
            case .start: try begin(&rest)
            case .chunk: try enterChunk(&rest)
            case .format(let size): try readFormat(size, &rest)
            case .passing(let name, let size, let left):
                let count = min(left, rest.count)
                rest = rest.dropFirst(count)
                position += count
                state =
                    count == left
                    ? .chunk : .passing(name: name, size: size, left: left - count)
            case .samples(let size, let left): try readSamples(size, left, &rest, &samples)
            case .done: return
            }
        }
    }

    /// Says that there are no further bytes.
    ///
    /// - Throws: when the file should have more.
    public func finish() throws(WAVFault) {
        switch state {
        case .start: throw .noWAV(held)
        case .chunk where held.isEmpty: throw .noChunk(format == nil ? "fmt " : "data")
        case .chunk: throw .truncated(chunk: "chunk", missing: 8 - held.count, size: 8)
        case .format(let size):
            throw .truncated(chunk: "fmt ", missing: size - held.count, size: size)
        case .passing(let name, let size, let left):
            // The byte that makes a size even is left out by some at the end of a file.
            if left == 1, size % 2 == 1 { throw .noChunk(format == nil ? "fmt " : "data") }
            throw .truncated(chunk: name, missing: left - size % 2, size: size)
        case .samples(let size?, let left):
            throw .truncated(chunk: "data", missing: left, size: size)
        case .samples(nil, _):
            guard held.isEmpty else {
                let frame = format?.bytesPerFrame ?? 1
                throw .partFrame(bytes: frames * frame + held.count, frame: frame)
            }
        case .done: return
        }
    }

    /// Takes bytes until `count` are held; nil while they are not.
    private mutating func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let wanted = rest.prefix(count - held.count)
        held += wanted
        rest = rest.dropFirst(wanted.count)
        guard held.count == count else { return nil }
        position += count
        defer { held.removeAll(keepingCapacity: true) }
        return held
    }

    private mutating func begin(_ rest: inout ArraySlice<UInt8>) throws(WAVFault) {
        guard let bytes = take(12, &rest) else { return }
        guard bytes[..<4].elementsEqual("RIFF".utf8), bytes[8...].elementsEqual("WAVE".utf8) else {
            throw .noWAV(bytes)
        }
        told = 8 + bytes.number(at: 4, width: 4)
        state = .chunk
    }

    private mutating func enterChunk(_ rest: inout ArraySlice<UInt8>) throws(WAVFault) {
        guard let bytes = take(8, &rest) else { return }
        let name = String(decoding: bytes[..<4], as: UTF8.self)
        let size = bytes.number(at: 4, width: 4)
        switch name {
        case "fmt " where format == nil:
            if size < 16 { throw .shortFormat(size) }
            if size > 1_024 { throw .longFormat(size) }
            state = .format(size: size)
        case "data":
            guard let format else { throw .noChunk("fmt ") }
            if size == Int(UInt32.max) || (size == 0 && isSizeMissing) {
                state = .samples(size: nil, left: .max)
            } else if size >= Self.leastUnknown {
                state = .samples(size: nil, left: size - size % format.bytesPerFrame)
            } else if size % format.bytesPerFrame != 0 {
                throw .partFrame(bytes: size, frame: format.bytesPerFrame)
            } else {
                state = size == 0 ? .done : .samples(size: size, left: size)
            }
        default:
            let padded = size + size % 2
            if padded > 0 { state = .passing(name: name, size: size, left: padded) }
        }
    }

    /// Whether the file is said to end where its samples begin, or nobody knew where it does.
    private var isSizeMissing: Bool { told <= position || told - 8 >= Self.leastUnknown }

    private mutating func readFormat(
        _ size: Int, _ rest: inout ArraySlice<UInt8>
    ) throws(WAVFault) {
        guard let bytes = take(size, &rest) else { return }
        format = try WAVFormat(chunk: bytes)
        state = size % 2 == 0 ? .chunk : .passing(name: "fmt ", size: 1, left: 1)
    }

    private mutating func readSamples(
        _ size: Int?, _ left: Int, _ rest: inout ArraySlice<UInt8>, _ samples: inout [Int16]
    ) throws(WAVFault) {
        guard let format else { return }
        let frame = format.bytesPerFrame
        var count = min(left, rest.count)
        if !held.isEmpty || count < frame {
            // A frame that two pieces share.
            let before = held.count
            let whole = take(frame, &rest)
            count = whole == nil ? held.count - before : frame - before
            if let whole {
                format.decode(whole[...], into: &samples)
                frames += 1
            }
        } else {
            count -= count % frame
            format.decode(rest.prefix(count), into: &samples)
            rest = rest.dropFirst(count)
            frames += count / frame
        }
        state =
            left == count ? .done : .samples(size: size, left: left - count)
    }
}

extension WAVFormat {
    /// - Parameter bytes: what a file says of its format, at least 16.
    fileprivate init(chunk bytes: [UInt8]) throws(WAVFault) {
        var tag = bytes.number(at: 0, width: 2)
        let channels = bytes.number(at: 2, width: 2)
        let rate = bytes.number(at: 4, width: 4)
        let frame = bytes.number(at: 12, width: 2)
        let bits = bytes.number(at: 14, width: 2)
        // WAVE_FORMAT_EXTENSIBLE: the format is the beginning of a GUID.
        if tag == 0xfffe {
            guard bytes.count >= 40 else { throw .shortFormat(bytes.count) }
            tag = bytes.number(at: 24, width: 2)
        }
        switch (tag, bits) {
        case (1, 16): coding = .pcm
        case (6, 8): coding = .alaw
        case (7, 8): coding = .ulaw
        default: throw .coding(tag: tag, bits: bits)
        }
        guard (1...2).contains(channels) else { throw .channels(channels) }
        guard Self.allowedRates.contains(rate) else { throw .rate(rate) }
        self.rate = rate
        self.channels = channels
        guard frame == bytesPerFrame else { throw .frame(said: frame, is: bytesPerFrame) }
    }

    /// Appends the samples of whole frames.
    fileprivate func decode(_ bytes: ArraySlice<UInt8>, into samples: inout [Int16]) {
        switch coding {
        case .pcm:
            var place = bytes.startIndex
            while place < bytes.endIndex {
                let bits = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
                samples.append(Int16(bitPattern: bits))
                place += 2
            }
        case .alaw: for code in bytes { samples.append(G711.aLaw.decode(code)) }
        case .ulaw: for code in bytes { samples.append(G711.muLaw.decode(code)) }
        }
    }
}

extension [UInt8] {
    /// Of `width` bytes, the lowest first.
    fileprivate func number(at place: Int, width: Int) -> Int {
        self[place..<(place + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
