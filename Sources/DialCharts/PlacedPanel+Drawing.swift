extension PlacedPanel {
    func draw(into drawing: inout Drawing) {
        drawing.group("g", ["class": "panel"]) { drawing in
            drawHeader(into: &drawing)
            drawGrid(into: &drawing)
            let clip = plot.grown(by: 1)
            let corners = [clip.x, clip.y, clip.width, clip.height].map(pixels)
            drawing.group(
                "svg",
                [
                    "x": corners[0], "y": corners[1], "width": corners[2], "height": corners[3],
                    "viewBox": corners.joined(separator: " "),
                ]
            ) { drawing in
                for layer in panel.layers { draw(layer, into: &drawing) }
            }
            drawAxes(into: &drawing)
            if panel.isEmpty {
                drawing.lettering(
                    "no data", x: plot.middle.x, y: plot.middle.y + 4, size: Lettering.axis,
                    tone: "muted", anchor: "middle")
            }
            drawMarks(into: &drawing)
            drawLabels(into: &drawing)
        }
    }

    private func drawHeader(into drawing: inout Drawing) {
        var y = plot.y - header.height
        for line in header.titleLines {
            drawing.lettering(line, x: left, y: y + 13, size: Lettering.panelTitle, weight: "600")
            y += 18
        }
        header.legend.draw(into: &drawing, x: left, y: y)
    }

    private func drawGrid(into drawing: inout Drawing) {
        drawing.group("g", ["class": "grid"]) { drawing in
            for tick in xAxis.ticks {
                drawing.stroke(x(tick.value), plot.y, x(tick.value), plot.bottom)
            }
            for tick in yAxis.ticks {
                drawing.stroke(plot.x, y(tick.value), plot.right, y(tick.value))
            }
        }
    }

    private func drawAxes(into drawing: inout Drawing) {
        drawing.group("g", ["class": "muted"]) { drawing in
            drawing.path(
                "M\(pixels(plot.x)) \(pixels(plot.y))V\(pixels(plot.bottom))H\(pixels(plot.right))",
                .stroke(width: 1, dash: .solid))
            for tick in xAxis.ticks {
                drawing.stroke(x(tick.value), plot.bottom, x(tick.value), plot.bottom + 4)
                guard panel.x.isLabelled else { continue }
                drawing.lettering(
                    tick.text, x: x(tick.value), y: plot.bottom + 17, size: Lettering.tick,
                    tone: "muted", anchor: "middle")
            }
            for tick in yAxis.ticks {
                drawing.stroke(plot.x - 4, y(tick.value), plot.x, y(tick.value))
                guard panel.y.isLabelled else { continue }
                drawing.lettering(
                    tick.text, x: plot.x - 7, y: y(tick.value) + 4, size: Lettering.tick,
                    tone: "muted", anchor: "end")
            }
        }
        if panel.x.isLabelled {
            drawing.lettering(
                shortened(panel.x.title, width: plot.width, size: Lettering.axis),
                x: plot.middle.x, y: plot.bottom + 36, size: Lettering.axis, anchor: "middle")
        }
        if panel.y.isLabelled {
            drawing.lettering(
                shortened(panel.y.title, width: plot.height, size: Lettering.axis),
                x: left + 11, y: plot.middle.y, size: Lettering.axis, anchor: "middle",
                turned: true)
        }
    }

    // MARK: Layers

    private func draw(_ layer: Layer, into drawing: inout Drawing) {
        switch layer {
        case .line(let points, let style):
            stroke(points.map(place), style, into: &drawing)
        case .steps(let points, let style):
            stroke(stepped(points.map(place)), style, into: &drawing)
        case .band(let spans, let style):
            let upper = spans.map { Place(x: x($0.x), y: y($0.y.upperBound)) }
            let lower = spans.map { Place(x: x($0.x), y: y($0.y.lowerBound)) }
            fill(upper + lower.reversed(), style, bandOpacity, into: &drawing)
        case .steppedBand(let spans, let style):
            let upper = stepped(spans.map { Place(x: x($0.x), y: y($0.y.upperBound)) })
            let lower = stepped(spans.map { Place(x: x($0.x), y: y($0.y.lowerBound)) })
            fill(upper + lower.reversed(), style, bandOpacity, into: &drawing)
        case .ticks(let points, let style):
            let data = points.map(place).map { "M\(pixels($0.x)) \(pixels($0.y - 4))v8" }.joined()
            drawing.group("g", ["class": style.className]) {
                $0.path(data, .stroke(width: 1.25, dash: .solid))
            }
        case .histogram(let bars, let style):
            for bar in bars {
                let (left, right) = (x(bar.x.lowerBound), x(bar.x.upperBound))
                let corners = [
                    Place(x: left, y: y(0)), Place(x: left, y: y(bar.height)),
                    Place(x: right - 1, y: y(bar.height)), Place(x: right - 1, y: y(0)),
                ]
                fill(corners, style, barOpacity, into: &drawing)
            }
        case .rule(let rule):
            drawing.group("g", ["class": "rule " + rule.style.className]) { drawing in
                let (weight, dash) = (rule.style.weight, rule.style.dash)
                switch rule.direction {
                case .vertical:
                    let at = x(rule.position)
                    drawing.stroke(at, plot.bottom, at, plot.y - 2, width: weight, dash: dash)
                case .horizontal:
                    let at = y(rule.position)
                    drawing.stroke(plot.x, at, plot.right, at, width: weight, dash: dash)
                }
            }
        case .zone(let range, let style):
            let (left, right) = (x.clamped(range.lowerBound), x.clamped(range.upperBound))
            let end = range.upperBound >= x.domain.upperBound ? plot.right : right
            let corners = [
                Place(x: left, y: plot.bottom), Place(x: left, y: plot.y),
                Place(x: end, y: plot.y), Place(x: end, y: plot.bottom),
            ]
            fill(corners, style, 0.05, into: &drawing)
        case .marks: break
        }
    }

    private func stroke(_ places: [Place], _ style: Style, into drawing: inout Drawing) {
        guard places.count > 1 else { return }
        drawing.group("g", ["class": style.className]) {
            $0.path(Self.path(places), .stroke(width: style.weight, dash: style.dash))
        }
    }

    private func fill(
        _ places: [Place], _ style: Style, _ opacity: Double, into drawing: inout Drawing
    ) {
        guard places.count > 2 else { return }
        drawing.group("g", ["class": style.className]) {
            $0.path(Self.path(places) + "Z", .fill(opacity: opacity))
        }
    }

    private static func path(_ places: [Place]) -> String {
        places.enumerated().map {
            ($0.offset == 0 ? "M" : "L") + pixels($0.element.x) + " " + pixels($0.element.y)
        }.joined()
    }

    private func stepped(_ places: [Place]) -> [Place] {
        zip(places, places.dropFirst()).flatMap { [$0, Place(x: $1.x, y: $0.y)] }
            + places.suffix(1)
    }
}
