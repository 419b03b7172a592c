import DialModel

extension Dialer {
    /// What keeps a running campaign from starting more calls now.
    public func bound(at now: Instant) -> Pace.Bound {
        if !trunk.takesCalls { return .trunk }
        if floor.linesFree <= floor.previewing { return .lines }
        if hopper.count == 0 { return .leads }
        if wantsToStart { return .callsPerSecond }
        return plan.mode == .preview ? .agents : latestBound
    }
}
