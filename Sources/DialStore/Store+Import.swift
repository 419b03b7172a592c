import DialModel
import GRDB

extension Store {
    /// Adds leads, in order, all or none.
    ///
    /// A number that is there already, in the store or earlier in `batch`, as any of a lead's numbers, gives
    /// what the lead lacks: its name, its zone, its segment, its source, numbers that no lead has. Of its
    /// fields, and what comes of them, a segment by a condition and its worth, the latest that says anything
    /// holds. Where the lead stands does not change.
    public func importLeads(_ batch: [Lead]) throws(StoreError) -> ImportCounts {
        try writing { db in
            var importing = try LeadWriter(in: db)
            try importing.add(batch, to: db)
            return importing.counts
        }
    }

    /// Adds all that `next` gives until it gives nil, as ``importLeads(_:)-([Lead])`` does, many
    /// batches at a time.
    ///
    /// Numbers come in any order, so that a commit writes most pages of their index: it is by few and
    /// large commits that millions of leads are quick. What was committed before an error stays.
    ///
    /// - Parameter leadsPerCommit: how many leads are all kept or none; a batch is never parted.
    /// - Throws: ``StoreError``, or what `next` throws, which ends the import.
    /// - Complexity: some 5 µs a lead; up to 512 MiB of memory meanwhile.
    public func importLeads(
        leadsPerCommit: Int = 500_000, from next: () throws -> [Lead]?
    ) throws -> ImportCounts {
        var total = ImportCounts()
        var stopped: (any Error)?
        do {
            try working { db in
                try db.execute(sql: "PRAGMA cache_size = -524288")
                defer { try? db.execute(sql: "PRAGMA cache_size = \(Store.cacheSize)") }
                var isMore = true
                while isMore {
                    let counts = try db.transaction(.immediate) {
                        var importing = try LeadWriter(in: db)
                        var size = 0
                        while size < leadsPerCommit {
                            let batch: [Lead]?
                            do { batch = try next() } catch {
                                stopped = error
                                throw error
                            }
                            guard let batch else {
                                isMore = false
                                break
                            }
                            try importing.add(batch, to: db)
                            size += batch.count
                        }
                        return importing.counts
                    }
                    total = total + counts
                }
            }
        } catch {
            throw stopped ?? error
        }
        return total
    }

    /// Notes that a lead file has been imported.
    public func note(_ done: FinishedImport) throws(StoreError) {
        try writing { db in
            try db.execute(
                sql: "INSERT INTO imports (file, state, rows) VALUES (?, ?, ?)",
                arguments: [done.path, done.state, done.rows])
            let id = db.lastInsertedRowID
            var names = NameTable("sources")
            for (name, counts) in done.sources.sorted(by: { $0.key < $1.key }) {
                let source = try names.id(of: name, in: db)
                let results =
                    [("added", "", counts.added), ("merged", "", counts.merged)]
                    + counts.rejected.sorted { $0.key < $1.key }.map {
                        ("rejected", $0.key, $0.value)
                    }
                for (result, reason, count) in results where count > 0 {
                    try db.execute(
                        sql: "INSERT INTO import_counts VALUES (?, ?, ?, ?, ?)",
                        arguments: [id, source, result, reason, count])
                }
            }
        }
    }

    /// Whether a lead file has been imported as it is now.
    public func hasImported(_ path: String, state: String) throws(StoreError) -> Bool {
        try reading { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM imports WHERE file = ? AND state = ?)",
                arguments: [path, state]) ?? false
        }
    }

    /// How many leads there are.
    public func leadCount() throws(StoreError) -> Int {
        try reading { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM leads") ?? 0 }
    }

    /// The lead as it was imported; nil when there is none of this ID.
    public func lead(_ id: LeadID) throws(StoreError) -> Lead? {
        try reading { db in
            let isThere = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM leads WHERE id = ?)", arguments: [id.raw])
            return isThere == true ? try Lead(stored: id.raw, in: db) : nil
        }
    }
}

/// Adds leads within one transaction.
private struct LeadWriter {
    /// By the source's number.
    private var tallies: [(name: String, counts: SourceCounts)] = []
    private var segments = NameTable("segments")
    private var sources = NameTable("sources")
    private var zones = NameTable("zones", "names")
    private var cells: Set<LeadCell> = []
    /// Whether any lead has several numbers, so that one may be behind another's first.
    private var isAnySeveral: Bool
    private let insert: HotStatement

