// What the standard library does lane by lane, in a few vector instructions each. Written out for each
// type: a generic comparison would go lane by lane again.

/// The smaller of each pair of lanes.
@inlinable @inline(__always)
public func smaller(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMD2<Float> {
    b.replacing(with: a, where: a .< b)
}

/// The larger of each pair of lanes.
@inlinable @inline(__always)
public func larger(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMD2<Float> {
    a.replacing(with: b, where: a .< b)
}

/// The smaller of each pair of lanes.
@inlinable @inline(__always)
public func smaller(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    b.replacing(with: a, where: a .< b)
}

/// The larger of each pair of lanes.
@inlinable @inline(__always)
public func larger(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    a.replacing(with: b, where: a .< b)
}

/// The smaller of each pair of lanes.
@inlinable @inline(__always)
public func smaller(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    b.replacing(with: a, where: a .< b)
}

/// The larger of each pair of lanes.
@inlinable @inline(__always)
public func larger(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    a.replacing(with: b, where: a .< b)
}

/// The smaller of each pair of lanes.
@inlinable @inline(__always)
public func smaller(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
    b.replacing(with: a, where: a .< b)
}

/// The larger of each pair of lanes.
@inlinable @inline(__always)
public func larger(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
    a.replacing(with: b, where: a .< b)
}

/// The sum of the lanes, by halves.
@inlinable @inline(__always)
public func total(_ lanes: SIMD16<Float>) -> Float { total(lanes.lowHalf + lanes.highHalf) }

/// The sum of the lanes, by halves.
@inlinable @inline(__always)
public func total(_ lanes: SIMD8<Float>) -> Float {
    let four = lanes.lowHalf + lanes.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}

/// The largest lane, by halves.
@inlinable @inline(__always)
public func largest(_ lanes: SIMD8<Float>) -> Float {
    let four = larger(lanes.lowHalf, lanes.highHalf)
    let two = larger(four.lowHalf, four.highHalf)
    return max(two.x, two.y)
}

/// The square roots of numbers above 1e-30, to five parts in a million.
///
/// > Source: the first guess from the bits of the number, C. Lomont, "Fast inverse square root" (2003);
/// > then two steps of Newton's method.
@inlinable @inline(__always)
public func roots(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafeBitCast(x, to: SIMD8<UInt32>.self)
    let guess = SIMD8<UInt32>(repeating: 0x5f37_5a86) &- (bits &>> SIMD8<UInt32>(repeating: 1))
    var inverse = unsafeBitCast(guess, to: SIMD8<Float>.self)
    let half = 0.5 * x
    inverse = inverse * (1.5 - half * inverse * inverse)
    inverse = inverse * (1.5 - half * inverse * inverse)
    return x * inverse
}
