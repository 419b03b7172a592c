import DialModel

/// A lead file, read row by row: a CSV file whose first row names the columns.
///
///     let file = try LeadFile(LeadFilePlan(path: "leads.csv"))
///     while let batch = try file.next() { store.add(batch.leads) }
///     file.rejectedPath          // "leads.rejected.csv" if a row was no lead
///
/// Comma, semicolon or tab may separate the cells; the header tells which. A row that is no lead is
/// kept in a file of rejected rows, with its line and the reason, and the rest goes on. Memory does
/// not grow with the file. About a million rows a second.
public final class LeadFile {
    /// Leads in the order of the file.
    public struct Batch: Sendable {
        public var leads: [Lead]
        /// Where each began, from 1.
        public var lines: [Int]
    }

    /// What is done with rows that are no leads.
    public enum Rejects: Hashable, Sendable {
        /// They are counted, and the first of them told.
        case counted
        /// They are written to `NAME.rejected.csv` beside the file, or in the folder `orElse` when
        /// that cannot be written to.
        case written(orElse: String? = nil)
    }

    /// Names of all columns.
    public var columns: [String] { plan.names }
    /// Rows handed over so far.
    public private(set) var accepted = 0
    /// Rows rejected so far.
    public private(set) var rejected = 0
    /// The first 100 rejected rows, each with what is wrong with it.
    public private(set) var rejections: [ConfigProblem] = []
    /// The file of rejected rows; nil before the end is reached, and when there are none.
    public private(set) var rejectedPath: String?

    private let path: String
    private let countryCode: UInt64?
    private let reader: CSVReader
    private let plan: LeadColumns
    private let rejects: RejectedRows?
    private var zones = ZoneCache()
    private let fieldNames: [String]

    /// Opens the file and reads its header.
    ///
    /// - Throws: when the file is missing, a directory, binary or empty, or has no number column.
    public init(_ plan: LeadFilePlan, rejects: Rejects = .written()) throws(ConfigErrors) {
        path = plan.path
        countryCode = plan.countryCode
        let file = try InputFile(plan.path)
        reader = try CSVReader(file)
        let header = try Self.header(reader, path: plan.path)
        self.plan = try LeadColumns(header, plan, line: reader.line)
        let names = self.plan.names
        fieldNames = self.plan.fields.map { names[$0] }
        switch rejects {
        case .counted: self.rejects = nil
        case .written(let folder):
            self.rejects = RejectedRows(
                of: plan.path, mode: file.mode, orElse: folder, separator: reader.separator,
                columns: Array(header.dropFirst(self.plan.skipped)))
        }
    }

    /// The next leads, at most `count`; nil at the end of the file.
    ///
    /// - Throws: when the file cannot be read further, or a rejected row cannot be kept.
    public func next(_ count: Int = 5_000) throws(ConfigErrors) -> Batch? {
        precondition(count > 0, "a batch has \(count) leads; at least 1 is needed")
        var batch = Batch(leads: [], lines: [])
        batch.leads.reserveCapacity(min(count, 10_000))
        batch.lines.reserveCapacity(min(count, 10_000))
        while batch.leads.count < count {
            switch try reader.next() {
            case .cells:
                do throws(RowFault) {
                    batch.leads.append(try lead())
                    batch.lines.append(reader.line)
                    accepted += 1
                } catch {
                    try reject(error.reason)
                }
            case .broken(let reason):
                try reject(reason)
            case .end:
                rejectedPath = try rejects?.finish() ?? rejectedPath
                return batch.leads.isEmpty ? nil : batch
            }
        }
        return batch
    }