    init(in db: Database) throws {
        isAnySeveral =
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM lead_numbers)") ?? false
        insert = try HotStatement(
            """
            INSERT INTO leads (number, name, time_zone, fields, segment, source, zone, rank)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO NOTHING
            """, in: db)
    }

    mutating func add(_ batch: [Lead], to db: Database) throws {
        for lead in batch {
            insert.bind(1, lead.number.digits)
            insert.bind(2, textOrNull: lead.name)
            insert.bind(3, textOrNull: lead.timeZone)
            insert.bind(4, textOrNull: lead.fieldsJSON)
            let segment = try segments.id(of: lead.segment, in: db)
            insert.bind(5, segment)
            let source = try sources.id(of: lead.source, in: db)
            insert.bind(6, source)
            let zone = try zones.id(of: lead.timeZone, in: db)
            insert.bind(7, zone)
            insert.bind(8, lead.rank ?? 0)
            try note(LeadCell(segment: segment, zone: zone), in: db)
            let place = Int(source)
            while tallies.count <= place { tallies.append(("", SourceCounts())) }
            if tallies[place].name.isEmpty { tallies[place].name = lead.source }
            let owner = isAnySeveral || !lead.numbers.isEmpty ? try owner(of: lead, in: db) : nil
            if let owner {
                try merge(lead, into: owner, segment, source, in: db)
                tallies[place].counts.merged += 1
            } else if try insert.run() == 1 {
                tallies[place].counts.added += 1
                if lead.numbers.count > 1 {
                    try LeadNumbers.begin(lead, with: db.lastInsertedRowID, in: db)
                    isAnySeveral = true
                }
            } else if let owner = try self.owner(of: lead, in: db) {
                try merge(lead, into: owner, segment, source, in: db)
                tallies[place].counts.merged += 1
            }
        }
    }

    /// The lead that has one of this one's numbers, whichever comes first.
    private func owner(of lead: Lead, in db: Database) throws -> Int64? {
        try LeadNumbers.owner(
            of: lead.numbers.isEmpty ? [lead.number] : lead.numbers.map(\.number), in: db)
    }

    /// Notes that there may be leads of this segment in this zone.
    private mutating func note(_ cell: LeadCell, in db: Database) throws {
        guard cells.insert(cell).inserted else { return }
        let insert = try HotStatement("INSERT OR IGNORE INTO cells VALUES (?, ?)", in: db)
        insert.bind(1, cell.segment)
        insert.bind(2, cell.zone)
        try insert.run()
    }

    var counts: ImportCounts {
        var counts = ImportCounts()
        for (name, source) in tallies {
            counts.added += source.added
            counts.merged += source.merged
            if !name.isEmpty, source.rows > 0 { counts.sources[name] = source }
        }
        return counts
    }

    private mutating func merge(
        _ lead: Lead, into id: Int64, _ segment: Int64, _ source: Int64, in db: Database
    ) throws {
        if lead.numbers.count > 1 || isAnySeveral {
            let main = [Lead.Number(kind: "", number: lead.number)]
            try LeadNumbers.add(lead.numbers.isEmpty ? main : lead.numbers, to: id, in: db)
            isAnySeveral = true
        }
        var known = try Lead(stored: id, in: db)
        let before = known
        if known.name.isEmpty { known.name = lead.name }
        // Where lists disagree it may be either: only what both allow is left.
        let places = Set((known.timeZone + "|" + lead.timeZone).split(separator: "|"))
        known.timeZone = places.sorted().joined(separator: "|")
        if known.timeZone != before.timeZone {
            let update = try HotStatement("UPDATE leads SET zone = ?2 WHERE id = ?1", in: db)
            update.bind(1, id)
            update.bind(2, try zones.id(of: known.timeZone, in: db))
            try update.run()
        }
        if known.segment != lead.segment, known.segment.isEmpty || lead.isSegmentRuled {
            known.segment = lead.segment
            let update = try HotStatement("UPDATE leads SET segment = ?2 WHERE id = ?1", in: db)
            update.bind(1, id)
            update.bind(2, segment)
            try update.run()
        }
        if known.source.isEmpty, !lead.source.isEmpty {
            known.source = lead.source
            let update = try HotStatement("UPDATE leads SET source = ?2 WHERE id = ?1", in: db)
            update.bind(1, id)
            update.bind(2, source)
            try update.run()
        }
        if let rank = lead.rank {
            let update = try HotStatement("UPDATE leads SET rank = ?2 WHERE id = ?1", in: db)
            update.bind(1, id)
            update.bind(2, rank)
            try update.run()
        }
        for field in lead.fields {
            if let place = known.fields.firstIndex(where: { $0.name == field.name }) {
                if !field.value.isEmpty { known.fields[place].value = field.value }
            } else {
                known.fields.append(field)
            }
        }
        if known == before { return }
        try note(
            LeadCell(
                segment: try segments.id(of: known.segment, in: db),
                zone: try zones.id(of: known.timeZone, in: db)), in: db)
        let update = try HotStatement(
            "UPDATE leads SET name = ?2, time_zone = ?3, fields = ?4 WHERE id = ?1", in: db)
        update.bind(1, id)
        update.bind(2, textOrNull: known.name)
        update.bind(3, textOrNull: known.timeZone)
        update.bind(4, textOrNull: known.fieldsJSON)
        try update.run()
    }
}

