extension PlacedPanel {
    /// Where a mark stands; one that is beyond the axes stands at the edge.
    func place(_ mark: Mark) -> Place {
        let free = Place(x: x(mark.x.value), y: y(mark.y.value))
        let room = plot.grown(by: -Self.arrowRoom)
        return Place(
            x: mark.x.value < x.domain.lowerBound
                ? room.x : mark.x.value > x.domain.upperBound ? room.right : free.x,
            y: mark.y.value < y.domain.lowerBound
                ? room.bottom : mark.y.value > y.domain.upperBound ? room.y : free.y)
    }

    private static let arrowRoom = 16.0

    func drawMarks(into drawing: inout Drawing) {
        let marks = panel.marks
        for (mark, style) in marks {
            drawing.group("g", ["class": style.className]) {
                drawErrorBars(of: mark, into: &$0)
            }
        }
        for (mark, style) in marks {
            drawing.group("g", ["class": "mark " + style.className]) { drawing in
                if let detail = mark.detail { drawing.element("title", [:], content: detail) }
                drawing.marker(style, at: place(mark))
                drawArrows(of: mark, into: &drawing)
            }
        }
    }

    private func drawErrorBars(of mark: Mark, into drawing: inout Drawing) {
        let middle = place(mark)
        if let interval = mark.x.interval, x.domain.contains(mark.x.value) {
            let (left, right) = (x.clamped(interval.lowerBound), x.clamped(interval.upperBound))
            drawing.stroke(left, middle.y, right, middle.y, width: 1.25)
            for (end, at) in [(interval.lowerBound, left), (interval.upperBound, right)]
            where x.domain.contains(end) {
                drawing.stroke(at, middle.y - 3, at, middle.y + 3, width: 1.25)
            }
        }
        if let interval = mark.y.interval, y.domain.contains(mark.y.value) {
            let (low, high) = (y.clamped(interval.lowerBound), y.clamped(interval.upperBound))
            drawing.stroke(middle.x, low, middle.x, high, width: 1.25)
            for (end, at) in [(interval.lowerBound, low), (interval.upperBound, high)]
            where y.domain.contains(end) {
                drawing.stroke(middle.x - 3, at, middle.x + 3, at, width: 1.25)
            }
        }
    }

    /// Points over the edge that the mark is beyond.
    private func drawArrows(of mark: Mark, into drawing: inout Drawing) {
        let at = place(mark)
        let (dx, dy) = (
            mark.x.value < x.domain.lowerBound ? -1.0 : mark.x.value > x.domain.upperBound ? 1 : 0,
            mark.y.value < y.domain.lowerBound ? 1.0 : mark.y.value > y.domain.upperBound ? -1 : 0
        )
        guard dx != 0 || dy != 0 else { return }
        let tip = Place(
            x: at.x + dx * (Self.arrowRoom - 1), y: at.y + dy * (Self.arrowRoom - 1))
        // Where the arrow's two barbs end, back from its tip and to either side.
        let barbs = [1.0, -1].map {
            Place(x: tip.x - 4 * dx + 3.5 * $0 * dy, y: tip.y - 4 * dy + 3.5 * $0 * dx)
        }
        drawing.path(
            "M\(pixels(at.x + dx * 8)) \(pixels(at.y + dy * 8))L\(pixels(tip.x)) \(pixels(tip.y))"
                + "M\(pixels(barbs[0].x)) \(pixels(barbs[0].y))L\(pixels(tip.x)) \(pixels(tip.y))"
                + "L\(pixels(barbs[1].x)) \(pixels(barbs[1].y))",
            .stroke(width: 1.5, dash: .solid))
    }

    // MARK: Labels

    func drawLabels(into drawing: inout Drawing) {
        for flag in header.flags {
            drawing.lettering(
                flag.text, x: plot.x + flag.x + (flag.isLeft ? flag.width : 0),
                y: plot.y - 5 - Double(flag.row) * Header.flagHeight, size: Lettering.label,
                anchor: flag.isLeft ? "end" : "start", hasHalo: true)
        }
        var obstacles = self.obstacles
        for rule in panel.rules(.horizontal) {
            guard let label = rule.label, y.domain.contains(rule.position) else { continue }
            let text = shortened(label, width: plot.width - 20, size: Lettering.label)
            let box = box(ofRuleAt: y(rule.position), text, obstacles)
            obstacles.blocked.append(box)
            drawing.lettering(
                text, x: box.x, y: box.bottom - 4, size: Lettering.label, hasHalo: true)
        }
        drawMarkLabels(obstacles, into: &drawing)
    }

