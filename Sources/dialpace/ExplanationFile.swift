import DialModel
import DialPacing
import Foundation
import Synchronization

/// A file of pacing decisions with their reasons, a line each: JSON, or words alone where its name ends
/// in `.txt`.
final class ExplanationFile: Sendable {
    private let path: String
    private let descriptor: Int32
    private let isWords: Bool
    /// The first error of writing; what comes after it is not written.
    private let errorNumber = Mutex<Int32>(0)

    /// - Parameter others: files that the command reads or writes beside this one; it is none of them.
    init(path: String, besides others: [String?]) throws {
        for other in others.compactMap(\.self) where isSameFile(path, other) {
            throw ExperimentFault(
                "\(path): --explain would overwrite what the command reads or writes")
        }
        self.path = path
        isWords = path.hasSuffix(".txt")
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw Self.fault(path, errno) }
    }

    deinit { Foundation.close(descriptor) }

    func write(_ explanations: [PacingExplanation]) {
        if explanations.isEmpty { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var text = ""
        for explanation in explanations {
            if isWords {
                text += "\(moment(explanation.at))  \(explanation.why)\n"
            } else if let line = try? encoder.encode(explanation) {
                text += String(decoding: line, as: UTF8.self) + "\n"
            }
        }
        errorNumber.withLock { number in
            if number == 0 { number = Output.put(text, on: descriptor) }
        }
    }

    /// Throws if not everything could be written.
    func finish() throws {
        let number = errorNumber.withLock { $0 }
        if number != 0 { throw Self.fault(path, number) }
    }

    /// `2026-01-05 09:42:13.250Z`: in UTC.
    private func moment(_ nanoseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(nanoseconds) / 1e9)
        return date.formatted(
            Date.ISO8601FormatStyle(
                dateTimeSeparator: .space, includingFractionalSeconds: true, timeZone: .gmt
            ).year().month().day().time(includingFractionalSeconds: true)) + "Z"
    }

    private static func fault(_ path: String, _ number: Int32) -> ExperimentFault {
        ExperimentFault("\(path): cannot be written: \(String(cString: strerror(number)))")
    }
}
