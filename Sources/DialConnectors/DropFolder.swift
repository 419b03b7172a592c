import DialModel
import DialPorts
import Foundation

/// A folder in which messages are left and answers are found.
///
///     handover/out        a file for each message, named by its ID; whoever has read it takes it away
///     handover/in         files of news, read in the order of their names: NAME.csv, NAME.jsonl
///     handover/done       those that have been taken
///     handover/rejected   NAME.csv: what of them could not be read, by line, with the reason
///
/// A file is written beside its place, flushed, and put there whole: nobody ever sees half of one. The
/// other side should do the same, or end unfinished names in `.part`.
public struct DropFolder: BusinessConnector {
    public enum Format: String, CaseIterable, Sendable {
        case csv, json
    }

    private let path: String
    private let format: Format

    /// - Throws: ``ConnectorFault`` when the folders are not there and cannot be made.
    public init(_ path: String, format: Format) throws(ConnectorFault) {
        self.path = path
        self.format = format
        for name in ["out", "in", "done", "rejected"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: "\(path)/\(name)", withIntermediateDirectories: true)
            } catch {
                throw ConnectorFault("\(path)/\(name) cannot be made: \(Self.words(error))")
            }
        }
    }

    // MARK: Out

    public func submit(_ message: CaseMessage, at now: Instant) async -> Delivery {
        guard let text = text(of: message) else {
            return .parked("the message is no JSON of this program")
        }
        do {
            try WholeFile.write(text, to: "\(path)/out/\(message.id).\(format.rawValue)")
            return .delivered(nil)
        } catch {
            return .later("\(path)/out: \(Self.words(error))", after: nil)
        }
    }

    private func text(of message: CaseMessage) -> String? {
        guard let body = MessageBody(message) else { return nil }
        if format == .json { return message.body + "\n" }
        let fields = body.fields.sorted { $0.key < $1.key }
        let cells: [(String, String)] =
            [
                ("message", body.message), ("campaign", body.campaign), ("case", "\(body.case)"),
                ("change", body.change), ("state", body.state), ("at", body.at),
                ("revisit", body.revisit ?? ""), ("lead", "\(body.lead)"),
                ("number", body.number), ("name", body.name),
                ("attempt", body.attempt.map { "\($0)" } ?? ""), ("outcome", body.outcome ?? ""),
                ("agent", body.agent.map { "\($0)" } ?? ""), ("by", body.by), ("note", body.note),
            ] + fields.map { ("list.\($0.key)", $0.value) }
            + (body.data ?? [:]).sorted { $0.key < $1.key }.map { ("data.\($0.key)", $0.value) }
        return CSVText.record(cells.map(\.0)) + "\n" + CSVText.record(cells.map(\.1)) + "\n"
    }

    // MARK: In

    public func news(after cursor: String?, at now: Instant) async throws -> NewsBatch? {
        let folder = "\(path)/in"
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw ConnectorFault("\(folder): \(Self.words(error))")
        }
        let file = names.filter { name in
            !name.hasPrefix(".") && [".csv", ".jsonl", ".json"].contains(where: name.hasSuffix)
        }.min()
        guard let file else { return nil }
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
            throw ConnectorFault("\(folder)/\(file) cannot be read; check its permissions")
        }
        var batch = NewsBatch([], source: file)
        guard let text = String(data: data, encoding: .utf8) else {
            batch.unreadable = ["1,the file is no UTF-8 text"]
            return batch
        }
        let plain = text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
        if file.hasSuffix(".csv") { readCSV(plain, &batch) } else { readJSON(plain, &batch) }
        return batch
    }

    private func readCSV(_ text: String, _ batch: inout NewsBatch) {
        var rows = CSVText.rows(text)[...]
        guard let head = rows.popFirst(), head.cells.contains("case"), head.cells.contains("state")
        else {
            batch.reject(1, "the first row names no columns case and state")
            return
        }
        for row in rows {
            if let fault = row.fault {
                batch.reject(row.line, fault)
            } else if row.cells.count != head.cells.count {
                batch.reject(
                    row.line,
                    "the row has \(row.cells.count) values; the first has \(head.cells.count)")
            } else {
                batch.add(row.line) { fallback throws(NewsForm.Fault) in
                    try NewsForm.read(
                        { name in head.cells.firstIndex(of: name).map { row.cells[$0] } },
                        fallback: fallback)
                }
            }
        }
    }

    private func readJSON(_ text: String, _ batch: inout NewsBatch) {
        for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated() where !line.allSatisfy(\.isWhitespace)
        {
            batch.add(place + 1) { fallback throws(NewsForm.Fault) in
                guard
                    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                        as? [String: Any]
                else { throw NewsForm.Fault(why: "the line is no JSON object") }
                return try NewsForm.read(json: object, fallback: fallback)
            }
        }
    }

    public func taken(_ batch: NewsBatch) async throws {
        do {
            if !batch.unreadable.isEmpty {
                let text = "line,reason\n" + batch.unreadable.map { $0 + "\n" }.joined()
                try WholeFile.write(text, to: "\(path)/rejected/\(batch.source).csv")
            }
            try WholeFile.move(
                "\(path)/in/\(batch.source)", into: "\(path)/done", as: batch.source)
        } catch {
            throw ConnectorFault("\(path): \(Self.words(error))")
        }
    }

    private static func words(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let cause, cause.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(cause.code))).lowercased()
        }
        return (error as? WholeFile.Fault)?.description ?? "\(error)"
    }
}

extension NewsBatch {
    fileprivate mutating func reject(_ line: Int, _ why: String) {
        unreadable.append(CSVText.record(["\(line)", why]))
    }

    fileprivate mutating func add(
        _ line: Int, _ read: (String) throws(NewsForm.Fault) -> CaseNews
    ) {
        do throws(NewsForm.Fault) {
            news.append(try read("\(source):\(line)"))
        } catch {
            reject(line, error.why)
        }
    }
}
