import DialMath

/// A single tone for some time: what is between a frame that is mostly one frequency and the last such.
struct ToneRun {
    /// Its first sample, and the first after it.
    var began = 0
    var ended = 0
    /// In the middle of it, over all of it.
    var hertz = 0.0
    /// A frame's, on average.
    var energy: Float = 0

    var length: Int { ended - began }
}

/// The tones that are the same in every country, as they come and go, by frames of 5 ms.
///
/// A frame belongs to a tone when half of its energy is within some 80 Hz of it; the frequency itself is
/// measured over the whole run, by how far the phase goes from frame to frame.
struct RunTracker {
    /// What is listened for, in Hz.
    static let hertz: [Double] = [950, 1_400, 1_790, 1_100, 2_100]

    /// The runs that go on, and how long they have been silent, by place in ``hertz``.
    private var runs = InlineArray<5, Open?>(repeating: nil)
    private var bank = ToneBank(Self.hertz)
    private var before = ComplexLanes()
    /// A bit each.
    private var openPlaces: UInt8 = 0

    /// The sums of the last frame.
    private(set) var last = ComplexLanes()

    private struct Open {
        var began: Int
        var ended: Int
        var frames = 0
        var real: Float = 0
        var imaginary: Float = 0
        var energy: Float = 0
        var gap = 0
    }

    /// −48 dBm0.
    private static let softest = EarFrame.energy(ofSine: -48)
    /// A phase that is reversed spoils a frame or two.
    private static let widestGap = 3
    /// What is shorter is no run.
    private static let fewest = 8

    /// Takes in the next frame.
    ///
    /// - Returns: the run that has ended with it, and its place in ``hertz``; nil: none has. Of two that end
    ///   together the second is told of a frame later.
    @inline(__always)
    mutating func hear(_ frame: borrowing EarFrame) -> (place: Int, run: ToneRun)? {
        before = last
        last = bank.sums(of: frame, group: 0)
        // A sine of peak a: 20 a in the sum, 20 a² of energy.
        let half = max(frame.energy, Self.softest) * 10
        let power = last.power
        guard openPlaces != 0 || largest(power) >= half else { return nil }
        return sort(frame, power: power, half: half)
    }

    private mutating func sort(
        _ frame: borrowing EarFrame, power: SIMD8<Float>, half: Float
    ) -> (place: Int, run: ToneRun)? {
        var ended: (place: Int, run: ToneRun)?
        let turn = last.turned(since: before)
        for place in 0..<5 {
            if power[place] >= half {
                if runs[place] == nil {
                    runs[place] = Open(began: frame.begin, ended: frame.begin)
                    openPlaces |= 1 << UInt8(place)
                } else {
                    runs[place]?.real += turn.real[place]
                    runs[place]?.imaginary += turn.imaginary[place]
                }
                runs[place]?.frames += 1
                runs[place]?.energy += frame.energy
                runs[place]?.ended = frame.begin + EarFrame.length
                runs[place]?.gap = 0
            } else if var run = runs[place] {
                run.gap += 1
                runs[place] = run
                // One at a time: there is room for one in what is returned.
                guard run.gap > Self.widestGap, ended == nil else { continue }
                runs[place] = nil
                openPlaces &= ~(1 << UInt8(place))
                if run.frames >= Self.fewest { ended = (place, Self.closed(run, place)) }
            }
        }
        return ended
    }

    /// The run of this place so far, if it goes on.
    func open(_ place: Int) -> ToneRun? {
        runs[place].flatMap { $0.frames >= Self.fewest ? Self.closed($0, place) : nil }
    }

    /// Whether a run of this place goes on.
    func isOpen(_ place: Int) -> Bool { openPlaces & 1 << UInt8(place) != 0 }

    /// How many frames it has; 0: it does not go on.
    func frames(_ place: Int) -> Int { runs[place]?.frames ?? 0 }

    private static func closed(_ run: Open, _ place: Int) -> ToneRun {
        let hop = Double(EarFrame.length) / Double(Ears.rate)
        return ToneRun(
            began: run.began, ended: run.ended,
            hertz: hertz[place] + turns(run.real, run.imaginary) / hop,
            energy: run.energy / Float(run.frames))
    }
}
