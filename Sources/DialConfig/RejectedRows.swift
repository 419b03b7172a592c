import Foundation

/// Writes the rows of a lead file that are no leads to `NAME.rejected.csv`: for each its line, the
/// reason, and its cells as they were. Those of a file of JSON Lines go to `NAME.rejected.jsonl`, with `line`
/// and `reason` before their own keys; what is no JSON object stands whole under `text`.
///
/// The file appears when it is complete, and only when there is a row for it: until then it has
/// another name. It can be mended and read as a lead file itself; its two own columns are then
/// passed over.
final class RejectedRows {
    /// Stand before the lead file's columns, so that a row with too many cells does not move them.
    static let ownColumns = ["line", "reason"]

    private let name: String
    private let folders: [String]
    private let mode: mode_t
    /// nil: JSON Lines.
    private let separator: UInt8?
    private let columns: [String]
    /// Open, and not yet complete.
    private var draft: (descriptor: Int32, path: String, folder: String)?
    private var pending: [UInt8] = []

    init(
        of path: String, mode: mode_t, orElse folder: String?, separator: UInt8?, columns: [String]
    ) {
        let slash = path.lastIndex(of: "/")
        let beside = slash.map { String(path[...$0]) } ?? ""
        var name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
        self.name = name + (separator == nil ? ".rejected.jsonl" : ".rejected.csv")
        folders = [beside] + (folder.map { [$0.hasSuffix("/") ? $0 : $0 + "/"] } ?? [])
        self.mode = mode
        self.separator = separator
        self.columns = columns
    }

    deinit {
        if let draft {
            close(draft.descriptor)
            unlink(draft.path)
        }
    }

    func add(
        _ cells: ArraySlice<CSVReader.Cell>, of reader: CSVReader, line: Int, reason: String
    ) throws(ConfigErrors) {
        if draft == nil { try begin() }
        guard let separator else { return }
        append(String(line))
        pending.append(separator)
        append(reason)
        for cell in cells {
            pending.append(separator)
            append(
                UnsafeBufferPointer(start: reader.bytes + cell.start, count: cell.end - cell.start),
                isUnquoted: !cell.hasDoubled)
        }
        pending.append(0x0a)
        if pending.count >= 1 << 16 { try flush() }
    }

    /// Adds the current row of a file of JSON Lines.
    func add(_ reader: JSONLinesReader, reason: String) throws(ConfigErrors) {
        if draft == nil { try begin() }
        pending += Array("{\"line\":\(reader.line),\"reason\":\(Self.json(reason))".utf8)
        if let members = reader.members {
            if members.contains(where: { $0 > 0x20 }) { pending.append(UInt8(ascii: ",")) }
            pending += members
        } else {
            let text = String(decoding: reader.source, as: UTF8.self)
            pending += Array(",\"text\":\(Self.json(text))".utf8)
        }
        pending += Array("}\n".utf8)
        if pending.count >= 1 << 16 { try flush() }
    }

    private static func json(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": json += "\\\(scalar)"
            case "\u{0}"..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// Gives the file its name.
    ///
    /// - Returns: its path; nil when no row was rejected.
    func finish() throws(ConfigErrors) -> String? {
        guard let draft else { return nil }
        try flush()
        let path = draft.folder + name
        guard fsync(draft.descriptor) == 0, rename(draft.path, path) == 0 else {
            throw fault(errno, path)
        }
        close(draft.descriptor)
        self.draft = nil
        return path
    }

    private func begin() throws(ConfigErrors) {
        var number: Int32 = 0
        for folder in folders {
            var template = Array("\(folder).\(name).XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            if descriptor >= 0 {
                _ = fchmod(descriptor, mode | 0o600)
                let path = String(
                    decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
                draft = (descriptor, path, folder)
                break
            }
            number = errno
        }
        if draft == nil { throw fault(number, folders[0] + name) }
        guard let separator else { return }
        for (place, column) in (Self.ownColumns + columns).enumerated() {
            if place > 0 { pending.append(separator) }
            append(column)
        }
        pending.append(0x0a)
    }

    private func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0, isUnquoted: true) }
    }

    /// - Parameter isUnquoted: whether a quotation mark in `cell` stands for itself.
    private func append(_ cell: UnsafeBufferPointer<UInt8>, isUnquoted: Bool) {
        let mustQuote = cell.contains {
            Optional($0) == separator || $0 == 0x0a || $0 == 0x0d || $0 == UInt8(ascii: "\"")
        }
        guard mustQuote else {
            pending.append(contentsOf: cell)
            return
        }
        pending.append(UInt8(ascii: "\""))
        for byte in cell {
            if byte == UInt8(ascii: "\""), isUnquoted { pending.append(byte) }
            pending.append(byte)
        }
        pending.append(UInt8(ascii: "\""))
    }

    private func flush() throws(ConfigErrors) {
        guard let draft else { return }
        var written = 0
        while written < pending.count {
            let count = pending.withUnsafeBytes {
                write(draft.descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw fault(errno, draft.folder + name)
            }
            written += count
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func fault(_ number: Int32, _ path: String) -> ConfigErrors {
        ConfigErrors(path, "the rejected rows cannot be written: \(errorText(number))")
    }
}
