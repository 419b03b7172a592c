import DialModel

extension PeerPacing {
    /// The peer, with these numbers, where the clock on the wall is so far ahead of universal time.
    func makePolicy(utcOffset: Duration) -> any PacingPolicy {
        switch peer {
        case .vicidialRatio:
            VICIdialRatio(level: number("level"), availableOnly: isOn("availableOnly"))
        case .vicidialAdaptHardLimit: vicidialAdapt(.hardLimit, utcOffset)
        case .vicidialAdaptAverage: vicidialAdapt(.average, utcOffset)
        case .vicidialAdaptTapered: vicidialAdapt(.tapered, utcOffset)
        case .issabel: issabel
        case .contactCentersDial1xFree, .contactCentersDial2xFree: contactCentersDial
        case .contactCentersMismatch:
            ContactCentersMismatch(
                contactCentersDial, threshold: number("threshold"), periods: count("periods"),
                of: minutes("periodMinutes"))
        case .impactDialing: ImpactDialing(limit: number("limit"))
        case .binomialBound: BinomialBound(margin: number("margin"), wrapUp: number("wrapUp"))
        case .ciscoLike: ciscoLike
        case .avayaLike: avayaLike
        }
    }

    private func vicidialAdapt(
        _ method: VICIdialAdapt.Method, _ utcOffset: Duration
    ) -> VICIdialAdapt {
        var rules = VICIdialAdapt.Rules(method)
        rules.utcOffset = utcOffset
        rules.limit = number("limit")
        rules.maxLevel = number("maxLevel")
        rules.intensity = number("intensity")
        rules.difference = number("difference")
        if method == .tapered { rules.latest = number("latest") }
        return VICIdialAdapt(rules, availableOnly: isOn("availableOnly"))
    }

    private var issabel: Issabel {
        var rules = Issabel.Rules()
        rules.qos = number("qos")
        rules.overcommit = isOn("overcommit")
        rules.force = count("force")
        rules.maxChannels = count("maxChannels")
        return Issabel(rules)
    }

    private var contactCentersDial: ContactCentersDial {
        ContactCentersDial(
            factor: number("factor"), extra: count("extra"), leastFree: count("leastFree"),
            redials: isOn("redials"))
    }

    private var ciscoLike: CiscoLike {
        var rules = CiscoLike.Rules()
        rules.limit = number("limit")
        rules.gain = number("gain")
        rules.maxLines = number("maxLines")
        rules.answers = count("answers")
        return CiscoLike(rules)
    }

    private var avayaLike: AvayaLike {
        var rules = AvayaLike.Rules()
        rules.initialHitRate = number("initialHitRate")
        rules.initial = minutes("initialMinutes")
        rules.window = minutes("windowMinutes")
        return AvayaLike(rules)
    }

    private func number(_ name: String) -> Double {
        guard let value = self[name] else { preconditionFailure("\(peer) has no \(name)") }
        return value
    }

    private func count(_ name: String) -> Int { Int(number(name)) }

    private func isOn(_ name: String) -> Bool { number(name) != 0 }

    private func minutes(_ name: String) -> Duration { Duration(drawn: 60 * number(name)) }
}
