import DialTones
import Foundation

/// A WAV file that is written a block at a time; all or nothing, as ``FinishedFile`` has it.
public final class WAVOutput {
    /// Whether there is a part that has to go if the process is ended.
    public var hasPart: Bool { file.hasPart }

    private let file: FinishedFile
    private let format: WAVFormat
    private let frames: Int
    private var written = 0
    private var bytes: [UInt8] = []

    /// Makes the file and writes what stands before the samples.
    ///
    /// - Parameter frames: how many will be written, at most ``WAVFormat/mostFrames``.
    public init(_ path: String, format: WAVFormat, frames: Int) throws(WAVFileFault) {
        file = try telling { () throws(FinishedFile.Fault) in try FinishedFile(path) }
        self.format = format
        self.frames = frames
        bytes = format.header(frames: frames)
    }

    /// Writes samples, those of a frame side by side.
    public func write(_ samples: ArraySlice<Int16>) throws(WAVFileFault) {
        written += samples.count
        precondition(
            written <= frames * format.channels,
            "\(written) samples are written; \(frames * format.channels) were told")
        format.encode(samples, into: &bytes)
        if bytes.count >= 1 << 16 { try flush() }
    }

    /// Gives the file its name. It must have all its samples.
    public func finish() throws(WAVFileFault) {
        precondition(
            written == frames * format.channels,
            "\(written) samples are written; \(frames * format.channels) were told")
        if frames * format.bytesPerFrame % 2 == 1 { bytes.append(0) }
        try flush()
        try telling { () throws(FinishedFile.Fault) in try file.finish() }
    }

    private func flush() throws(WAVFileFault) {
        // Out of the object while it is read.
        var all: [UInt8] = []
        swap(&all, &bytes)
        try telling { () throws(FinishedFile.Fault) in try file.write(all.span.bytes) }
        all.removeAll(keepingCapacity: true)
        swap(&all, &bytes)
    }
}

/// Says of a file that cannot be written that it is a WAV file.
private func telling<Result>(
    _ body: () throws(FinishedFile.Fault) -> Result
) throws(WAVFileFault) -> Result {
    do { return try body() } catch {
        throw WAVFileFault(error.path, "cannot be written", error.number)
    }
}
