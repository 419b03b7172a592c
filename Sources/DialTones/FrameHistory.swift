import DialMath

/// The last frames of a line, as sums with certain frequencies, and what windows over them hold.
struct FrameHistory {
    /// Frames so far.
    private(set) var count = 0

    private var bank: ToneBank
    /// The last 32 frames, by group.
    private var sums: [ComplexLanes]
    /// The last 64.
    private var energies = InlineArray<64, Float>(repeating: 0)
    private var windows: [ComplexLanes]
    private let weights: [Float]

    /// Frames in a window: 125 ms.
    static let window = 25
    /// What the power of a window is to be multiplied by for the energy of one sine in it: its peak *a*
    /// gives 20 *a* times the 12.5 that the weights sum to, and 20 *a*² times 9.375 of energy.
    static let windowScale: Float = 20 * 9.375 / (250 * 250)

    /// - Parameter hertz: to listen for, ascending.
    init(_ hertz: [Double]) {
        bank = ToneBank(hertz)
        sums = Array(repeating: ComplexLanes(), count: 32 * bank.groups)
        windows = Array(repeating: ComplexLanes(), count: bank.groups)
        weights = (0..<Self.window).map { place in
            let turn = (Double(place) + 0.5) / Double(Self.window)
            return Float(0.5 - 0.5 * Phase(turns: turn + 0.25).sine)
        }
    }

    var groups: Int { bank.groups }
    /// Of each lane.
    var hertz: [Double] { bank.hertz }

    @inline(__always)
    mutating func add(_ frame: borrowing EarFrame) {
        energies[count & 63] = frame.energy
        for group in 0..<bank.groups {
            sums[32 * group + count & 31] = bank.sums(of: frame, group: group)
        }
        count += 1
    }

    /// Of one of the last 64 frames.
    func energy(_ frame: Int) -> Float { energies[frame & 63] }

    /// Of one of the last 32.
    func sums(_ frame: Int, _ group: Int) -> ComplexLanes { sums[32 * group + frame & 31] }

    /// The energy of the last frames, on average.
    func mean(_ frames: Int) -> Float {
        var sum: Float = 0
        for back in 1...frames { sum += energies[(count - back) & 63] }
        return sum / Float(frames)
    }

    /// Whether one frequency has nearly all the energy of the last 40 ms.
    ///
    /// - Parameter mean: of that energy, a frame.
    func isOne(_ mean: Float) -> Bool {
        // A sine of peak a: 20 a in each sum, 20 a² of energy a frame.
        let needed = 0.8 * mean * 20 * 64
        for group in 0..<bank.groups {
            var sum = ComplexLanes()
            for back in 1...8 { sum += sums[32 * group + (count - back) & 31] }
            if largest(sum.power) >= needed { return true }
        }
        return false
    }

    /// Looks at the last 125 ms through a window of Hann, lane by lane.
    ///
    /// - Returns: the energy in it.
    mutating func look() -> Float {
        var energy: Float = 0
        let oldest = count - Self.window
        for place in 0..<Self.window {
            energy += weights[place] * weights[place] * energies[(oldest + place) & 63]
        }
        for group in 0..<bank.groups {
            var sum = ComplexLanes()
            for place in 0..<Self.window {
                sum += sums[32 * group + (oldest + place) & 31] * weights[place]
            }
            windows[group] = sum
        }
        return energy
    }

    /// What was looked at last.
    func window(_ group: Int) -> ComplexLanes { windows[group] }

    /// The power of the loudest of some lanes there.
    func power(_ lanes: [Int]) -> Float {
        var best: Float = 0
        for lane in lanes { best = max(best, windows[lane / 8].power[lane % 8]) }
        return best
    }
}
