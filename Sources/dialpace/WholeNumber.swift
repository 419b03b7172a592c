import ArgumentParser

/// Reads the value of an option as a whole number.
///
/// - Parameter most: how ``range``'s upper bound is told.
func wholeNumber<Number: FixedWidthInteger>(
    _ text: String, in range: ClosedRange<Number>, most: String
) throws -> Number {
    guard let number = Number(text), range.contains(number) else {
        throw ValidationError("a whole number from \(range.lowerBound) to \(most) is allowed")
    }
    return number
}
