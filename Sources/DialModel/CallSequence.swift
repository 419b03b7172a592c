/// The calls that are planned to each lead, one after the other, by what comes of them.
///
/// A call goes on, with attempts and retries of its own, until an outcome leads to another call or
/// nothing is left to try. Promised calls belong to the call they were promised in.
public struct CallSequence: Hashable, Sendable {
    /// In the order in which they are planned; the first is the first call to every lead. At most 64.
    public var steps: [Step] = []

    public init(_ steps: [Step] = []) { self.steps = steps }

    public struct Step: Hashable, Sendable {
        public var name: String
        /// What agents go by; empty: nothing is said of it.
        public var script: String
        /// Which call comes next, by outcome.
        public var next: [Outcome: Next]

        public init(_ name: String, script: String = "", next: [Outcome: Next] = [:]) {
            self.name = name
            self.script = script
            self.next = next
        }
    }

    public struct Next: Hashable, Sendable {
        /// Its place.
        public var step: UInt8
        /// From the end of the call that leads to it, or of its wrap-up.
        public var delay: Duration
        public init(_ step: UInt8, after delay: Duration) {
            self.step = step
            self.delay = delay
        }
    }

    /// Whether there is but one call.
    public var isEmpty: Bool { steps.count < 2 }

    /// The call that follows when call `step` has come to `outcome`; nil: none does.
    public func next(after outcome: Outcome, of step: UInt8) -> Next? {
        Int(step) < steps.count ? steps[Int(step)].next[outcome] : nil
    }
}
