import DialMath

/// How many agents come free in each slot, of those of whom it is known when: counted out one
/// agent after the other.
struct TimedEnds: Sendable {
    /// The chances of 0...4 and of 5 or more; a lane is a slot.
    typealias Chances = InlineArray<6, SIMD8<Float>>

    /// How many agents.
    private(set) var count = 0
    /// How many of them come free, on average.
    private(set) var freed = SIMD8<Float>.zero
    private var chances = none

    private static let none: Chances =
        [SIMD8(repeating: 1), .zero, .zero, .zero, .zero, .zero]
    private static let most = SmallOutlook.jump

    /// An agent more, who is free by the middle of each slot with these chances.
    @inline(__always)
    mutating func add(_ row: SIMD8<Float>) {
        let chance = SmallOutlook.steps(row)
        count += 1
        freed += chance
        // Five and one more are five or more.
        chances[Self.most] += chances[Self.most - 1] * chance
        var number = Self.most - 1
        while number > 0 {
            chances[number] += chance * (chances[number - 1] - chances[number])
            number -= 1
        }
        chances[0] -= chance * chances[0]
    }

    /// Other agents as well.
    mutating func add(_ others: TimedEnds) {
        if others.count == 0 { return }
        chances = count == 0 ? others.chances : Self.together(chances, others.chances)
        count += others.count
        freed += others.freed
    }

    /// Brings them together with the chances of agents of whom less is known.
    func add(to others: UnsafeMutablePointer<SIMD8<Float>>) {
        var known = Self.none
        for number in 0...Self.most { known[number] = others[number] }
        known = Self.together(chances, known)
        for number in 0...Self.most { others[number] = known[number] }
    }

    /// The chances of sums.
    @inline(__always)
    private static func together(_ a: Chances, _ b: Chances) -> Chances {
        var sums = none
        var rest = SIMD8<Float>(repeating: 1)
        for number in 0..<most {
            var sum = SIMD8<Float>.zero
            for own in 0...number { sum += a[own] * b[number - own] }
            sums[number] = sum
            rest -= sum
        }
        sums[most] = larger(rest, .zero)
        return sums
    }
}

extension TimedEnds: Hashable, Codable {
    private struct Plain: Hashable, Codable {
        var count: Int
        var freed: SIMD8<Float>
        var chances: [SIMD8<Float>]
    }

    private var plain: Plain {
        Plain(count: count, freed: freed, chances: chances.indices.map { chances[$0] })
    }

    static func == (a: TimedEnds, b: TimedEnds) -> Bool { a.plain == b.plain }
    func hash(into hasher: inout Hasher) { hasher.combine(plain) }
    func encode(to encoder: any Encoder) throws { try plain.encode(to: encoder) }

    init(from decoder: any Decoder) throws {
        let plain = try Plain(from: decoder)
        count = plain.count
        freed = plain.freed
        for (number, chance) in plain.chances.prefix(chances.count).enumerated() {
            chances[number] = chance
        }
    }
}
