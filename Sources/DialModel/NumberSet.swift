/// Telephone numbers, and beginnings of numbers, such as those not to be called.
///
/// Whole numbers take 8 bytes each, in order: ten million of them are 80 MB. What is added or taken out
/// later stands beside them.
public struct NumberSet: Hashable, Sendable {
    private var sorted: [UInt64]
    /// Also those that are in ``sorted``, so that they stay when others take its place.
    private var added: Set<UInt64> = []
    private var removed: Set<UInt64> = []
    /// Beginnings, by how many digits they have and the digits.
    private var prefixes: Set<Prefix> = []
    /// By count of digits: whether there is a prefix so long.
    private var prefixLengths: [Bool] = Array(repeating: false, count: 16)

    /// The digits a number begins with: 1 to 15 of them.
    public struct Prefix: Hashable, Sendable {
        public let digits: UInt64
        public let count: Int

        /// Reads `+1900`, `1900`; nil for anything but 1 to 15 digits, the first not 0.
        public init?(_ text: some StringProtocol) {
            let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
            guard (1...15).contains(digits.utf8.count), digits.first != "0",
                digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = UInt64(digits)
            else { return nil }
            self.digits = value
            count = digits.utf8.count
        }
    }

    /// - Parameter numbers: in any order, also more than once. O(n log n).
    public init(_ numbers: [UInt64] = [], prefixes: [Prefix] = []) {
        sorted = numbers
        // A list that comes in order, as large ones do, is not sorted again.
        if zip(sorted, sorted.dropFirst()).contains(where: { $0 >= $1 }) {
            sorted.sort()
            var kept = 0
            for number in sorted where kept == 0 || sorted[kept - 1] != number {
                sorted[kept] = number
                kept += 1
            }
            sorted.removeLast(sorted.count - kept)
        }
        for prefix in prefixes { insert(prefix) }
    }

    public var isEmpty: Bool { sorted.isEmpty && added.isEmpty && prefixes.isEmpty }

    /// How many whole numbers there are. O(m log n) where m were added later.
    public var count: Int {
        sorted.count + added.count { !holds($0) } - removed.count { holds($0) }
    }

    public var prefixCount: Int { prefixes.count }

    /// O(log n), and some ten steps where there are prefixes.
    public func contains(_ number: PhoneNumber) -> Bool {
        if !added.isEmpty, added.contains(number.digits) { return true }
        if holds(number.digits), removed.isEmpty || !removed.contains(number.digits) { return true }
        return !prefixes.isEmpty && begins(number)
    }

    public mutating func insert(_ number: PhoneNumber) {
        removed.remove(number.digits)
        added.insert(number.digits)
    }

    /// Numbers that a prefix covers stay covered.
    public mutating func remove(_ number: PhoneNumber) {
        added.remove(number.digits)
        if holds(number.digits) { removed.insert(number.digits) }
    }

    /// Takes the numbers and beginnings of `other` in place of its own; what was added or taken out
    /// later stays so. O(1).
    public mutating func rebase(on other: NumberSet) {
        sorted = other.sorted
        prefixes = other.prefixes
        prefixLengths = other.prefixLengths
    }

    /// All that is in any of `sets`, as if it had been read at once. O(n).
    public init(all sets: [NumberSet]) {
        self.init(
            sets.count == 1
                ? sets[0].sorted
                : sets.dropFirst().reduce(sets.first?.sorted ?? []) {
                    Self.merge($0, $1.sorted)
                }, prefixes: sets.flatMap(\.prefixes))
    }

    private static func merge(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var merged: [UInt64] = []
        merged.reserveCapacity(a.count + b.count)
        var (mine, theirs) = (0, 0)
        while mine < a.count || theirs < b.count {
            if theirs == b.count || (mine < a.count && a[mine] < b[theirs]) {
                merged.append(a[mine])
                mine += 1
            } else {
                if mine < a.count, a[mine] == b[theirs] { mine += 1 }
                merged.append(b[theirs])
                theirs += 1
            }
        }
        return merged
    }

    /// How many numbers and beginnings, as they were read, are here and not in `other`. O(n).
    public func more(than other: NumberSet) -> Int {
        var (count, theirs) = (0, 0)
        for number in sorted {
            while theirs < other.sorted.count, other.sorted[theirs] < number { theirs += 1 }
            if theirs == other.sorted.count || other.sorted[theirs] != number { count += 1 }
        }
        return count + prefixes.subtracting(other.prefixes).count
    }

    public mutating func insert(_ prefix: Prefix) {
        prefixes.insert(prefix)
        prefixLengths[prefix.count] = true
    }

    private func holds(_ digits: UInt64) -> Bool {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < digits { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == digits
    }

    private func begins(_ number: PhoneNumber) -> Bool {
        var digits = number.digits
        var count = String(digits).utf8.count
        while count > 0 {
            if count < 16, prefixLengths[count], prefixes.contains(Prefix(digits, count)) {
                return true
            }
            digits /= 10
            count -= 1
        }
        return false
    }
}

extension NumberSet.Prefix {
    fileprivate init(_ digits: UInt64, _ count: Int) {
        self.digits = digits
        self.count = count
    }
}
