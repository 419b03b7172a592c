import DialModel
import GRDB

extension Store {
    /// Keeps the clocks by which ``hourCounts()`` goes, in place of those there were.
    ///
    /// - Parameter clocks: by ``ZoneID``.
    public func write(clocks: [ZoneClock]) throws(StoreError) {
        try writing { db in
            try db.execute(sql: "DELETE FROM clocks")
            let insert = try HotStatement(
                "INSERT INTO clocks (zone, since, until, ahead) VALUES (?, ?, ?, ?)", in: db)
            for (zone, clock) in clocks.enumerated() {
                for (place, part) in clock.parts.enumerated() {
                    let ends = clock.parts.dropFirst(place + 1).first?.from ?? .never
                    insert.bind(1, zone)
                    insert.bind(2, place == 0 ? Int64.min : part.from.nanoseconds)
                    insert.bind(3, ends.nanoseconds)
                    insert.bind(4, part.ahead.nanoseconds)
                    try insert.run()
                }
            }
        }
    }

    /// How many calls began in each hour of the day, by the clock where the lead is, and how many of
    /// them a person answered; by segment, then by hour. Calls that the network lost are not in it, nor
    /// those that are not over. Empty where no clocks are kept.
    ///
    /// - Complexity: one pass over the attempts: some seconds for millions.
    public func hourCounts() throws(StoreError) -> [HourCount] {
        try reading { db in try HourCount.all(in: db) }
    }
}

extension Store {
    /// As the list names it; empty for ``SegmentID/whole``, and for one there is not.
    public func segmentName(_ segment: SegmentID) throws(StoreError) -> String {
        try reading { db in
            try String.fetchOne(
                db, sql: "SELECT name FROM segments WHERE id = ?", arguments: [segment.part]) ?? ""
        }
    }
}

extension HourCount {
    static func all(in db: Database) throws -> [HourCount] {
        // A store of an older version has none.
        guard try db.tableExists("clocks"),
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM clocks)") == true
        else { return [] }
        let lost = (0...UInt8.max).filter { !HourCount.tells($0) }.map { "\($0)" }
        var counts: [[Int]: HourCount] = [:]
        try HotStatement(
            """
            SELECT l.segment, (a.started + c.ahead) / 3600000000000 AS hour, count(*),
                count(a.person)
            FROM attempts a JOIN leads l ON l.id = a.lead
                JOIN clocks c ON c.zone = l.zone AND a.started >= c.since AND a.started < c.until
            WHERE a.outcome IS NOT NULL
                AND (a.person IS NOT NULL OR a.outcome NOT IN (\(lost.joined(separator: ", "))))
            GROUP BY l.segment, hour
            """, in: db
        ).rows { row in
            let segment = SegmentID(UInt8(min(row.integer(0), Int64(SegmentID.last))))
            let hour = LocalHour(.hours(row.integer(1)))
            let none = HourCount(segment: segment, hour: hour, calls: 0, people: 0)
            var count = counts[[segment.part, hour.raw]] ?? none
            count.calls += Int(row.integer(2))
            count.people += Int(row.integer(3))
            counts[[segment.part, hour.raw]] = count
        }
        return counts.values.sorted {
            ($0.segment.part, $0.hour) < ($1.segment.part, $1.hour)
        }
    }
}

extension CampaignReport {
    mutating func readHours(_ db: Database) throws {
        var sums: [LocalHour: HourCount] = [:]
        for count in try HourCount.all(in: db) {
            let none = HourCount(segment: .whole, hour: count.hour, calls: 0, people: 0)
            sums[count.hour, default: none].calls += count.calls
            sums[count.hour, default: none].people += count.people
        }
        answersByHour = sums.values.sorted { $0.hour < $1.hour }
    }

    func writeHours(_ page: inout Page) {
        if answersByHour.isEmpty { return }
        page.section("Answered by hour", "")
        for count in answersByHour {
            page.line(
                count.hour.name, percent(count.share),
                "\(grouped(count.people)) of \(grouped(count.calls))")
        }
    }

    var hoursTree: JSONTree {
        .array(
            answersByHour.map {
                .object([
                    ("days", .text($0.hour.isWeekend ? "sat-sun" : "mon-fri")),
                    ("hour", .count($0.hour.hour)), ("calls", .count($0.calls)),
                    ("people", .count($0.people)), ("share", .share($0.share)),
                ])
            })
    }
}

extension HourCount {
    /// Of its calls, those that a person answered; nil when there are none.
    package var share: Double? { calls > 0 ? Double(people) / Double(calls) : nil }
}

extension LocalHour {
    /// `mon-fri 09:00-10:00`.
    package var name: String {
        func clock(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
        return "\(isWeekend ? "sat-sun" : "mon-fri") \(clock(hour))-\(clock(hour + 1))"
    }
}
