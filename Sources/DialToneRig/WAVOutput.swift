import DialTones
import Foundation

/// A WAV file that is written a block at a time; all or nothing.
///
/// Until it is finished it has another name beside its own. A pipe or a device gets its bytes as they
/// come.
public final class WAVOutput {
    private let path: String
    private let format: WAVFormat
    private let frames: Int
    private let place: String
    private var descriptor: Int32
    private var written = 0
    private var bytes: [UInt8] = []

    /// Makes the file and writes what stands before the samples.
    ///
    /// - Parameter frames: how many will be written, at most ``WAVFormat/mostFrames``.
    public init(_ path: String, format: WAVFormat, frames: Int) throws(WAVFileFault) {
        var status = stat()
        let isPlain = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        self.path = path
        self.format = format
        self.frames = frames
        place = isPlain ? "\(path).\(getpid()).part" : path
        descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw WAVFileFault(path, "cannot be written", errno) }
        bytes = format.header(frames: frames)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if place != path { unlink(place) }
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
        let isClosed = close(descriptor) == 0
        descriptor = -1
        if !isClosed || (place != path && rename(place, path) != 0) {
            let number = errno
            if place != path { unlink(place) }
            throw WAVFileFault(path, "cannot be written", number)
        }
    }

    private func flush() throws(WAVFileFault) {
        var number: Int32 = 0
        bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty, number == 0 {
                let count = Foundation.write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    number = errno
                }
            }
        }
        bytes.removeAll(keepingCapacity: true)
        if number != 0 { throw WAVFileFault(path, "cannot be written", number) }
    }
}
