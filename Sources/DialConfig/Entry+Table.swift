extension Entry {
    /// A mapping from names of one kind to values of another. A key spelled in two ways is given
    /// twice.
    func table<Key: Hashable, Value>(
        _ keyForm: Form<Key>, _ valueForm: Form<Value>
    ) -> [Key: Value]? {
        guard let entries else { return nil }
        var table: [Key: Value] = [:]
        var isWhole = true
        for item in entries {
            let name = Entry(
                name: name, line: item.line, node: .scalar(.init(item.name)), problems: problems)
            let key = keyForm.read(name)
            let value = valueForm.read(item)
            guard let key, let value else {
                isWhole = false
                continue
            }
            if table.updateValue(value, forKey: key) != nil {
                problems.add(item.line, "\(quoted(item.name)) is given twice")
                isWhole = false
            }
        }
        return isWhole ? table : nil
    }

    /// Shares of a whole, which may not exceed it.
    func shares<Key: Hashable>(_ keyForm: Form<Key>) -> [Key: Double]? {
        guard let shares = table(keyForm, .share()) else { return nil }
        let sum = shares.values.sorted().reduce(0, +)
        if sum > 1 + 1e-9 {
            return complain("\(name) sum to \(percent(sum)); at most 100 % is allowed")
        }
        return shares
    }
}
