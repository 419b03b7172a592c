import DialTones
import Testing

/// The laws against ITU-T G.711's own tables, worked out here by what they say: intervals that double
/// from segment to segment, each code standing for the middle of its own.
@Suite struct G711Tests {
    /// Where the intervals of one half begin and what they stand for, in 16-bit samples.
    ///
    /// A-law (table 1a) has 128 intervals, of which the first 32 are 2 of 4096 wide; µ-law (table 2a)
    /// has 128, the first 0...1 of 8159, then 15 of 2, 16 of 4 and so on.
    private static func intervals(_ law: G711) -> [(from: Int, value: Int)] {
        var from = 0
        return (0..<128).map { place in
            let width: Int
            switch law {
            case .aLaw: width = 16 << max(0, place / 16 - 1)
            case .muLaw: width = place == 0 ? 4 : 8 << (place / 16)
            }
            defer { from += width }
            return (from, law == .muLaw && place == 0 ? 0 : from + width / 2)
        }
    }

    /// The codes as the tables have them: the sign first, every second bit of A-law turned, all of
    /// µ-law.
    private static func code(_ law: G711, _ place: Int, isNegative: Bool) -> UInt8 {
        switch law {
        case .aLaw: UInt8(place | (isNegative ? 0 : 0x80)) ^ 0b0101_0101
        case .muLaw: UInt8(place | (isNegative ? 0x80 : 0)) ^ 0xff
        }
    }

    @Test(arguments: [G711.aLaw, .muLaw])
    func `every code stands for the middle of its interval`(law: G711) {
        for (place, interval) in Self.intervals(law).enumerated() {
            for isNegative in [false, true] {
                let code = Self.code(law, place, isNegative: isNegative)
                #expect(
                    Int(law.decode(code)) == (isNegative ? -interval.value : interval.value),
                    "\(law) \(place)")
            }
        }
    }

    @Test(arguments: [G711.aLaw, .muLaw])
    func `every sample gets the code of the interval that it is in`(law: G711) {
        let intervals = Self.intervals(law)
        var wrong: [Int] = []
        for sample in Int(Int16.min)...Int(Int16.max) {
            // Sizes are counted from 0 on both sides: −1 is the first of the negative ones.
            let size = sample < 0 ? -1 - sample : sample
            let place = intervals.lastIndex { $0.from <= size } ?? 0
            let code = Self.code(law, place, isNegative: sample < 0)
            if law.encode(Int16(sample)) != code { wrong.append(sample) }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [G711.aLaw, .muLaw])
    func `what is decoded and encoded again is the same code`(law: G711) {
        for code in UInt8.min...UInt8.max {
            let again = law.encode(law.decode(code))
            #expect(law.decode(again) == law.decode(code))
            // µ-law has a zero of either sign; samples have one.
            #expect(again == (law == .muLaw && code == 0x7f ? 0xff : code))
        }
    }

    @Test func `known codes`() {
        #expect(
            [0, 8, -8, 32_767, -32_768].map(G711.aLaw.encode) == [0xd5, 0xd5, 0x55, 0xaa, 0x2a])
        #expect([0, -4, 32_767, -32_768].map(G711.muLaw.encode) == [0xff, 0x7f, 0x80, 0x00])
        #expect(G711.aLaw.decode(0xaa) == 32_256 && G711.muLaw.decode(0x80) == 32_124)
    }
}
