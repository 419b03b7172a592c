/// What called people see of who calls.
public struct CallerIdentity: Hashable, Sendable {
    public var number: PhoneNumber
    /// As it is shown where networks carry names; empty: none.
    public var name: String

    public init(number: PhoneNumber, name: String = "") {
        self.number = number
        self.name = name
    }

    /// `+12025550100 Acme`.
    public var text: String { name.isEmpty ? "\(number)" : "\(number) \(name)" }
}
