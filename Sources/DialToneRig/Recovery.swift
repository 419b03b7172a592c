/// How a stream goes on when its device stops, and when it gives up.
///
///     stopped ─▶ resume ─▶ going on
///                  └─▶ prepare ─▶ going on
///
/// Every stop is worth a restart, unless ``most`` restarts in a row have moved nothing: then the
/// device is not late but broken, and starting it for ever would keep a processor busy for nothing.
struct Recovery {
    /// Why a stream stands still.
    enum Stop {
        /// It ran out of sound, or of room.
        case xrun
        /// The computer slept.
        case suspend
    }

    /// Restarts in a row that may be in vain.
    static let most = 16

    /// What a restarted device takes in without playing any of it: its buffer. More than that it takes
    /// only when it plays; what a device gives it has recorded.
    let bufferFrames: Int
    private(set) var counters = SoundCounters()
    /// Restarts since anything was moved.
    private(set) var vain = 0
    private var sinceRestart = 0

    init(bufferFrames: Int) { self.bufferFrames = bufferFrames }

    mutating func moved(_ frames: Int) {
        counters.frames += frames
        sinceRestart += frames
        if sinceRestart > bufferFrames { vain = 0 }
    }

    mutating func waited() { counters.waits += 1 }

    /// - Returns: whether a restart is worth while.
    mutating func stopped(_ stop: Stop) -> Bool {
        switch stop {
        case .xrun: counters.xruns += 1
        case .suspend: counters.suspends += 1
        }
        sinceRestart = 0
        vain += 1
        return vain <= Self.most
    }
}
