/// Says what a call to a lead is expected to bring, so that the best are called first.
public protocol LeadScore: Sendable {
    /// Makes ready for a lead file.
    ///
    /// - Parameter columns: the names of all its columns, in order.
    /// - Returns: what tells a row's worth by its cells, in the same order, as they stand in the file; nil
    ///   where it cannot be told. Any unit will do; it is kept to the hundredth.
    /// - Throws: when something it needs is not there.
    func reading(columns: [String]) throws -> @Sendable (_ cells: [String]) -> Double?
}
