import DialModel
import DialTones

extension TonePlan {
    /// Reads and checks a tone plan.
    ///
    /// - Parameter sources: those it may name.
    /// - Throws: everything that is wrong with it, each problem with its line.
    static func read(
        _ path: String, sources: [String: ToneSource]
    ) throws(ConfigErrors) -> TonePlan {
        let root = try yamlRoot(fileBytes(path), path: path, as: .tonePlan)
        let problems = root.problems
        guard let top = Section(root) else { throw ConfigErrors(problems.found) }
        let country = top.require("country", Form.nameOfFile(path).checked(countryFault))
        let name = top.require("name", .text)
        var plan = TonePlan(country: country ?? "", name: name ?? "", path: path, tones: [:])
        if let tones = top.section("tones") {
            for tone in CallTone.allCases {
                guard let entry = tones.entry(tone.rawValue) else { continue }
                plan.tones[tone] = VariantReader(sources: sources).read(entry)
            }
            tones.close()
        } else if !top.has("tones") {
            problems.add(1, "tones is missing")
        }
        top.close()
        guard problems.found.isEmpty else { throw ConfigErrors(problems.found) }
        return plan
    }

    private static func countryFault(_ country: String, _ entry: Entry) -> String? {
        let isCode = country.utf8.count == 2 && country.utf8.allSatisfy { (97...122).contains($0) }
        return isCode
            ? nil : "country is \(quoted(country)); two small letters such as hu are expected"
    }
}

/// Reads the variants of one tone.
private struct VariantReader {
    let sources: [String: ToneSource]

    func read(_ entry: Entry) -> [PlannedTone] {
        // One that is not in a list is a list of one.
        let items = entry.isMapping ? [entry] : entry.items ?? []
        if entry.isList, items.isEmpty {
            entry.problems.add(entry.line, "\(entry.name) has no variant; at least 1 is required")
        }
        var variants: [PlannedTone] = []
        for item in items {
            guard let variant = variant(item) else { continue }
            if variants.contains(where: { $0.spec == variant.spec }) {
                item.problems.add(item.line, "\(entry.name) has a variant twice")
            }
            variants.append(variant)
        }
        return variants
    }

    private func variant(_ item: Entry) -> PlannedTone? {
        guard let section = Section(item) else { return nil }
        let plays = section.require("plays", .segments)
        let status = section.require(
            "status", .oneOf(PlannedTone.Status.allCases.map { ($0.rawValue, $0) }))
        let found = section.read("sources", .list(of: source)) ?? []
        let levels = section.read(
            "level",
            .list(
                of: .number(
                    atLeast: Level.allowedDecibels.lowerBound, atMost: Level.fullScaleDecibels)))
        let once = section.read("once", .yesOrNo) ?? false
        section.close()
        guard let plays, let status else { return nil }
        let needed = status == .own ? 0 : status == .confirmed ? 2 : 1
        if !section.has("sources") ? needed > 0 : found.count < needed {
            item.problems.add(
                section.line(of: "sources"),
                "sources are \(found.count); \(status.rawValue) needs at least \(needed)")
        }
        var spec = ToneSpec(plays, repeats: !once)
        if spec.cadence == nil, section.has("once") {
            item.problems.add(
                section.line(of: "once"), "once is set, but the last segment goes on for ever")
        }
        // For ever is as often as it gets.
        if spec.cadence == nil { spec.repeats = false }
        if let fault = spec.set(levels: levels) {
            item.problems.add(section.line(of: "level"), fault)
            return nil
        }
        // What may be played too loud or not at all is seen here, at the rate of any line.
        do throws(ToneFault) { _ = try ToneGenerator(spec, rate: 8_000) } catch {
            return item.complain("\(error)")
        }
        return PlannedTone(spec: spec, status: status, sources: found, hasLevel: levels != nil)
    }

    private var source: Form<ToneSource> {
        Form { entry in
            guard let text = entry.text else { return nil }
            return sources[text]
                ?? entry.complain(
                    "\(quoted(text)) is no source; "
                        + suggestion(for: text, among: sources.keys.sorted()))
        }
    }
}

extension ToneSpec {
    /// Makes each frequency as loud as `levels` say, or all together as loud as is usual.
    ///
    /// - Returns: what is wrong with the levels.
    fileprivate mutating func set(levels: [Double]?) -> String? {
        for place in segments.indices {
            guard case .tones(var tones) = segments[place].sound else { continue }
            if let levels, levels.count != 1, levels.count != tones.count {
                return "level has \(levels.count) numbers, but \(tones.count) "
                    + "\(tones.count == 1 ? "frequency sounds" : "frequencies sound"); give 1 or "
                    + "as many"
            }
            for (tone, _) in tones.enumerated() {
                tones[tone].levelDecibels =
                    levels.map { $0[$0.count == 1 ? 0 : tone] }
                    ?? Level.usualDecibels(each: tones.count)
            }
            segments[place].sound = .tones(tones)
        }
        return nil
    }
}
