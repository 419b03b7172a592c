import DialModel
import DialPorts

/// A lead file, read row by row: a CSV file whose first row names the columns, or JSON Lines, each an object
/// whose keys do.
///
///     let file = try LeadFile(LeadFilePlan(path: "leads.csv"))
///     while let batch = try file.next() { store.add(batch.leads) }
///     file.rejectedPath          // "leads.rejected.csv" if a row was no lead
///
/// Comma, semicolon or tab may separate the cells; the header tells which. A row that is no lead is
/// kept in a file of rejected rows, with its line and the reason, and the rest goes on. Memory does
/// not grow with the file. About a million rows a second. JSON Lines are known by the name's end, `.jsonl` or
/// `.ndjson`, else by the first byte, `{`; what an object does not have, or is null, is empty.
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
        /// They are written to `NAME.rejected.csv`, or `.jsonl`, beside the file, or in the folder `orElse` when
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
    /// How many rows were rejected, by source and by reason; an empty source: none is named.
    public private(set) var rejectedBySource: [String: [String: Int]] = [:]
    /// Whether a column names the leads' sources.
    public var hasSources: Bool { plan.source != nil }
    /// Equal when neither the file nor how it is read has changed: its size, when it was changed, and
    /// the plan.
    public let state: String
    public let path: String

    /// How many numbers of leads with others are none, by reason.
    public private(set) var leftOut: [String: Int] = [:]
    /// The first 100 of them, each with what is wrong with it.
    public private(set) var leftOutFirst: [ConfigProblem] = []

    private let numbers: NumberReader
    private let reader: any LeadRows
    private let filePlan: LeadFilePlan
    private let score: (any LeadScore)?
    private var plan: LeadColumns
    private let rejects: RejectedRows?
    private var zones = ZoneCache()
    private var fieldNames: [String]
    private var rating: LeadRating
    /// The cells of the row at hand as texts, where something is said of them as a whole.
    private var cells: [String] = []

    /// Opens the file and reads its header.
    ///
    /// - Parameter numbers: tells valid numbers and where they are; nil: whatever has 7 to 15 digits
    ///   is a number.
    /// - Parameter score: says what leads are worth; nil: what the plan has for it.
    /// - Throws: when the file is missing, a directory, binary or empty, or has no number column, or lacks
    ///   one that segments or worth go by.
    public init(
        _ plan: LeadFilePlan, numbers: (any NumberPlans)? = nil, rejects: Rejects = .written(),
        score: (any LeadScore)? = nil
    ) throws(ConfigErrors) {
        path = plan.path
        self.numbers = NumberReader(plan, numbers)
        let file = try InputFile(plan.path)
        state = "\(file.state), \(plan.reading)"
        filePlan = plan
        self.score = score
        let header: [String]
        var separator: UInt8?
        if try Self.isJSONLines(plan.path) {
            let json = try JSONLinesReader(file)
            if json.names.isEmpty {
                throw ConfigErrors(path, "no line is a JSON object; one a line is expected")
            }
            reader = json
            header = json.names
        } else {
            let csv = try CSVReader(file)
            header = try Self.header(csv, path: plan.path)
            separator = csv.separator
            reader = csv
        }
        self.plan = try LeadColumns(header, plan, line: max(1, reader.line))
        let names = self.plan.names
        fieldNames = self.plan.fields.map { names[$0] }
        rating = try LeadRating(plan, score, columns: names)
        switch rejects {
        case .counted: self.rejects = nil
        case .written(let folder):
            self.rejects = RejectedRows(
                of: plan.path, mode: file.mode, orElse: folder, separator: separator,
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
                if reader.cells.count > plan.names.count { try takeNewColumns() }
                do throws(RowFault) {
                    batch.leads.append(try lead())
                    batch.lines.append(reader.line)
                    accepted += 1
                } catch {
                    try reject(error.reason, as: error.name)
                }
            case .broken(let reason):
                try reject(reason, as: "broken row")
            case .end:
                rejectedPath = try rejects?.finish() ?? rejectedPath
                return batch.leads.isEmpty ? nil : batch
            }
        }
        return batch
    }

    /// Takes in keys that a file of JSON Lines has not had before.
    private func takeNewColumns() throws(ConfigErrors) {
        guard let json = reader as? JSONLinesReader else { return }
        plan = try LeadColumns(json.names, filePlan, line: reader.line)
        fieldNames = plan.fields.map { plan.names[$0] }
        rating = try LeadRating(filePlan, score, columns: plan.names)
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
        /// For counts.
        var name: String
    }

    /// The lead in the reader's current row.
    private func lead() throws(RowFault) -> Lead {
        let cells = reader.cells
        if cells.count != plan.names.count {
            throw RowFault(
                reason: "the row has \(cells.count) \(cells.count == 1 ? "cell" : "cells"), the "
                    + "header \(plan.names.count)", name: "broken row")
        }
        let found = try plan.phones.isEmpty ? mainNumber() : severalNumbers()
        var lead = Lead(number: found.number)
        if found.numbers.count > 1 { lead.numbers = found.numbers }
        if let place = plan.name { lead.name = try self.text(cells[place], place).trimmed }
        if let place = plan.timeZone { lead.timeZone = try timeZone(cells[place], place) }
        if lead.timeZone.isEmpty { lead.timeZone = found.timeZones }
        if let place = plan.segment { lead.segment = try self.text(cells[place], place).trimmed }
        if let place = plan.source { lead.source = try self.text(cells[place], place).trimmed }
        lead.fields.reserveCapacity(plan.fields.count)
        for (name, place) in zip(fieldNames, plan.fields) {
            lead.fields.append(Lead.Field(name: name, value: try self.text(cells[place], place)))
        }
        if !rating.isEmpty { try rate(&lead) }
        return lead
    }

    private struct FoundNumbers {
        var number: PhoneNumber
        var timeZones: String
        var numbers: [Lead.Number] = []
    }

    private func mainNumber() throws(RowFault) -> FoundNumbers {
        let text = try text(reader.cells[plan.number], plan.number).trimmed
        if text.isEmpty { throw RowFault(reason: "the row has no number", name: "no number") }
        do throws(NumberReader.Fault) {
            let found = try numbers.read(text)
            return FoundNumbers(number: found.number, timeZones: found.timeZones)
        } catch {
            throw RowFault(reason: "\(quoted(text)) \(error.words)", name: error.name)
        }
    }

    /// The numbers of all columns that have them. Those that are none are left out, if there is another.
    private func severalNumbers() throws(RowFault) -> FoundNumbers {
        var found: FoundNumbers?
        var faults: [RowFault] = []
        for place in plan.phones {
            let text = try text(reader.cells[place], place).trimmed
            if text.isEmpty { continue }
            let kind = plan.names[place]
            do throws(NumberReader.Fault) {
                let number = try numbers.read(text)
                var all =
                    found ?? FoundNumbers(number: number.number, timeZones: number.timeZones)
                if !all.numbers.contains(where: { $0.number == number.number }) {
                    all.numbers.append(Lead.Number(kind: kind, number: number.number))
                }
                // Called at a time that all of them allow.
                if all.timeZones != number.timeZones {
                    let both = (all.timeZones + "|" + number.timeZones).split(separator: "|")
                    all.timeZones = Set(both).sorted().joined(separator: "|")
                }
                found = all
            } catch {
                faults.append(
                    RowFault(reason: "\(kind) \(quoted(text)) \(error.words)", name: error.name))
            }
        }
        guard let found else {
            if faults.isEmpty { throw RowFault(reason: "the row has no number", name: "no number") }
            let reasons = faults.map(\.reason).joined(separator: ", ")
            throw RowFault(reason: reasons, name: faults[0].name)
        }
        for fault in faults {
            leftOut[fault.name, default: 0] += 1
            if leftOutFirst.count < 100 {
                leftOutFirst.append(
                    ConfigProblem(
                        path: path, line: reader.line, text: "\(fault.reason); it is left out"))
            }
        }
        return found
    }

    /// Says of which segment the lead is, and what it is worth.
    private func rate(_ lead: inout Lead) throws(RowFault) {
        cells.removeAll(keepingCapacity: true)
        var field = 0
        for (place, cell) in reader.cells.enumerated() {
            if field < plan.fields.count, plan.fields[field] == place {
                cells.append(lead.fields[field].value)
                field += 1
            } else {
                cells.append(try text(cell, place))
            }
        }
        if let segment = rating.segment(of: cells) {
            lead.segment = segment
            lead.isSegmentRuled = true
        }
        if lead.segment.isEmpty, let rest = rating.rest { lead.segment = rest }
        lead.worth = rating.worth(of: cells)
    }

    private func text(_ cell: CSVReader.Cell, _ place: Int) throws(RowFault) -> String {
        guard let text = reader.text(cell) else {
            throw RowFault(
                reason: "\(plan.names[place]) is not valid UTF-8; save the list as UTF-8",
                name: "not readable")
        }
        if text.utf8.contains(0) {
            throw RowFault(reason: "\(plan.names[place]) holds a zero byte", name: "not readable")
        }
        return text
    }

    private func timeZone(_ cell: CSVReader.Cell, _ place: Int) throws(RowFault) -> String {
        let text = try text(cell, place).trimmed
        if text.isEmpty { return text }
        if text.utf8.contains(UInt8(ascii: "|")) {
            // Any of several.
            var names: Set<String> = []
            for part in text.split(separator: "|", omittingEmptySubsequences: false) {
                let part = String(part).trimmed
                guard let name = zones.name(part) else {
                    throw RowFault(reason: zones.fault(part), name: "no time zone")
                }
                names.insert(name)
            }
            return names.sorted().joined(separator: "|")
        }
        guard let name = zones.name(text) else {
            throw RowFault(reason: zones.fault(text), name: "no time zone")
        }
        return name
    }

    private func reject(_ reason: String, as name: String) throws(ConfigErrors) {
        rejected += 1
        let source = plan.source.flatMap {
            reader.cells.indices.contains($0) ? reader.text(reader.cells[$0])?.trimmed : nil
        }
        rejectedBySource[source ?? "", default: [:]][name, default: 0] += 1
        if rejections.count < 100 {
            rejections.append(ConfigProblem(path: path, line: reader.line, text: reason))
        }
        if let json = reader as? JSONLinesReader {
            try rejects?.add(json, reason: reason)
        } else if let csv = reader as? CSVReader {
            let cells =
                csv.cells.count > plan.skipped
                ? csv.cells.dropFirst(plan.skipped) : csv.cells[...]
            try rejects?.add(cells, of: csv, line: csv.line, reason: reason)
        }
    }
}
