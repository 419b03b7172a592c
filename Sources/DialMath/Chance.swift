/// A named stream of chance: what a draw gives depends on the seed, the stream's name and the key
/// of the thing it is drawn for, and on nothing else.
///
/// No draw moves another. Two policies, or a live run and a simulated one, therefore meet the same
/// callers however differently they dial: the third attempt to lead 17 rings as long in all of
/// them.
///
///     let ring = Chance(seed: 1, stream: "ring")
///     ring.uniform(17, 3)          // the same in every run
///
/// > Source: the mixing function is the finaliser of SplitMix64: G. L. Steele, D. Lea and
/// > C. H. Flood (2014), doi:10.1145/2660193.2660195; the constants are variant 13 of D. Stafford.
public struct Chance: Hashable, Sendable {
    @usableFromInline let root: UInt64

    /// - Parameters:
    ///   - seed: the run's seed; any value.
    ///   - stream: the name of this use of chance. Different names give unrelated streams.
    public init(seed: UInt64, stream: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bit
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        root = Self.mix(Self.mix(seed &+ Self.step) ^ hash)
    }

    /// The thing that draws from several streams are made for.
    ///
    ///     let call = Chance.Lot(17, 3)
    ///     ring.uniform(call) == ring.uniform(17, 3)       // true
    public struct Lot: Hashable, Sendable {
        @usableFromInline let key: UInt64
        @usableFromInline let index: UInt64

        /// The `index`-th draw for `key`.
        @inlinable @inline(__always)
        public init(_ key: UInt64, _ index: UInt64 = 0) {
            self.key = key
            self.index = index
        }

        /// No draw yet.
        @inlinable
        public init() { self.init(0) }

        /// The `index`-th of several draws for the same thing, below 65,536.
        @inlinable @inline(__always)
        public func part(_ index: UInt64) -> Lot { Lot(key, self.index << 16 &+ index) }
    }

    /// 64 random bits. O(1), no state.
    @inlinable @inline(__always)
    public func bits(_ lot: Lot) -> UInt64 {
        Self.mix(
            Self.mix(root ^ (lot.key &* Self.step)) &+ (lot.index &+ 1) &* 0xd1b5_4a32_d192_ed03)
    }

    /// 64 random bits for the `index`-th draw for `key`. O(1), no state.
    @inlinable @inline(__always)
    public func bits(_ key: UInt64, _ index: UInt64 = 0) -> UInt64 { bits(Lot(key, index)) }

    /// A number strictly between 0 and 1, at 53 bits; safe to hand to any quantile function.
    @inlinable @inline(__always)
    public func uniform(_ lot: Lot) -> Double { Self.uniform(of: bits(lot)) }

    /// As ``uniform(_:)``, of the `index`-th draw for `key`.
    @inlinable @inline(__always)
    public func uniform(_ key: UInt64, _ index: UInt64 = 0) -> Double {
        Self.uniform(of: bits(key, index))
    }

    /// The middle of one of 2⁵³ equal parts of 0...1. That of the last would round to 1.
    @inlinable @inline(__always)
    static func uniform(of bits: UInt64) -> Double {
        min((Double(bits >> 11) + 0.5) * 0x1p-53, 1 - 0x1p-53)
    }

    /// True with probability `chance` (≤ 0 never, ≥ 1 always).
    @inlinable @inline(__always)
    public func happens(_ chance: Double, _ lot: Lot) -> Bool { uniform(lot) < chance }

    /// As ``happens(_:_:)``, of the `index`-th draw for `key`.
    @inlinable
    public func happens(_ chance: Double, _ key: UInt64, _ index: UInt64 = 0) -> Bool {
        uniform(key, index) < chance
    }

    @usableFromInline static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

    @inlinable @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
