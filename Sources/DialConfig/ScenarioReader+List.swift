import DialModel
import DialWorld

extension ScenarioReader {
    /// Reads `{size: 100000, block: 500, segments: [{name: home, share: 60%, outcomes: {…}, ring: …}]}`.
    func readList(_ entry: Entry) {
        guard let section = Section(entry) else { return }
        let size = Form<Int>.count(1...100_000_000).or("endless")
        section.read("size", into: &scenario.list.size, as: size)
        section.read("block", into: &scenario.list.block, as: .count(1...1_000_000))
        if let entry = section.entry("segments") {
            readSegments(entry)
        } else if let block = section.entry("block") {
            problems.add(
                block.line, "block is given without segments: there is nothing to come in blocks")
        }
        section.close()
    }

    private func readSegments(_ entry: Entry) {
        guard let items = entry.items else { return }
        if !(1...100).contains(items.count) {
            problems.add(entry.line, "segments are \(items.count); 1 to 100 are allowed")
            return
        }
        let before = problems.found.count
        var shares: [Double] = []
        for (place, item) in items.enumerated() {
            if item.isScalar {
                problems.add(item.line, "a segment is {name: home, share: 60%, …}, not a word")
                continue
            }
            guard let section = Section(item) else { continue }
            let name = section.require("name", .text) ?? ""
            if segments.contains(where: { plain($0.name) == plain(name) }) {
                problems.add(item.line, "the segment \(quoted(name)) is given twice")
            }
            segments.append(World.Segment(name: name))
            if place == items.count - 1, !section.has("share") {
                shares.append(max(0, 1 - shares.reduce(0, +)))
            } else if let share = section.require("share", .share()) {
                shares.append(share)
            }
            readSegment(section, place)
            section.close()
        }
        guard problems.found.count == before else { return }
        let sum = shares.reduce(0, +)
        if abs(sum - 1) > 1e-6 {
            problems.add(
                entry.line, "the shares of the segments sum to \(percent(sum)); 100 % is required")
        }
        scenario.list.shares = shares
    }

    /// How the leads of a segment answer.
    func readSegment(_ section: Section, _ place: Int) {
        if let entry = section.entry("outcomes"),
            let daily = Form<[CallFate: Double]>.fates.daily.read(entry)
        {
            settings["segments.\(place).outcomes"] = Setting(line: entry.line, daily) {
                $0.segments[place].fates = $1
            }
        }
        time(section, "ring", "segments.\(place).ring", \.segments[place].ring)
    }
}
