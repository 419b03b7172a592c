import DialModel

/// How long the talks that go on have lasted, to five seconds.
///
/// A floor says how many talks there are, and an end how long the talk was; so beginnings are seen
/// as the number rises, and each end is taken from those that began when it did. 8 KiB, O(1) an
/// event, O(parts) a question.
struct TalkAges: Hashable, Sendable {
    private static let part = Duration.seconds(5)
    /// Some three hours, more than a talk may last; what is older counts as of that age.
    private static let parts = 2_048

    /// Talks by when they began, round and round.
    private var begun = [Int32](repeating: 0, count: parts)
    private var older = 0
    private var total = 0
    /// The part that is going on, in parts since 1970.
    private var current = Int64.min

    /// To be told how many talks there are.
    mutating func follow(_ talks: Int, at now: Instant) {
        go(to: now)
        if talks > total {
            begun[place(current)] += Int32(talks - total)
            total = talks
        }
        var part = current
        while talks < total {
            if begun[place(part)] > 0 {
                begun[place(part)] -= 1
                total -= 1
            } else if part > current - Int64(Self.parts) + 1 {
                part -= 1
            } else {
                older -= total - talks
                total = talks
            }
        }
    }

    /// To be told of the end of a talk that has lasted `span`.
    mutating func end(after span: Duration, at now: Instant) {
        go(to: now)
        guard total > 0 else { return }
        total -= 1
        var part = number(Instant(nanoseconds: now.nanoseconds - span.nanoseconds))
        let first = current - Int64(Self.parts) + 1
        if part < first, older > 0 {
            older -= 1
            return
        }
        // One that was seen later than it began, if need be.
        part = max(part, first)
        while part < current, begun[place(part)] == 0 { part += 1 }
        if begun[place(part)] > 0 { begun[place(part)] -= 1 } else { older = max(0, older - 1) }
    }

    /// How many talks have lasted `age` or longer.
    mutating func count(from age: Duration, at now: Instant) -> Int {
        go(to: now)
        let span = min(max(age.nanoseconds, 0), Self.part.nanoseconds * Int64(Self.parts - 1))
        let last = number(Instant(nanoseconds: now.nanoseconds - span))
        var younger = 0
        var part = last + 1
        while part <= current {
            younger += Int(begun[place(part)])
            part += 1
        }
        return total - younger
    }

    private mutating func go(to now: Instant) {
        let goal = number(now)
        if current == .min { current = goal }
        if goal - current > Int64(Self.parts) {
            for place in begun.indices { begun[place] = 0 }
            older = total
            current = goal
        }
        while current < goal {
            current += 1
            older += Int(begun[place(current)])
            begun[place(current)] = 0
        }
    }

    private func number(_ instant: Instant) -> Int64 {
        instant.nanoseconds / Self.part.nanoseconds
    }

    private func place(_ part: Int64) -> Int { Int(part & Int64(Self.parts - 1)) }
}
