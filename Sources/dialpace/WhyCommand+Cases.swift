import DialModel
import DialStore

extension CaseHistory {
    /// The case in a few lines, for people.
    func lines(_ moment: (Instant) -> String) -> [String] {
        let call = revisit.map { ", to be called \(moment($0))" } ?? ""
        var lines = ["  case \(id.raw), opened \(moment(opened)): \(state)\(call)"]
        for change in changes {
            let by = change.by.isEmpty ? change.node.name : change.by
            let note = change.note.isEmpty ? "" : " (\(change.note))"
            let end =
                change.refused.map { ", which was refused: \($0)" }
                ?? change.revisit.map { ", to be called \(moment($0))" } ?? ""
            lines.append("    \(moment(change.at)), \(by): \(change.state)\(note)\(end)")
        }
        return lines + waiting.map { "    \($0)" }
    }
}
