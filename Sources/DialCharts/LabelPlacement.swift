/// Puts labels beside their marks, so that none covers another, a mark, or the edge.
///
/// Each label has a ring of candidate places; the labels take the cheapest in turn, and again
/// while any gains by moving. What still covers something in the end is left out: the legend
/// names it.
///
/// > Source: the candidates and the repeated local choice follow J. Christensen, J. Marks and
/// > S. Shieber (1995), doi:10.1145/212332.212334.
struct LabelPlacement {
    struct Label {
        var mark: Place
        var width: Double
        var height: Double
    }

    struct Placed: Equatable {
        var box: Box
        /// From the mark to the label, where the two are too far apart to be seen as one.
        var leader: Leader?
    }

    struct Leader: Equatable {
        var from: Place
        var to: Place
    }

    /// No label leaves it.
    var bounds: Box
    /// Covered by no label.
    var blocked: [Box] = []
    /// The x of upright lines; a label stands better on its mark's side of them.
    var borders: [Double] = []
    /// Lines, better left uncovered.
    var lines: [(Place, Place)] = []
    /// Error bars, to be covered only where nothing else is left.
    var bars: [(Place, Place)] = []

    /// - Returns: one for each label, nil for those without room.
    /// - Complexity: O(*n*² + *n* · lines) for *n* labels, times the 96 candidates.
    func place(_ labels: [Label]) -> [Placed?] {
        let marks = labels.map { Self.box(around: $0.mark) }
        let choices = labels.map { label in
            candidates(of: label).map { candidate -> Candidate in
                var candidate = candidate
                candidate.cost += cost(of: candidate.placed, from: label.mark, among: marks)
                return candidate
            }
            .filter { $0.cost < Self.forbidden }
        }
        var chosen = [Int?](repeating: nil, count: labels.count)
        for _ in 0..<8 {
            var moved = false
            for label in labels.indices {
                let best = choices[label].indices.min {
                    total($0, of: label, choices, chosen) < total($1, of: label, choices, chosen)
                }
                if best != chosen[label] {
                    chosen[label] = best
                    moved = true
                }
            }
            if !moved { break }
        }
        // Whoever still covers another gives way, the later one first.
        for label in labels.indices.reversed() {
            guard let choice = chosen[label] else { continue }
            if total(choice, of: label, choices, chosen) >= Self.forbidden { chosen[label] = nil }
        }
        return labels.indices.map { label in chosen[label].map { choices[label][$0].placed } }
    }

    private struct Candidate {
        var placed: Placed
        var cost: Double
    }

    private static let forbidden = 1e6

    private static func box(around mark: Place) -> Box {
        Box(x: mark.x, y: mark.y, width: 0, height: 0).grown(by: Marker.radius)
    }

    /// Right, left and above before below and aslant, near before far.
    private func candidates(of label: Label) -> [Candidate] {
        Self.distances.enumerated().flatMap { ring, distance in
            Self.directions.enumerated().map { rank, direction in
                let reach = Marker.radius + distance
                let tip = Place(
                    x: label.mark.x + direction.x * reach, y: label.mark.y + direction.y * reach)
                let lean = Place(
                    x: min(max(direction.x * 1.4, -1), 1), y: min(max(direction.y * 1.4, -1), 1))
                let box = Box(
                    x: tip.x + (lean.x - 1) * label.width / 2,
                    y: tip.y + (lean.y - 1) * label.height / 2,
                    width: label.width, height: label.height)
                let end = box.nearest(to: label.mark)
                let (dx, dy) = (end.x - label.mark.x, end.y - label.mark.y)
                let length = (dx * dx + dy * dy).squareRoot()
                let leader =
                    length < Marker.radius + 7
                    ? nil
                    : Leader(
                        from: Place(
                            x: label.mark.x + dx / length * (Marker.radius + 1),
                            y: label.mark.y + dy / length * (Marker.radius + 1)), to: end)
                return Candidate(
                    placed: Placed(box: box, leader: leader),
                    cost: Double(rank) * 0.6 + Double(ring * ring) * 5)
            }
        }
    }

    /// What a place costs whatever the other labels do.
    private func cost(of placed: Placed, from mark: Place, among marks: [Box]) -> Double {
        guard bounds.holds(placed.box) else { return Self.forbidden }
        var cost = 0.0
        let own = Self.distance(placed.box, mark)
        for box in blocked + marks.filter({ $0.middle != mark }) {
            if placed.box.overlap(box) > 0 { return Self.forbidden }
            if let leader = placed.leader { cost += box.length(of: leader.from, leader.to) * 4 }
        }
        // A label nearer to another's mark than to its own would be taken for the other's.
        for other in marks where other.middle != mark {
            let distance = Self.distance(placed.box, other.middle)
            if distance < own + 4 { cost += (own + 4 - distance) * 1.5 }
        }
        for border in borders where (placed.box.middle.x < border) != (mark.x < border) {
            cost += 12
        }
        for line in lines { cost += placed.box.length(of: line.0, line.1) * 0.7 }
        // Lettering clears some room around itself.
        let cleared = placed.box.grown(by: 1.5)
        for bar in bars { cost += cleared.length(of: bar.0, bar.1) * 20 }
        return cost
    }

    private static func distance(_ box: Box, _ place: Place) -> Double {
        let near = box.nearest(to: place)
        let (dx, dy) = (near.x - place.x, near.y - place.y)
        return (dx * dx + dy * dy).squareRoot()
    }

    private func total(
        _ choice: Int, of label: Int, _ choices: [[Candidate]], _ chosen: [Int?]
    ) -> Double {
        let mine = choices[label][choice]
        var cost = mine.cost
        for other in choices.indices where other != label {
            guard let theirs = chosen[other].map({ choices[other][$0].placed }) else { continue }
            if mine.placed.box.grown(by: 1).overlap(theirs.box) > 0 { return 2 * Self.forbidden }
            if let leader = mine.placed.leader {
                cost += theirs.box.length(of: leader.from, leader.to) * 10
            }
            if let leader = theirs.leader {
                cost += mine.placed.box.length(of: leader.from, leader.to) * 10
            }
            if let a = mine.placed.leader, let b = theirs.leader, crosses(a, b) { cost += 60 }
        }
        return cost
    }

    private func crosses(_ a: Leader, _ b: Leader) -> Bool {
        func side(_ p: Place, _ q: Place, _ r: Place) -> Double {
            (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
        }
        return side(a.from, a.to, b.from) * side(a.from, a.to, b.to) < 0
            && side(b.from, b.to, a.from) * side(b.from, b.to, a.to) < 0
    }

    private static let distances: [Double] = [2, 10, 22, 36, 52, 72]
    /// Sixteen around the compass.
    private static let directions = [
        (1, 0), (-1, 0), (0, -1), (0, 1), (0.71, -0.71), (-0.71, -0.71), (0.71, 0.71),
        (-0.71, 0.71), (0.92, -0.38), (-0.92, -0.38), (0.92, 0.38), (-0.92, 0.38), (0.38, -0.92),
        (-0.38, -0.92), (0.38, 0.92), (-0.38, 0.92),
    ].map { Place(x: $0.0, y: $0.1) }
}
