/// `text` without spaces, dashes and underscores, in lower case: how names are compared, so that
/// `no answer`, `noAnswer` and `no-answer` are one.
func plain(_ text: String) -> String {
    text.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
}

/// A name, and what it is compared by.
struct Candidate {
    let name: String
    fileprivate let letters: [UInt8]

    init(_ name: String) {
        self.name = name
        letters = Array(plain(name).utf8)
    }
}

/// The name among `names` that `text` was probably meant to be, nil when none is near.
///
/// Near is a third of its letters wrong, left out, too many or swapped with their neighbour.
func nearest(to text: String, among names: [String]) -> String? {
    nearest(to: text, among: names.map(Candidate.init))
}

/// The same for names that are asked for often.
func nearest(to text: String, among candidates: [Candidate]) -> String? {
    let wanted = Candidate(String(text.prefix(100))).letters
    guard !wanted.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let letters = candidate.letters
        let most = max(1, max(wanted.count, letters.count) / 3)
        guard abs(wanted.count - letters.count) <= most else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= most, distance < best?.distance ?? .max { best = (candidate.name, distance) }
    }
    return best?.name
}

/// What to say after an unknown name: the near one, else those there are.
func suggestion(for text: String, among names: [String]) -> String {
    if let near = nearest(to: text, among: names) { return "did you mean \(near)?" }
    return "known: \(names.joined(separator: ", "))"
}

/// Letters to change, insert, delete or swap with their neighbour to make `b` of `a`: the optimal
/// string alignment distance. O(*a* × *b*).
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in b.indices {
            var cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, before[j - 1] + 1)
            }
            row.append(cost)
        }
        before = above
        above = row
    }
    return above[b.count]
}
