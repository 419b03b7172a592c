/// What became of imported leads.
public struct ImportCounts: Hashable, Sendable {
    /// New in the store.
    public var added = 0
    /// Their number was there already; what it lacked was filled in.
    public var merged = 0
    /// The same by source, for leads that name theirs.
    public var sources: [String: SourceCounts] = [:]

    public init(added: Int = 0, merged: Int = 0) {
        self.added = added
        self.merged = merged
    }

    public static func + (a: ImportCounts, b: ImportCounts) -> ImportCounts {
        var sum = ImportCounts(added: a.added + b.added, merged: a.merged + b.merged)
        sum.sources = a.sources.merging(b.sources) { $0 + $1 }
        return sum
    }
}

/// What became of the rows of one source.
public struct SourceCounts: Hashable, Sendable {
    public var added = 0
    public var merged = 0
    /// By reason.
    public var rejected: [String: Int] = [:]

    public init(added: Int = 0, merged: Int = 0, rejected: [String: Int] = [:]) {
        self.added = added
        self.merged = merged
        self.rejected = rejected
    }

    public var rows: Int { added + merged + rejected.values.reduce(0, +) }

    public static func + (a: SourceCounts, b: SourceCounts) -> SourceCounts {
        SourceCounts(
            added: a.added + b.added, merged: a.merged + b.merged,
            rejected: a.rejected.merging(b.rejected, uniquingKeysWith: +))
    }
}

/// A lead file that has been read to its end.
public struct FinishedImport: Hashable, Sendable {
    /// As it was given.
    public var path: String
    /// Equal when neither the file nor how it is read has changed.
    public var state: String
    public var rows: Int
    /// By source; of rows that name none, under an empty name.
    public var sources: [String: SourceCounts]

    public init(path: String, state: String, rows: Int, sources: [String: SourceCounts]) {
        self.path = path
        self.state = state
        self.rows = rows
        self.sources = sources
    }
}
