import DialModel

/// Where a campaign's records are kept.
public protocol Journal: Sendable {
    /// Writes `records`, in order, all or none.
    ///
    /// - Returns: only when they are on disk and would survive a power cut.
    /// - Throws: when they could not be written (disk full, read-only). None of them is then kept,
    ///   and no call they speak of may be dialled.
    func append(_ records: [Record]) async throws
}

/// Where a campaign's leads come from.
public protocol LeadSource: Sendable {
    /// The next leads to dial: those whose retry is due first, longest due first, then fresh ones in
    /// order of import. A lead is handed over once, and again only after a record has sent it back.
    ///
    /// Promised calls come when they are due. The others go by the priority of their segments, within it
    /// by share, and those of a segment outside of its prime time after all others; so said
    /// ``LeadRequest/segments``.
    ///
    /// - Throws: when the source cannot be read.
    func next(_ request: LeadRequest) async throws -> LeadBatch
}
