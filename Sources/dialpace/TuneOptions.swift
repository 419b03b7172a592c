import ArgumentParser
import DialModel

/// `3%` or `0.03`, with the bounds that are allowed.
func share(_ text: String, _ word: String, above low: Double, below high: Double) throws -> Double {
    guard let number = number(text) else {
        throw ValidationError("\(word) is a share, such as \(Int(high * 99))% or \(high * 0.99)")
    }
    guard number > low, number < high else {
        throw ValidationError(
            "\(word) above \(Int(low * 100))% and below \(Int(high * 100))% is allowed")
    }
    return number
}

/// `2.5`, `3%`.
func number(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast().filter { $0 != " " } : text
    guard let number = Double(digits), number.isFinite else { return nil }
    return isPercent ? number / 100 : number
}

/// `1,6` or `1%,10%`.
func valueRange(_ text: String) throws -> ClosedRange<Double> {
    let ends = text.split(separator: ",", omittingEmptySubsequences: false).map {
        number(String($0))
    }
    guard ends.count == 2, let low = ends[0], let high = ends[1] else {
        throw ValidationError("a range is its two ends, such as 1,6 or 1%,10%")
    }
    guard low < high else {
        throw ValidationError("a range begins with its lower end; \(text) does not")
    }
    return low...high
}

func valueStep(_ text: String) throws -> Double {
    guard let step = number(text), step > 0 else {
        throw ValidationError("a step is a number above 0, such as 0.05 or 0.5%")
    }
    return step
}

/// `5,10,20,50`.
func teamSizes(_ text: String) throws -> [Int] {
    let sizes = try text.split(separator: ",", omittingEmptySubsequences: false).map {
        try wholeNumber(String($0), in: 1...100_000, most: "100000")
    }
    for (place, size) in sizes.enumerated() where sizes[..<place].contains(size) {
        throw ValidationError("\(size) agents are there twice")
    }
    return sizes
}

extension Pacing.Parameter {
    /// Its name for reading: what predictive pacing aims at is not what comes of it.
    var title: String { name == "abandonment" ? "abandonment aim" : name }
}

/// A value of a policy's parameter, for reading: `2.35`, `2.75 %`.
func shown(_ value: Double, of parameter: Pacing.Parameter) -> String {
    func digits(_ value: Double) -> String {
        // What is refused may be of any size.
        guard value == 0 || (1e-6..<1e15).contains(abs(value)) else { return "\(value)" }
        let rounded = (value * 1e6).rounded() / 1e6
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
    if parameter.isTime { return digits(value) + " s" }
    return parameter.isShare ? digits(value * 100) + " %" : digits(value)
}
