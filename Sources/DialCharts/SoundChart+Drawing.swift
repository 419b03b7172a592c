extension SoundChart {
    private static let left = 86.0
    private static let right = 62.0
    private static let width = left + Double(columns) + right
    private static let head = 64.0
    private static let rowHeight = 22.0
    private static let waveHeight = 84.0
    private static let spectrumHeight = 220.0
    private static let gap = 10.0
    private static let footHeight = 44.0
    private static let nameHeight = 24.0

    /// The picture as an SVG document, without an XML declaration, so that it can stand in a page.
    public func svg(theme: Theme = .automatic) -> String {
        let heights = channels.map(Self.height)
        let height = Self.head + heights.reduce(0, +) + 8
        var drawing = Drawing()
        drawing.group(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": theme.name, "role": "img",
                "viewBox": "0 0 \(pixels(Self.width)) \(pixels(height))",
                "width": pixels(Self.width), "height": pixels(height),
                "font-family": Chart.fonts,
            ]
        ) { drawing in
            drawing.element("title", [:], content: title)
            if !description.isEmpty { drawing.element("desc", [:], content: description) }
            drawing.element("style", [:], content: theme.styleSheet)
            drawing.element("rect", ["class": "paper", "width": "100%", "height": "100%"])
            let room = Self.width - Self.left - 12
            drawing.lettering(
                shortened(title, width: room, size: 18), x: Self.left, y: 28, size: 18,
                weight: "600")
            drawing.lettering(
                shortened(subtitle, width: room, size: 12.5), x: Self.left, y: 48, size: 12.5,
                tone: "muted")
            var top = Self.head
            for (channel, height) in zip(channels, heights) {
                draw(channel, top: top, in: &drawing)
                top += height
            }
        }
        return drawing.text
    }

    private static func height(_ channel: Channel) -> Double {
        (channel.name.isEmpty ? 0 : nameHeight) + Double(channel.rows.count) * rowHeight + gap
            + waveHeight + gap + spectrumHeight + footHeight
    }

    private func x(_ second: Double) -> Double {
        Self.left + min(max(second / seconds, 0), 1) * Double(Self.columns)
    }

    private func draw(_ channel: Channel, top: Double, in drawing: inout Drawing) {
        var top = top
        if !channel.name.isEmpty {
            drawing.lettering(channel.name, x: Self.left, y: top + 15, size: 13, weight: "600")
            top += Self.nameHeight
        }
        let wave = top + Double(channel.rows.count) * Self.rowHeight + Self.gap
        let spectrum = wave + Self.waveHeight + Self.gap
        let peak = Self.peak(of: channel)
        drawFrame(top: wave, height: Self.waveHeight, peak: peak, in: &drawing)
        for row in channel.rows where row.style.tone != .ink {
            for mark in row.marks { shade(mark, row.style, top: wave, in: &drawing) }
        }
        for row in channel.rows {
            draw(row, top: top, in: &drawing)
            top += Self.rowHeight
        }
        drawWave(channel.swings, top: wave, peak: peak, in: &drawing)
        drawLevels(channel.levels, top: spectrum, in: &drawing)
        drawTimes(spectrum + Self.spectrumHeight, in: &drawing)
    }

    /// The greatest swing, in whole per cent of full scale, 5 at least.
    private static func peak(of channel: Channel) -> Double {
        let most = channel.swings.reduce(0.05) { max($0, -$1.lowerBound, $1.upperBound) }
        return min((most * 100).rounded(.up) / 100, 1)
    }

    private func drawFrame(
        top: Double, height: Double, peak: Double, in drawing: inout Drawing
    ) {
        drawing.group("g", ["class": "grid"]) { drawing in
            let middle = top + height / 2
            for y in [top, middle, top + height] {
                drawing.stroke(Self.left, y, Self.left + Double(Self.columns), y)
            }
        }
        drawing.lettering(
            percent(peak), x: Self.left - 8, y: top + 4, size: 11, tone: "muted", anchor: "end")
        drawing.lettering(
            "0", x: Self.left - 8, y: top + height / 2 + 4, size: 11, tone: "muted", anchor: "end")
    }

    /// A row of marks, with their labels where there is room up to the next.
    private func draw(_ row: Row, top: Double, in drawing: inout Drawing) {
        let baseline = top + 15
        drawing.lettering(
            row.name, x: Self.left - 8, y: baseline, size: 12, tone: "muted", anchor: "end")
        drawing.group("g", ["class": row.style.className]) { drawing in
            for mark in row.marks {
                let (begin, end) = (x(mark.begin), x(mark.end ?? seconds))
                let wide = max(end - begin, 2)
                drawing.element(
                    "rect",
                    [
                        "x": pixels(begin), "y": pixels(top + 3), "width": pixels(wide),
                        "height": pixels(Self.rowHeight - 6), "rx": wide > 6 ? "3" : "1",
                        "fill": "currentColor", "fill-opacity": "0.28",
                    ])
                drawing.stroke(begin, top + 3, begin, top + Self.rowHeight - 3, width: 2)
            }
        }
        var waiting = ""
        for (place, mark) in row.marks.enumerated() {
            let label = waiting + mark.label
            waiting = ""
            if label.isEmpty { continue }
            let (begin, end) = (x(mark.begin), x(mark.end ?? seconds))
            let isLast = place + 1 == row.marks.count
            let next =
                isLast ? Self.width - 4 : x(row.marks[place + 1].begin) - 2
            let size = 12.0
            let long = DialCharts.width(of: label, size: size)
            if long + 8 <= end - begin {
                drawing.lettering(label, x: begin + 6, y: baseline, size: size)
            } else if long <= end - begin {
                drawing.lettering(
                    label, x: (begin + end) / 2, y: baseline, size: size, anchor: "middle")
            } else if max(end, begin + 3) + 4 + long <= next {
                drawing.lettering(label, x: max(end, begin + 3) + 4, y: baseline, size: size)
            } else if isLast,
                begin - 4 - long > (place > 0 ? x(row.marks[place - 1].end ?? seconds) : Self.left)
            {
                drawing.lettering(
                    label, x: begin - 4, y: baseline, size: size, anchor: "end")
            } else if row.joins, !isLast {
                waiting = label
            }
        }
    }

    private func shade(_ mark: Mark, _ style: Style, top: Double, in drawing: inout Drawing) {
        let (begin, end) = (x(mark.begin), x(mark.end ?? seconds))
        drawing.group("g", ["class": style.className]) { drawing in
            guard end - begin > 0.5 else {
                drawing.stroke(begin, top, begin, top + Self.waveHeight, width: 1.5)
                return
            }
            drawing.element(
                "rect",
                [
                    "x": pixels(begin), "y": pixels(top), "width": pixels(end - begin),
                    "height": pixels(Self.waveHeight), "fill": "currentColor",
                    "fill-opacity": "0.14",
                ])
        }
    }

    private func drawWave(
        _ swings: [ClosedRange<Double>], top: Double, peak: Double, in drawing: inout Drawing
    ) {
        guard !swings.isEmpty else { return }
        let (middle, half) = (top + Self.waveHeight / 2, Self.waveHeight / 2)
        let step = Double(Self.columns) / Double(swings.count)
        func point(_ place: Int, _ value: Double) -> String {
            "\(pixels(Self.left + (Double(place) + 0.5) * step)) "
                + pixels(middle - min(max(value / peak, -1), 1) * half)
        }
        // There and back, at least a line wide.
        let upper = swings.enumerated().map {
            point($0, max($1.upperBound, $1.lowerBound + 0.012 * peak))
        }
        let lower = swings.enumerated().reversed().map { point($0, $1.lowerBound) }
        drawing.group("g", ["class": "ink"]) { drawing in
            drawing.path(
                "M" + (upper + lower).joined(separator: "L") + "Z", .fill(opacity: 0.85))
        }
    }

    private func drawLevels(_ levels: [[Float]], top: Double, in drawing: inout Drawing) {
        guard let height = levels.first?.count, height > 1 else { return }
        let range = Self.levelRange
        var values = [UInt8](repeating: 0, count: levels.count * height)
        for (column, all) in levels.enumerated() {
            for (place, level) in all.enumerated() {
                let share =
                    (Double(level) - range.lowerBound) / (range.upperBound - range.lowerBound)
                values[(height - 1 - place) * levels.count + column] =
                    UInt8(max(0, min(255, (share * 255).rounded())))
            }
        }
        let picture = Pixels(
            width: levels.count, height: height, values: values, colors: Self.heat)
        drawing.element(
            "image",
            [
                "x": pixels(Self.left), "y": pixels(top), "width": pixels(Double(Self.columns)),
                "height": pixels(Self.spectrumHeight), "preserveAspectRatio": "none",
                "href": "data:image/png;base64," + base64(picture.png),
            ])
        for kilohertz in 0...Int(topHertz / 1_000) {
            let y = top + Self.spectrumHeight * (1 - Double(kilohertz) * 1_000 / topHertz)
            drawing.lettering(
                "\(kilohertz) kHz", x: Self.left - 8, y: y + 4, size: 11, tone: "muted",
                anchor: "end")
            drawing.group("g", ["class": "muted"]) { drawing in
                drawing.stroke(Self.left - 4, y, Self.left, y)
            }
        }
        drawKey(top: top, in: &drawing)
    }

    /// What colour is how loud.
    private func drawKey(top: Double, in drawing: inout Drawing) {
        let x = Self.left + Double(Self.columns) + 10
        let values = (0..<256).map { UInt8(255 - $0) }
        let strip = Pixels(width: 1, height: 256, values: values, colors: Self.heat)
        drawing.element(
            "image",
            [
                "x": pixels(x), "y": pixels(top + 18), "width": "8",
                "height": pixels(Self.spectrumHeight - 18), "preserveAspectRatio": "none",
                "href": "data:image/png;base64," + base64(strip.png),
            ])
        drawing.lettering("dBm0", x: x, y: top + 9, size: 11, tone: "muted")
        for level in stride(from: -60.0, through: 0, by: 20) {
            let share =
                (level - Self.levelRange.lowerBound)
                / (Self.levelRange.upperBound - Self.levelRange.lowerBound)
            let y = top + 18 + (Self.spectrumHeight - 18) * (1 - share)
            drawing.lettering(
                level < 0 ? "−\(Int(-level))" : "0", x: x + 12, y: y + 4, size: 11, tone: "muted")
        }
    }

    private func drawTimes(_ y: Double, in drawing: inout Drawing) {
        let ticks = Ticks.dividing(0...seconds, most: 14)
        drawing.group("g", ["class": "muted"]) { drawing in
            for value in ticks.values { drawing.stroke(x(value), y, x(value), y + 5) }
        }
        for (place, value) in ticks.values.enumerated() {
            let number = decimal(value, places: ticks.places)
            drawing.lettering(
                place == 0 ? "\(number) s" : number, x: x(value), y: y + 19, size: 11,
                tone: "muted", anchor: "middle")
        }
    }

    /// dBm0.
    private static let levelRange = -70.0...0.0

    /// From black over violet and orange to pale yellow, each lighter than the one before.
    private static let heat: [(UInt8, UInt8, UInt8)] = {
        let stops: [(Double, (Double, Double, Double))] = [
            (0, (8, 8, 20)), (0.25, (58, 18, 96)), (0.5, (150, 40, 100)), (0.72, (232, 96, 52)),
            (0.88, (250, 178, 60)), (1, (253, 250, 200)),
        ]
        return (0..<256).map { value in
            let share = Double(value) / 255
            let next = stops.firstIndex { $0.0 >= share } ?? stops.count - 1
            let (low, high) = (stops[max(0, next - 1)], stops[next])
            let part = high.0 > low.0 ? (share - low.0) / (high.0 - low.0) : 0
            func mix(_ a: Double, _ b: Double) -> UInt8 { UInt8((a + (b - a) * part).rounded()) }
            return (mix(low.1.0, high.1.0), mix(low.1.1, high.1.1), mix(low.1.2, high.1.2))
        }
    }()
}