    private func drawMarkLabels(_ obstacles: LabelPlacement, into drawing: inout Drawing) {
        let labels = placedLabels(obstacles)
        drawing.group("g", ["class": "muted"]) { drawing in
            for leader in labels.compactMap({ $0.placed?.leader }) {
                drawing.stroke(
                    leader.from.x, leader.from.y, leader.to.x, leader.to.y, width: 0.75)
            }
        }
        for label in labels {
            guard let box = label.placed?.box else { continue }
            // The text stands on the mark's side of its box, which has some room to spare.
            let side = box.middle.x - label.mark.x
            let anchor = abs(side) < 1 ? "middle" : side < 0 ? "end" : "start"
            drawing.lettering(
                label.text,
                x: anchor == "start" ? box.x : anchor == "end" ? box.right : box.middle.x,
                y: box.bottom - 3.5, size: Lettering.label, anchor: anchor, hasHalo: true)
        }
    }

    struct MarkLabel {
        let mark: Place
        let text: String
        let placed: LabelPlacement.Placed?
    }

    /// The labels of marks, each with its place where there is room for it.
    func placedLabels(_ obstacles: LabelPlacement) -> [MarkLabel] {
        let longest = min(Self.longestLabel, plot.width - 24)
        let named = panel.marks.compactMap { mark, _ in
            mark.label.map {
                (mark: place(mark), text: shortened($0, width: longest, size: Lettering.label))
            }
        }
        let placed = obstacles.place(
            named.map {
                LabelPlacement.Label(
                    mark: $0.mark, width: width(of: $0.text, size: Lettering.label),
                    height: Self.labelHeight)
            })
        return zip(named, placed).map { MarkLabel(mark: $0.mark, text: $0.text, placed: $1) }
    }

    private static let longestLabel = 220.0
    private static let labelHeight = 14.0

    /// What the labels of marks keep clear of.
    var obstacles: LabelPlacement {
        var obstacles = LabelPlacement(bounds: plot)
        for rule in panel.rules(.vertical) where x.domain.contains(rule.position) {
            let at = x(rule.position)
            obstacles.blocked.append(Box(x: at - 2, y: plot.y, width: 4, height: plot.height))
            obstacles.borders.append(at)
        }
        for rule in panel.rules(.horizontal) where y.domain.contains(rule.position) {
            let at = y(rule.position)
            obstacles.blocked.append(Box(x: plot.x, y: at - 2, width: plot.width, height: 4))
        }
        for (mark, _) in panel.marks {
            let middle = place(mark)
            if let bar = mark.x.interval {
                let ends = [bar.lowerBound, bar.upperBound].map(x.clamped)
                obstacles.bars.append(
                    (Place(x: ends[0], y: middle.y), Place(x: ends[1], y: middle.y)))
            }
            if let bar = mark.y.interval {
                let ends = [bar.lowerBound, bar.upperBound].map(y.clamped)
                obstacles.bars.append(
                    (Place(x: middle.x, y: ends[0]), Place(x: middle.x, y: ends[1])))
            }
        }
        for layer in panel.layers {
            guard case .line(let points, _) = layer else { continue }
            let places = points.map(place)
            obstacles.lines += zip(places, places.dropFirst()).map { ($0, $1) }
        }
        return obstacles
    }

    /// Above or below the rule, at its right, its left or its middle: where least lies under it.
    private func box(
        ofRuleAt at: Double, _ text: String, _ obstacles: LabelPlacement
    ) -> Box {
        let size = width(of: text, size: Lettering.label)
        let left = plot.x + 6
        let right = plot.right - 6 - size
        let choices = [right, left, (left + right) / 2, (left + 3 * right) / 4].flatMap { x in
            [at - 18, at + 3].map { Box(x: x, y: $0, width: size, height: 15) }
        }
        func cost(_ box: Box) -> Double {
            var cost = plot.holds(box) ? 0.0 : 1e6
            for (mark, _) in panel.marks {
                let middle = place(mark)
                let around = Box(x: middle.x, y: middle.y, width: 0, height: 0).grown(by: 8)
                cost += around.overlap(box) * 10
            }
            for other in obstacles.blocked { cost += other.overlap(box) }
            for line in obstacles.lines + obstacles.bars { cost += box.length(of: line.0, line.1) }
            return cost
        }
        return choices.min { cost($0) < cost($1) } ?? choices[0]
    }
}
