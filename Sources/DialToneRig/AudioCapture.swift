import CALSA

/// Sound on its way from a device, period by period.
///
///     let capture = try AudioCapture(.usual)
///     var block = [Int16](repeating: 0, count: capture.periodFrames)
///     var span = block.mutableSpan
///     let count = try capture.read(into: &span)      // waits for the device
///
/// It begins to record with the first read. When it is read too late, or the computer slept, what came
/// meanwhile is lost; it starts again by itself and counts that. An error ends it for good: every
/// further call throws the same.
///
/// Not for several threads at once; one of its own is best.
public final class AudioCapture {
    private let stream: SoundStream

    /// Opens a device.
    ///
    /// - Throws: when there is none, another has it, or it does not take the format; at once.
    public init(_ device: SoundDevice, format: SoundFormat = .init()) throws(SoundFault) {
        stream = try device.open(.capture, format)
    }

    /// - Parameters:
    ///   - handle: a `snd_pcm_t *` that is open for capture, without waiting; closed with this, or if
    ///     it throws.
    ///   - patience: how long it may stand still, in milliseconds.
    package init(
        open handle: OpaquePointer, named name: String, format: SoundFormat, patience: Int32
    ) throws(SoundFault) {
        stream = try SoundStream(
            handle, device: name, direction: .capture, format: format, patience: patience)
    }

    /// Its name.
    public var device: String { stream.device }
    public var format: SoundFormat { stream.format }
    /// Frames that the device gives at a time; blocks of this size are the best to read.
    public var periodFrames: Int { stream.periodFrames }
    /// Frames that the device holds before it loses any.
    public var bufferFrames: Int { stream.bufferFrames }
    public var counters: SoundCounters { stream.counters }

    /// Waits until `samples` is full, those of a frame side by side.
    ///
    /// - Parameter samples: room for whole frames, any number.
    /// - Returns: how many were read; fewer than there is room for only at the end of a device that is a
    ///   file.
    /// - Throws: when the device is unplugged, stands still for two seconds, or stops again and again.
    public func read(into samples: inout MutableSpan<Int16>) throws(SoundFault) -> Int {
        let channels = format.channels
        precondition(
            samples.count.isMultiple(of: channels),
            "\(samples.count) samples are no whole number of frames of \(channels)")
        return try samples.withUnsafeMutableBufferPointer { all throws(SoundFault) in
            var done = 0
            while done < all.count {
                let first = all.baseAddress.map { $0 + done }
                let frames = (all.count - done) / channels
                let moved = try stream.move(frames) { snd_pcm_readi($0, first, $1) }
                if moved == 0 { break }
                done += moved * channels
            }
            return done
        }
    }

    /// Stops at once. Nothing can be read afterwards.
    public func close() { stream.close() }
}
