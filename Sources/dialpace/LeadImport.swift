import DialConfig
import DialModel
import DialStore
import Dispatch
import Foundation

/// A lead file on its way into a store: one thread reads ahead while another writes.
struct LeadImport {
    private let file: LeadFile
    private let store: Store
    private let campaign: CampaignFile

    init(_ file: LeadFile, of campaign: CampaignFile, into store: Store) {
        self.file = file
        self.store = store
        self.campaign = campaign
    }

    /// Imports the file, unless that has been done and nothing has changed since.
    ///
    /// - Parameter isResumed: whether the campaign has been run before; no news is then no news.
    /// - Returns: what there is to say; nil: nothing.
    func run(isResumed: Bool) throws -> String? {
        // However it is named.
        let path = URL(fileURLWithPath: file.path).path
        if try store.hasImported(path, state: file.state) {
            return "\(file.path) has not changed since it was imported; it is not read again"
        }
        let isWhole = try store.leadCount() == 0
        let ahead = ReadAhead(file, LeadTally(for: campaign))
        let counts = try store.importLeads { try ahead.next() }
        var sources = counts.sources
        let named = sources.values.reduce(SourceCounts(), +)
        let others = SourceCounts(
            added: counts.added - named.added, merged: counts.merged - named.merged)
        if others.rows > 0 { sources[""] = others }
        for (source, reasons) in file.rejectedBySource {
            sources[source, default: SourceCounts()].rejected = reasons
        }
        try store.note(
            FinishedImport(
                path: path, state: file.state, rows: file.accepted + file.rejected,
                sources: sources))
        let warnings = ahead.tally.warnings(isWhole: isWhole)
        let news = [news(counts, sources, isResumed: isResumed)].compactMap(\.self) + warnings
        return news.isEmpty ? nil : news.joined(separator: "\n")
    }

    private func news(
        _ counts: ImportCounts, _ sources: [String: SourceCounts], isResumed: Bool
    ) -> String? {
        var parts: [String] = []
        if counts.added > 0 || !isResumed {
            parts.append(counted(counts.added, "lead", "leads") + " added")
            if counts.merged > 0 {
                let known = counts.merged == 1 ? "a known number" : "known numbers"
                parts.append("\(grouped(counts.merged)) merged with \(known)")
            }
        }
        if let path = file.rejectedPath {
            parts.append(counted(file.rejected, "row", "rows") + " rejected: see \(path)")
        }
        if !file.leftOut.isEmpty {
            let count = file.leftOut.values.reduce(0, +)
            let reasons = file.leftOut.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.key) \(grouped($0.value))" }.joined(separator: ", ")
            parts.append(
                counted(count, "number", "numbers") + " of leads with others left out (\(reasons))")
        }
        if parts.isEmpty { return nil }
        var lines = parts.joined(separator: ", ")
        let isTold = file.hasSources || file.rejected > 0
        if isTold { lines += "\n" + Self.table(sources, hasSources: file.hasSources) }
        return lines
    }

    /// Rows by source, each with why some were rejected.
    private static func table(_ sources: [String: SourceCounts], hasSources: Bool) -> String {
        var rows = [["source", "rows", "added", "merged", "rejected", ""]]
        for (name, counts) in sources.sorted(by: { $0.key < $1.key }) {
            let reasons = counts.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            rows.append([
                name.isEmpty ? "(none)" : name, grouped(counts.rows), grouped(counts.added),
                grouped(counts.merged), grouped(counts.rejected.values.reduce(0, +)),
                reasons.map { "\($0.key) \(grouped($0.value))" }.joined(separator: ", "),
            ])
        }
        var text = aligned(
            hasSources ? rows : rows.map { Array($0.dropFirst()) },
            words: hasSources ? [0, 5] : [4])
        text.removeLast()
        return text
    }
}

/// Reads a file's next batch on a thread of its own while the last one is made use of.
private final class ReadAhead: @unchecked Sendable {
    // SAFETY: `file`, `tally` and `found` are only touched by the one piece of work in `queue`, and by `next`
    // after it has waited for it.
    private let file: LeadFile
    /// Of what has been read.
    private(set) var tally: LeadTally
    private let queue = DispatchQueue(label: "dialpace.leads", qos: .userInitiated)
    private let isRead = DispatchSemaphore(value: 0)
    private var found: Result<[Lead]?, any Error> = .success(nil)

    init(_ file: LeadFile, _ tally: LeadTally) {
        self.file = file
        self.tally = tally
        read()
    }

    private func read() {
        queue.async { [self] in
            found = Result {
                guard let batch = try file.next(20_000) else { return nil }
                tally.add(batch)
                return batch.leads
            }
            isRead.signal()
        }
    }

    /// The next leads; nil at the end of the file, and only once.
    func next() throws -> [Lead]? {
        isRead.wait()
        let leads = try found.get()
        if leads != nil { read() }
        return leads
    }
}
