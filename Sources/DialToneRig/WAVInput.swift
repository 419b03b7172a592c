import DialTones
import Foundation

/// A WAV file that is read from beginning to end, a block at a time.
///
/// Any length takes the same memory. Pipes are as good as files.
public final class WAVInput {
    public let path: String
    /// How the file keeps its samples.
    public let format: WAVFormat

    private let descriptor: Int32
    private var decoder: WAVDecoder
    private var bytes: [UInt8]
    /// Read along with the head.
    private var ready: [Int16] = []

    /// Opens a file and reads it up to its first samples.
    ///
    /// - Parameter path: `-` is standard input.
    public init(_ path: String) throws(WAVFileFault) {
        let descriptor = open(path == "-" ? "/dev/stdin" : path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw WAVFileFault(path, "cannot be read", errno) }
        var decoder = WAVDecoder()
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var ready: [Int16] = []
        do throws(WAVFileFault) {
            while decoder.format == nil {
                let count = try Self.read(descriptor, &bytes, path)
                do throws(WAVFault) {
                    if count == 0 { try decoder.finish() }
                    try decoder.decode(bytes[..<count], into: &ready)
                } catch {
                    throw WAVFileFault(path, error)
                }
                if count == 0 { break }
            }
        } catch {
            close(descriptor)
            throw error
        }
        guard let format = decoder.format else {
            close(descriptor)
            throw WAVFileFault(path, WAVFault.noChunk("fmt "))
        }
        self.path = path
        self.format = format
        self.descriptor = descriptor
        self.decoder = decoder
        self.bytes = bytes
        self.ready = ready
    }

    deinit { close(descriptor) }

    /// Puts the next samples, those of a frame side by side, in the place of what `block` holds.
    ///
    /// - Returns: false at the end of the file.
    /// - Throws: when the file ends before its samples do, or cannot be read.
    public func read(into block: inout [Int16]) throws(WAVFileFault) -> Bool {
        block.removeAll(keepingCapacity: true)
        swap(&block, &ready)
        while block.isEmpty {
            let count = try Self.read(descriptor, &bytes, path)
            do throws(WAVFault) {
                if count == 0 {
                    try decoder.finish()
                    return false
                }
                try decoder.decode(bytes[..<count], into: &block)
            } catch {
                throw WAVFileFault(path, error)
            }
        }
        return true
    }

    private static func read(
        _ descriptor: Int32, _ bytes: inout [UInt8], _ path: String
    ) throws(WAVFileFault) -> Int {
        while true {
            let count = Foundation.read(descriptor, &bytes, bytes.count)
            if count >= 0 { return count }
            if errno != EINTR { throw WAVFileFault(path, "cannot be read", errno) }
        }
    }
}

/// What is wrong with a WAV file, or with its disk.
public struct WAVFileFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ path: String, _ fault: WAVFault) { description = "\(path): \(fault)" }

    init(_ path: String, _ what: String, _ number: Int32) {
        description = "\(path): \(what): \(String(cString: strerror(number)).lowercased())"
    }
}
