import Yams

/// One value of a campaign file, with its name and where it stands.
struct Entry {
    let name: String
    /// Of the key, or of the item of a list.
    let line: Int
    let node: Node
    let problems: Problems

    /// The file it stands in.
    var path: String { problems.place(of: line).path }

    /// Notes that the value is wrong, and returns nil for the reader to return.
    func complain<Value>(_ text: String) -> Value? {
        problems.add(line, text)
        return nil
    }

    /// The value as it is written, before YAML makes a number or a time of it; nil, with a
    /// complaint, when there is none or it is a list or a mapping.
    var text: String? {
        switch node {
        case .scalar(let scalar):
            if scalar.string.isEmpty {
                return complain("\(name) has no value; give it one or remove the key")
            }
            return scalar.string.trimmed
        case .sequence: return complain("\(name) is a list; one value is expected")
        case .mapping: return complain("\(name) has keys of its own; one value is expected")
        case .alias: return complain("\(name) is an alias; write the value itself")
        }
    }

    /// Whether it is written as one value, not as a list or a mapping.
    var isScalar: Bool { if case .scalar = node { true } else { false } }

    var isMapping: Bool { if case .mapping = node { true } else { false } }
    var isList: Bool { if case .sequence = node { true } else { false } }

    /// The items of a list; a single value is a list of one.
    var items: [Entry]? {
        switch node {
        case .sequence(let sequence):
            sequence.map {
                Entry(name: name, line: $0.mark?.line ?? line, node: $0, problems: problems)
            }
        case .scalar(let scalar):
            scalar.string.isEmpty
                ? complain("\(name) has no value; give it one or remove the key") : [self]
        case .mapping, .alias: complain("\(name) has keys of its own; a list is expected")
        }
    }

    /// The keys and values of a mapping, in the order of the file.
    var entries: [Entry]? {
        guard case .mapping(let mapping) = node else {
            if case .scalar(let scalar) = node, scalar.string.isEmpty {
                return complain("\(name) is empty; give it keys or remove it")
            }
            return complain("\(name) is no mapping; keys with values are expected")
        }
        return mapping.compactMap { key, value in
            guard case .scalar(let scalar) = key else {
                problems.add(
                    key.mark?.line ?? line,
                    "\(name) has a list or mapping for a key; a name is expected")
                return nil
            }
            return Entry(
                name: scalar.string.trimmed, line: key.mark?.line ?? line, node: value,
                problems: problems)
        }
    }
}

/// A mapping with a fixed set of keys. Each key is asked for once, present or not; ``close()`` then
/// complains of those that nobody asked for.
final class Section {
    let entry: Entry
    private let entries: [Entry]
    private var asked: [String] = []

    /// nil, with a complaint, when the entry is no mapping.
    init?(_ entry: Entry) {
        guard let entries = entry.entries else { return nil }
        self.entry = entry
        self.entries = entries
    }

    func entry(_ key: String) -> Entry? {
        asked.append(key)
        return entries.first { $0.name == key }
    }

    /// The line of `key`, else that of the section.
    func line(of key: String) -> Int {
        entries.first { $0.name == key }?.line ?? entry.line
    }

    func has(_ key: String) -> Bool { entries.contains { $0.name == key } }

    func hasOther(than keys: String...) -> Bool {
        entries.contains { !keys.contains($0.name) }
    }

    /// The value of `key`; nil when it is absent, or wrong and complained of.
    func read<Value>(_ key: String, _ form: Form<Value>) -> Value? {
        entry(key).flatMap(form.read)
    }

    /// Puts the value of `key` into `place`, which stays as it is when the key is absent or wrong.
    func read<Value>(_ key: String, into place: inout Value, as form: Form<Value>) {
        if let value = read(key, form) { place = value }
    }

    /// The value of a key that must be there.
    func require<Value>(_ key: String, _ form: Form<Value>) -> Value? {
        guard let entry = entry(key) else {
            return self.entry.complain("\(key) is missing")
        }
        return form.read(entry)
    }

    func section(_ key: String) -> Section? { entry(key).flatMap { Section($0) } }

    /// Complains of the keys that are not known: nobody has asked for them.
    func close() {
        for entry in entries where !asked.contains(entry.name) {
            entry.problems.add(
                entry.line,
                "unknown key \(quoted(entry.name)); \(suggestion(for: entry.name, among: asked))")
        }
    }
}
