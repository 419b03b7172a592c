import DialModel

extension Peer {
    /// nil when there is none of this name; spelled with or without dashes and capitals.
    init?(named text: String) {
        guard let peer = Peer.allCases.first(where: { plain($0.rawValue) == plain(text) }) else {
            return nil
        }
        self = peer
    }
}

extension Form where Value == Pacing {
    /// `vicidialRatio`, `{vicidialRatio: 2}` or `{vicidialRatio: {level: 2, availableOnly: true}}`: a
    /// peer alone, with its first number or with any of them.
    static func peer(_ peer: Peer) -> Form {
        Form { entry in
            var pacing = PeerPacing(peer)
            func put(_ number: Peer.Number, _ value: Double) {
                pacing = pacing.with(number.name, value) ?? pacing
            }
            if !entry.isMapping {
                guard let first = peer.numbers.first else { return nil }
                guard let value = Form<Double>.number(first).read(entry) else { return nil }
                put(first, value)
                return .peer(pacing)
            }
            guard let section = Section(entry) else { return nil }
            for number in peer.numbers {
                if let value = section.read(number.name, .number(number)) { put(number, value) }
            }
            section.close()
            return .peer(pacing)
        }
    }
}

extension Form where Value == Double {
    fileprivate static func number(_ number: Peer.Number) -> Form {
        let (low, high) = (number.range.lowerBound, number.range.upperBound)
        return switch number.unit {
        case .number: .number(atLeast: low, atMost: high)
        case .share: .share(atLeast: low, atMost: high)
        case .whole: Form { Form<Int>.count(Int(low)...Int(high)).read($0).map(Double.init) }
        case .onOff: Form { Form<Bool>.yesOrNo.read($0).map { $0 ? 1 : 0 } }
        }
    }
}
