import Yams

extension Entry {
    /// The value of `key`, and the mapping without it: `{share: 70%, exponential: 5s}` is a share
    /// and a distribution. A rest that has the one key `value` is what stands under it.
    ///
    /// - Returns: nil, with a complaint, when it is no mapping, or nothing is left.
    func parted(by key: String) -> (Entry?, Entry)? {
        guard case .mapping(let mapping) = node else {
            return complain("an item of \(name) is {\(key): …, …}, not a word or a list")
        }
        var first: Entry?
        var rest: [(Node, Node)] = []
        for (name, value) in mapping {
            if name.scalar?.string.trimmed == key {
                first = Entry(
                    name: key, line: name.mark?.line ?? line, node: value, problems: problems)
            } else {
                rest.append((name, value))
            }
        }
        if rest.isEmpty {
            return complain("an item of \(name) has nothing but \(key); add what holds there")
        }
        if rest.count == 1, rest[0].0.scalar?.string.trimmed == "value" {
            return (
                first,
                Entry(
                    name: name, line: rest[0].0.mark?.line ?? line, node: rest[0].1,
                    problems: problems)
            )
        }
        let node = Node.mapping(Node.Mapping(rest))
        return (first, Entry(name: name, line: line, node: node, problems: problems))
    }
}
