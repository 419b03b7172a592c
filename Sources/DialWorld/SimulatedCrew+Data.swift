import DialMath
import DialModel

extension SimulatedCrew {
    /// The values that an agent gives of a talk: those that the outcome needs, but for what is forgotten;
    /// or those that were asked for then.
    ///
    /// - Parameter asked: empty: nothing has been.
    func data(of outcome: Outcome, _ lot: Chance.Lot, asked: DataFields) -> [(DataField, Double)] {
        let needed = asked.isEmpty ? plan.data.fields(for: outcome) : asked
        return plan.data.fields.indices.compactMap { place in
            let field = DataField(UInt8(place))
            guard needed.contains(field) else { return nil }
            let chance = lot.part(UInt64(place) + 1)
            if asked.isEmpty, chances.forgets.happens(plan.forgets, chance) { return nil }
            let draw = chances.data.uniform(chance)
            let value =
                switch plan.data.fields[place].kind {
                case .number(let range):
                    Self.number(in: range ?? 1...1_000, draw)
                case .yesOrNo: draw < 0.5 ? 1.0 : 0
                case .choice(let words): (draw * Double(words.count)).rounded(.down)
                }
            return (field, value)
        }
    }

    /// A whole number, if the range has one.
    private static func number(in range: ClosedRange<Double>, _ draw: Double) -> Double {
        let value = range.lowerBound + draw * (range.upperBound - range.lowerBound)
        let whole = value.rounded()
        return range.contains(whole) ? whole : value
    }
}
