/// A ``Peer`` with its numbers.
///
///     PeerPacing(.vicidialAdaptTapered).with("intensity", 20)
public struct PeerPacing: Hashable, Sendable {
    public let peer: Peer
    /// In the order of the peer's numbers.
    private var values = Values()

    /// With the numbers that its makers ship.
    public init(_ peer: Peer) {
        self.peer = peer
        for (place, number) in peer.numbers.enumerated() { values[place] = number.usual }
    }

    /// The number of this name; nil when the peer has none.
    public subscript(name: String) -> Double? { place(of: name).map { values[$0] } }

    /// With another value of one number, a whole one rounded; nil when the peer has none of that
    /// name.
    public func with(_ name: String, _ value: Double) -> PeerPacing? {
        guard let place = place(of: name) else { return nil }
        var other = self
        switch peer.numbers[place].unit {
        case .whole: other.values[place] = value.rounded()
        case .onOff: other.values[place] = value == 0 ? 0 : 1
        case .number, .share: other.values[place] = value
        }
        return other
    }

    /// Whether the campaign's cap on abandonment holds it back.
    public var isGuarded: Bool { self[Peer.guardName] != 0 }

    /// The numbers that are not as its makers ship them.
    public var unusual: [(number: Peer.Number, value: Double)] {
        peer.numbers.enumerated().compactMap { place, number in
            values[place] == number.usual ? nil : (number, values[place])
        }
    }

    /// With what is not as usual; the level of a ratio always.
    public var name: String {
        var name = peer.title
        if peer == .vicidialRatio { name += " \(values[0])" }
        for (number, value) in unusual where number.name != "level" {
            name += ", \(spaced(number.name)) "
            switch number.unit {
            case .number: name += "\(value)"
            case .whole: name += "\(Int(value))"
            case .share: name += "\((value * 1e8).rounded() / 1e6) %"
            case .onOff: name += value == 0 ? "off" : "on"
            }
        }
        return name
    }

    private func place(of name: String) -> Int? { peer.numbers.firstIndex { $0.name == name } }
}

/// As many values as a peer has numbers at most: plain bits, for a pacing goes into the journal's
/// rows.
private struct Values: Hashable, Sendable {
    private var first = 0.0
    private var second = 0.0
    private var third = 0.0
    private var fourth = 0.0
    private var fifth = 0.0
    private var sixth = 0.0
    private var seventh = 0.0
    private var eighth = 0.0

    subscript(place: Int) -> Double {
        get { self[keyPath: Self.path(place)] }
        set { self[keyPath: Self.path(place)] = newValue }
    }

    private static func path(_ place: Int) -> WritableKeyPath<Values, Double> {
        switch place {
        case 0: \.first
        case 1: \.second
        case 2: \.third
        case 3: \.fourth
        case 4: \.fifth
        case 5: \.sixth
        case 6: \.seventh
        case 7: \.eighth
        default: preconditionFailure("there is no number \(place); a peer has 8 at most")
        }
    }
}

/// `availableOnly` as "available only".
private func spaced(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
}
