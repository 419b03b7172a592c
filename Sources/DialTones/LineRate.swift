/// What ears listen to.
enum LineRate {
    /// Samples a second.
    static let hertz = 8_000
}
