import DialModel

extension CampaignReader {
    /// Reads how segments of the list are called.
    func readSegments(_ entry: Entry) {
        for item in entry.entries ?? [] {
            if segments.count == Int(SegmentID.last) {
                problems.add(
                    item.line,
                    "there are more than \(segments.count) segments; "
                        + "\(segments.count) are allowed")
                return
            }
            if segments.contains(where: { $0.strategy.name == item.name }) {
                problems.add(item.line, "the segment \(quoted(item.name)) is there already")
                continue
            }
            guard let section = Section(item) else { continue }
            var plan = SegmentPlan(strategy: SegmentStrategy(name: item.name))
            plan.condition = section.read("where", .condition).map {
                let place = problems.place(of: section.line(of: "where"))
                return PlacedExpression(
                    name: item.name, expression: $0, path: place.path,
                    line: place.line ?? item.line)
            }
            section.read("priority", into: &plan.strategy.priority, as: .priority)
            section.read("share", into: &plan.strategy.share, as: .weight)
            plan.strategy.mode = section.read("mode", .segmentMode)
            readRoute(section, into: &plan.strategy)
            if let prime = section.entry("primeTime") {
                plan.primeTime =
                    HoursReader(shelf: RuleShelf(beside: problems.path))
                    .read(prime)?.hours
            }
            section.close()
            segments.append(plan)
        }
        checkSegmentModes(entry)
    }

    private func checkSegmentModes(_ entry: Entry) {
        guard segments.contains(where: { $0.strategy.mode != nil }), plan.mode == .automatic else {
            return
        }
        problems.add(
            entry.line,
            "a segment has a mode of its own, but the campaign's mode is automatic; "
                + "predictive, progressive or preview is required")
    }

    /// What an event changes of segments.
    func readSegmentChanges(_ section: Section) -> [SegmentChange] {
        (section.entry("segments")?.entries ?? []).compactMap { item in
            let names = segments.map(\.strategy.name)
            guard names.contains(item.name) else {
                return item.complain(
                    "there is no segment \(quoted(item.name)); "
                        + (names.isEmpty
                            ? "the campaign has none" : suggestion(for: item.name, among: names)))
            }
            guard let section = Section(item) else { return nil }
            // By its place in this file, until the store has numbered it.
            let place = names.firstIndex(of: item.name)! + 1
            var change = SegmentChange(SegmentID(UInt8(place)))
            change.priority = section.read("priority", .priority)
            change.share = section.read("share", .weight)
            if let mode = section.entry("mode") {
                change.isAsCampaign = mode.node.string == "campaign"
                if !change.isAsCampaign { change.mode = Form.segmentMode.read(mode) }
            }
            let isEmpty = !section.hasOther()
            section.close()
            return isEmpty
                ? item.complain(
                    "the segment's change is empty; "
                        + "add priority, share or mode") : change
        }
    }
}

extension Form where Value == UInt8 {
    static var priority: Form {
        Form { entry in Form<Int>.count(1...9).read(entry).map { UInt8($0) } }
    }
}

extension Form where Value == Double {
    /// Above 0, at most 1,000,000.
    static var weight: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard let value = Double(text), value > 0, value <= 1_000_000 else {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); a number above 0 and up to 1,000,000 "
                        + "is expected")
            }
            return value
        }
    }
}

extension Form where Value == DialMode {
    /// The modes that keep an agent for every call.
    static var segmentMode: Form {
        .oneOf([DialMode.preview, .progressive].map { ($0.name, $0) })
    }
}