    private static func header(_ reader: CSVReader, path: String) throws(ConfigErrors) -> [String] {
        let first = reader.lineAhead
        if first.contains(0) {
            throw ConfigErrors(path, "the file is binary; a lead file is UTF-8 text")
        }
        reader.findSeparator()
        switch try reader.next() {
        case .end: throw ConfigErrors(path, "the file is empty; its first row names the columns")
        case .broken(let reason):
            throw ConfigErrors(path, line: reader.line, "the header: \(reason)")
        case .cells: break
        }
        let names = reader.cells.map { reader.text($0)?.trimmed }
        if names.contains(nil) {
            throw ConfigErrors(path, line: reader.line, "the header is not valid UTF-8")
        }
        return names.compactMap { $0 }
    }

    /// Why a row is no lead.
    private struct RowFault: Error {
        var reason: String
    }

    /// The lead in the reader's current row.
    private func lead() throws(RowFault) -> Lead {
        let cells = reader.cells
        if cells.count != plan.names.count {
            throw RowFault(
                reason: "the row has \(cells.count) \(cells.count == 1 ? "cell" : "cells"), the "
                    + "header \(plan.names.count)")
        }
        let text = try text(cells[plan.number], plan.number).trimmed
        if text.isEmpty { throw RowFault(reason: "the row has no number") }
        guard let number = PhoneNumber(text, countryCode: countryCode) else {
            throw RowFault(reason: "\(quoted(text)) is no dialable number")
        }
        var lead = Lead(number: number)
        if let place = plan.name { lead.name = try self.text(cells[place], place).trimmed }
        if let place = plan.timeZone { lead.timeZone = try timeZone(cells[place], place) }
        if let place = plan.segment { lead.segment = try self.text(cells[place], place).trimmed }
        lead.fields.reserveCapacity(plan.fields.count)
        for (name, place) in zip(fieldNames, plan.fields) {
            lead.fields.append(Lead.Field(name: name, value: try self.text(cells[place], place)))
        }
        return lead
    }

    private func text(_ cell: CSVReader.Cell, _ place: Int) throws(RowFault) -> String {
        guard let text = reader.text(cell) else {
            throw RowFault(reason: "\(plan.names[place]) is not valid UTF-8")
        }
        if text.utf8.contains(0) {
            throw RowFault(reason: "\(plan.names[place]) holds a zero byte")
        }
        return text
    }

    private func timeZone(_ cell: CSVReader.Cell, _ place: Int) throws(RowFault) -> String {
        let text = try text(cell, place).trimmed
        if text.isEmpty { return text }
        guard let name = zones.name(text) else { throw RowFault(reason: zones.fault(text)) }
        return name
    }

    private func reject(_ reason: String) throws(ConfigErrors) {
        rejected += 1
        if rejections.count < 100 {
            rejections.append(ConfigProblem(path: path, line: reader.line, text: reason))
        }
        let cells =
            reader.cells.count > plan.skipped
            ? reader.cells.dropFirst(plan.skipped) : reader.cells[...]
        try rejects?.add(cells, of: reader, line: reader.line, reason: reason)
    }
}

/// Time zones met before, so that each is looked up once, and shared by the leads that have it.
private struct ZoneCache {
    private var last = ""
    private var known: Set<String> = []
    /// What to say of names that are none. To look for a near one takes a while.
    private var faults: [String: String] = [:]

    /// The zone called `name`; nil when there is none.
    mutating func name(_ name: String) -> String? {
        if name == last { return last }
        if let place = known.firstIndex(of: name) {
            last = known[place]
        } else if parts(name).allSatisfy(TimeZoneNames.isKnown) {
            known.insert(name)
            last = name
        } else {
            return nil
        }
        return last
    }

    mutating func fault(_ name: String) -> String {
        if let fault = faults[name] { return fault }
        if faults.count == 100 { return "\(quoted(name)) is no time zone" }
        let fault = TimeZoneNames.fault(
            parts(name).first { !TimeZoneNames.isKnown($0) } ?? name)
        faults[name] = fault
        return fault
    }

    /// Where a lead may be: `America/Chicago|America/Denver` is either.
    private func parts(_ name: String) -> [String] {
        name.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
}
