/// A place in the picture, in pixels from its top left.
struct Place: Equatable {
    var x: Double
    var y: Double
}

/// A rectangle in the picture.
struct Box: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var right: Double { x + width }
    var bottom: Double { y + height }
    var middle: Place { Place(x: x + width / 2, y: y + height / 2) }

    /// The area that both cover.
    func overlap(_ other: Box) -> Double {
        max(0, min(right, other.right) - max(x, other.x))
            * max(0, min(bottom, other.bottom) - max(y, other.y))
    }

    func holds(_ other: Box) -> Bool {
        other.x >= x && other.y >= y && other.right <= right && other.bottom <= bottom
    }

    func grown(by margin: Double) -> Box {
        Box(
            x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
    }

    /// The place in the box that is nearest to `place`.
    func nearest(to place: Place) -> Place {
        Place(x: min(max(place.x, x), right), y: min(max(place.y, y), bottom))
    }

    /// How much of the straight line from `a` to `b` lies inside, in pixels.
    ///
    /// > Source: Y.-D. Liang and B. A. Barsky (1984), doi:10.1145/357332.357333.
    func length(of a: Place, _ b: Place) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        var from = 0.0
        var to = 1.0
        for (step, room) in [(-dx, a.x - x), (dx, right - a.x), (-dy, a.y - y), (dy, bottom - a.y)]
        {
            if step == 0 {
                if room < 0 { return 0 }
            } else if step < 0 {
                from = max(from, room / step)
            } else {
                to = min(to, room / step)
            }
        }
        return to > from ? (to - from) * (dx * dx + dy * dy).squareRoot() : 0
    }
}
