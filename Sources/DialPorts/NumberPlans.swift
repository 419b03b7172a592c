import DialModel

/// Knows the numbering plans of all countries.
public protocol NumberPlans: Sendable {
    /// Reads a number as people write it, `(212) 555-0100` or `+36 1 555 0100`.
    ///
    /// `00` stands for `+`. Test numbers are taken as they are: those that begin with 999, a code that
    /// no country has, and those that a country keeps for fiction.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - country: ISO 3166-1 alpha-2; whose national numbers are read beside those with a country
    ///     code. nil: all numbers have one, with or without the plus.
    func read(
        _ text: UnsafeBufferPointer<UInt8>, country: String?
    ) -> Result<PlannedNumber, NumberFault>
}

extension NumberPlans {
    public func read(_ text: String, country: String?) -> Result<PlannedNumber, NumberFault> {
        var text = text
        return text.withUTF8 { read($0, country: country) }
    }
}