extension Lead {
    /// Minus its worth in hundredths: those of the lowest come first; nil: nothing is known of that.
    fileprivate var rank: Int64? {
        worth.map { Int64(min(9e17, max(-9e17, (-100 * $0).rounded()))) }
    }

    /// The fields as a JSON object in their order; empty when there are none.
    fileprivate var fieldsJSON: String {
        fields.isEmpty ? "" : jsonObject(fields.map { ($0.name, $0.value) })
    }

    /// Reads the lead with this ID, which must be in the store.
    fileprivate init(stored id: Int64, in db: Database) throws {
        self.init(number: PhoneNumber(digits: 0))
        let row = try HotStatement(
            """
            SELECT l.name, l.time_zone, l.fields, s.name, o.name, l.number, l.rank FROM leads l
            JOIN segments s ON s.id = l.segment JOIN sources o ON o.id = l.source
            WHERE l.id = ?
            """, in: db)
        row.bind(1, id)
        var json = ""
        try row.rows {
            name = $0.text(0)
            timeZone = $0.text(1)
            json = $0.text(2)
            segment = $0.text(3)
            source = $0.text(4)
            number = PhoneNumber(digits: UInt64($0.integer(5)))
            if $0.integer(6) != 0 { worth = Double($0.integer(6)) / -100 }
        }
        let several = try HotStatement(
            "SELECT kind, number FROM lead_numbers WHERE lead = ? ORDER BY place", in: db)
        several.bind(1, id)
        try several.rows {
            let number = PhoneNumber(digits: UInt64($0.integer(1)))
            numbers.append(Number(kind: $0.text(0), number: number))
        }
        if json.isEmpty { return }
        let field = try HotStatement("SELECT key, value FROM json_each(?)", in: db)
        field.bind(1, text: json)
        try field.rows { fields.append(Field(name: $0.text(0), value: $0.text(1))) }
    }
}

/// Names met before of a table of names by number, so that each is looked up once.
struct NameTable {
    private let table: String
    private let column: String
    private var known = ["": Int64(0)]
    private var last = (name: "", id: Int64(0))

    init(_ table: String, _ column: String = "name") {
        self.table = table
        self.column = column
    }

    /// Of the row of this name, a new one if there is none.
    mutating func id(of name: String, in db: Database) throws -> Int64 {
        if name == last.name { return last.id }
        if known[name] == nil {
            let insert = try HotStatement(
                "INSERT INTO \(table) (\(column)) VALUES (?) ON CONFLICT (\(column)) DO NOTHING",
                in: db)
            insert.bind(1, text: name)
            try insert.run()
            let select = try HotStatement(
                "SELECT id FROM \(table) WHERE \(column) = ?", in: db)
            select.bind(1, text: name)
            try select.rows { known[name] = $0.integer(0) }
        }
        last = (name, known[name] ?? 0)
        return last.id
    }
}
