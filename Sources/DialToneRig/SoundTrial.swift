/// A device that has been opened and listened to for half a second, or has played half a second of
/// silence.
public struct SoundTrial: Sendable {
    public let device: SoundDevice
    public let direction: SoundDirection
    public let format: SoundFormat
    public let result: Result<Timing, SoundFault>

    public struct Timing: Sendable, Hashable {
        /// Of the device, in frames.
        public var period: Int
        public var buffer: Int
        /// How long a period took on average.
        public var periodMilliseconds: Double
        /// How often the device stopped meanwhile.
        public var stops: Int

        public init(period: Int, buffer: Int, periodMilliseconds: Double, stops: Int) {
            self.period = period
            self.buffer = buffer
            self.periodMilliseconds = periodMilliseconds
            self.stops = stops
        }
    }

    /// Periods that are timed.
    public static let periods = 25

    /// Tries it out, which takes as long as the device takes for its buffer and ``periods``.
    public init(_ device: SoundDevice, _ direction: SoundDirection, format: SoundFormat = .init()) {
        self.device = device
        self.direction = direction
        self.format = format
        result = Result { () throws(SoundFault) in
            switch direction {
            case .playback: try Self.play(on: device, format)
            case .capture: try Self.record(from: device, format)
            }
        }
    }

    /// Whether a period took as long as it sounds, within a tenth; devices that are files take no time.
    public static func isInTime(_ timing: Timing, _ format: SoundFormat) -> Bool {
        let right = 1_000 * Double(timing.period) / Double(format.rate)
        return abs(timing.periodMilliseconds - right) < right / 10
    }

    private static func play(
        on device: SoundDevice, _ format: SoundFormat
    ) throws(SoundFault) -> Timing {
        let playback = try AudioPlayback(device, format: format)
        defer { playback.close() }
        let silence = [Int16](repeating: 0, count: playback.periodFrames * format.channels)
        // From a full buffer on there is room again each time a period has been played.
        let filling = playback.bufferFrames / playback.periodFrames + 1
        for _ in 0..<filling { try playback.write(silence.span) }
        let start = ContinuousClock.now
        for _ in 0..<periods { try playback.write(silence.span) }
        let took = ContinuousClock.now - start
        return Timing(
            period: playback.periodFrames, buffer: playback.bufferFrames,
            periodMilliseconds: took / .milliseconds(periods),
            stops: playback.counters.xruns + playback.counters.suspends)
    }

    private static func record(
        from device: SoundDevice, _ format: SoundFormat
    ) throws(SoundFault) -> Timing {
        let capture = try AudioCapture(device, format: format)
        defer { capture.close() }
        var block = [Int16](repeating: 0, count: capture.periodFrames * format.channels)
        var span = block.mutableSpan
        _ = try capture.read(into: &span)
        let start = ContinuousClock.now
        for _ in 0..<periods { _ = try capture.read(into: &span) }
        let took = ContinuousClock.now - start
        return Timing(
            period: capture.periodFrames, buffer: capture.bufferFrames,
            periodMilliseconds: took / .milliseconds(periods),
            stops: capture.counters.xruns + capture.counters.suspends)
    }
}
