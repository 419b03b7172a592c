import DialModel
import DialStore
import Glibc

/// How long a campaign waits for its next 1,000 leads, and prints one line for each order:
///
///     refill [LEADS [REFILLS]]
///
/// A store of so many leads (2,000,000) in three segments, three time zones and a hundred worths is made
/// and asked for so many refills (600), or until it is empty, in the order of the list, and by the
/// strategies of the segments. Times are those of the processor, which do not tell of others who use the
/// machine, in ms: the first of a store made ready as a campaign does it, the median, the 99th percentile
/// and the longest of all others with its place; and the longest by the clock on the wall. All is done
/// nine times, and of the same refill the shortest time counts: a virtual machine stands still for
/// milliseconds at times, which its clocks take for work.
@main struct Refill {
    private static let count = 1_000

    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().map { Int($0) }
        guard numbers.allSatisfy({ $0 ?? 0 > 0 }), numbers.count <= 2 else {
            return print("usage: refill [LEADS [REFILLS]]")
        }
        let leads = numbers.first.flatMap(\.self) ?? 2_000_000
        let refills = numbers.dropFirst().first.flatMap(\.self) ?? 600
        guard let folder = temporaryFolder() else { return print("refill: no temporary folder") }
        defer { system("rm -r '\(folder)'") }
        try fill("\(folder)/leads.sqlite", leads)
        var request = LeadRequest(count, before: Instant(nanoseconds: 0))
        try measure("in the order of the list", "\(folder)/leads.sqlite", request, refills)
        request.segments = strategies
        try measure("by strategy, three segments", "\(folder)/leads.sqlite", request, refills)
        request.segments = .byWorth
        try measure("by worth", "\(folder)/leads.sqlite", request, refills)
    }

    private static let segments = ["gold", "silver", "bronze"]
    private static let zones = ["Europe/London", "Europe/Berlin", "America/New_York"]

    private static func fill(_ path: String, _ count: Int) throws {
        let store = try Store.open(path)
        try store.add(segments: segments)
        var made = 0
        // The same leads every time; a step that meets all worths and places.
        _ = try store.importLeads {
            if made == count { return nil }
            let size = min(10_000, count - made)
            defer { made += size }
            return (made..<made + size).map { place in
                let draw = place &* 2_654_435_761 >> 7
                var lead = Lead(
                    number: PhoneNumber(digits: 36_100_000_000 + UInt64(place)),
                    timeZone: zones[draw % 3], segment: segments[draw / 3 % 3])
                lead.worth = Double(draw / 9 % 100)
                return lead
            }
        }
        try store.indexSegments()
        store.close()
    }

    /// Two of the same priority with shares, one after them.
    private static var strategies: SegmentStrategies {
        var all = [SegmentStrategy()]
        for (place, name) in segments.enumerated() {
            var strategy = SegmentStrategy(name: name)
            strategy.priority = place == 2 ? 9 : 1
            strategy.share = Double(3 - place)
            all.append(strategy)
        }
        return SegmentStrategies(all)
    }

    private static func measure(
        _ name: String, _ path: String, _ request: LeadRequest, _ refills: Int
    ) throws {
        var times: [Double] = []
        var onWall: [Double] = []
        var firsts: [Double] = []
        var handed = 0
        for round in 0..<9 {
            let store = try Store.open(path)
            try store.makeReady(for: request)
            handed = 0
            for refill in 0..<refills {
                let (began, beganOnWall) = (now(CLOCK_THREAD_CPUTIME_ID), now(CLOCK_MONOTONIC))
                let leads = try store.nextLeads(request).leads.count
                let time = (now(CLOCK_THREAD_CPUTIME_ID) - began) * 1_000
                let wall = (now(CLOCK_MONOTONIC) - beganOnWall) * 1_000
                if refill == 0 { firsts.append(time) }
                if round == 0 {
                    times.append(time)
                    onWall.append(wall)
                } else {
                    times[refill] = min(times[refill], time)
                    onWall[refill] = min(onWall[refill], wall)
                }
                handed += leads
                if leads < count { break }
            }
            store.close()
        }
        // Only in the first round nothing of the store has been read.
        let first = firsts[0]
        times.removeFirst()
        let slowest = (times.indices.max { times[$0] < times[$1] } ?? 0) + 2
        let longest = onWall.dropFirst().max() ?? 0
        times.sort()
        let percentile = { (share: Double) in times[Int(share * Double(times.count - 1))] }
        print(
            "\(name): \(handed) leads, 1,000 at a time: first \(shown(first)) ms,",
            "median \(shown(percentile(0.5))), 99 % \(shown(percentile(0.99))),",
            "longest \(shown(percentile(1))), number \(slowest), on the wall \(shown(longest))")
    }

    private static func shown(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// In seconds.
    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private static func temporaryFolder() -> String? {
        var name = Array("/var/tmp/refill-XXXXXX".utf8CString)
        return mkdtemp(&name).map { String(cString: $0) }
    }
}
