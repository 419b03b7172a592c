import DialModel

/// The calls in progress, one a line, and the lines that are free.
struct LineTable: Sendable {
    /// By line; a free line holds its last, ended call.
    private(set) var calls = Rows<CallAttempt>()
    private var free = Rows<Int32>()

    @inline(__always)
    var used: Int { calls.count &- free.count }
    var count: Int { calls.count }

    @inline(__always)
    subscript(line: Int32) -> CallAttempt {
        unsafeAddress { UnsafePointer(calls.base + Int(line)) }
        nonmutating unsafeMutableAddress { calls.base + Int(line) }
    }

    /// The call on the line, for as long as no line is added.
    @inline(__always)
    func row(_ line: Int32) -> UnsafeMutablePointer<CallAttempt> { calls.base + Int(line) }

    /// The line on which the attempt is in progress, nil when it is not, or not any more.
    @inline(__always)
    func line(of call: CallID) -> Int32? {
        guard call.line >= 0, call.line < calls.count else { return nil }
        return calls[call.line].attempt == call.attempt && calls[call.line].phase != .ended
            ? call.line : nil
    }

    /// A free line, for a call that is to begin on it.
    @inline(__always)
    mutating func open() -> Int32 {
        if let line = free.popLast() { return line }
        calls.append(CallAttempt())
        return Int32(truncatingIfNeeded: calls.count &- 1)
    }

    /// Lines that are free, without any being added.
    @inline(__always)
    var spare: Int { free.count }

    /// ``open()``, where there are spare lines.
    @inline(__always)
    mutating func openSpare() -> Int32 { free.takeLast() }

    /// Adds lines until `count` are spare; they are opened after those that are so now, in order.
    mutating func addSpare(to count: Int) {
        var all = Rows<Int32>()
        for line in (calls.count..<calls.count + count - free.count).reversed() {
            all.append(Int32(line))
        }
        for place in 0..<free.count { all.append(free[place]) }
        calls.grow(to: calls.count + count - free.count, with: CallAttempt())
        free = all
    }

    @inline(__always)
    mutating func close(_ line: Int32) { free.append(line) }

    /// See ``Rows/unshare()``.
    mutating func unshare() {
        calls.unshare()
        free.unshare()
    }

    @inline(__always)
    static func count(_ phase: CallAttempt.Phase, by change: Int32, in floor: inout Floor) {
        floor.callCounts[Int(phase.rawValue)] &+= change
    }
}
