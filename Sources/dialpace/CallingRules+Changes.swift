import DialModel

extension CallingRules {
    /// Changes caps and quiet times as a running campaign does; any other command says nothing of rules.
    /// Single numbers are kept by the store.
    mutating func adopt(_ command: OperatorCommand) {
        switch command {
        case .cap(let cap):
            caps.removeAll(where: cap.replaces)
            caps.append(cap)
        case .quiet(let outcome, let span): quiet[outcome] = span
        default: break
        }
    }
}
