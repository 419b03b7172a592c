import DialModel
import GRDB

/// The numbers of leads that have several.
enum LeadNumbers {
    /// Counts anew how many numbers a lead has besides the one that is called next.
    static func count(of lead: Int64, in db: Database) throws {
        let update = try HotStatement(
            """
            UPDATE leads SET others = (SELECT count(*) FROM lead_numbers n
                WHERE n.lead = ?1 AND n.dropped IS NULL AND n.number <> leads.dialled)
            WHERE id = ?1
            """, in: db)
        update.bind(1, lead)
        try update.run()
    }

    /// The leads that have several.
    static func owners(in db: Database) throws -> Set<Int64> {
        guard try db.tableExists("lead_numbers") else { return [] }
        var owners: Set<Int64> = []
        try HotStatement("SELECT DISTINCT lead FROM lead_numbers", in: db).rows {
            owners.insert($0.integer(0))
        }
        return owners
    }

    /// The lead that has any of the numbers; nil: none has.
    static func owner(of numbers: [PhoneNumber], in db: Database) throws -> Int64? {
        let select = try HotStatement(
            """
            SELECT coalesce((SELECT lead FROM lead_numbers WHERE number = ?1),
                (SELECT id FROM leads WHERE number = ?1))
            """, in: db)
        for number in numbers {
            var owner: Int64?
            select.bind(1, number.digits)
            try select.rows { owner = $0.integerOrNull(0) }
            if let owner { return owner }
        }
        return nil
    }

    /// Gives a new lead its numbers, none of which another has.
    static func begin(_ lead: Lead, with id: Int64, in db: Database) throws {
        let numbers = lead.numbers
        // The first and others, each once, as lists have them; whatever it is otherwise is sorted out there.
        let isPlain =
            numbers[0].number == lead.number
            && numbers.indices.allSatisfy { place in
                !numbers[..<place].contains { $0.number == numbers[place].number }
            }
        guard isPlain else { return try add(numbers, to: id, in: db) }
        let insert = try HotStatement(
            "INSERT INTO lead_numbers (lead, place, kind, number) VALUES (?, ?, ?, ?)", in: db)
        for (place, number) in numbers.enumerated() {
            insert.bind(1, id)
            insert.bind(2, place)
            insert.bind(3, text: number.kind)
            insert.bind(4, number.number.digits)
            try insert.run()
        }
        let update = try HotStatement(
            "UPDATE leads SET dialled = number, others = ?2 WHERE id = ?1", in: db)
        update.bind(1, id)
        update.bind(2, numbers.count - 1)
        try update.run()
    }

    /// Gives a lead those of the numbers that no lead has, behind its own.
    static func add(_ numbers: [Lead.Number], to lead: Int64, in db: Database) throws {
        var main: UInt64 = 0
        var places: Int64 = 0
        let known = try HotStatement(
            """
            SELECT number, (SELECT ifnull(max(place) + 1, 0) FROM lead_numbers WHERE lead = ?1)
            FROM leads WHERE id = ?1
            """, in: db)
        known.bind(1, lead)
        try known.rows { row in
            main = UInt64(row.integer(0))
            places = row.integer(1)
        }
        let new = try numbers.filter { try owner(of: [$0.number], in: db) == nil }
        if new.isEmpty { return }
        let insert = try HotStatement(
            "INSERT INTO lead_numbers (lead, place, kind, number) VALUES (?, ?, ?, ?)", in: db)
        let first = numbers.first { $0.number.digits == main }
        let all =
            places > 0
            ? new : [Lead.Number(kind: first?.kind ?? "", number: PhoneNumber(digits: main))] + new
        for number in all {
            insert.bind(1, lead)
            insert.bind(2, places)
            insert.bind(3, text: number.kind)
            insert.bind(4, number.number.digits)
            try insert.run()
            places += 1
        }
        let update = try HotStatement(
            "UPDATE leads SET dialled = ifnull(dialled, number) WHERE id = ?", in: db)
        update.bind(1, lead)
        try update.run()
        try count(of: lead, in: db)
    }

    /// Lets numbers be called again that were not because they were on a list: the gate says whether they
    /// still are.
    static func reopenRefused(in db: Database) throws {
        var leads: [Int64] = []
        try HotStatement("SELECT DISTINCT lead FROM lead_numbers WHERE dropped = 0", in: db).rows {
            leads.append($0.integer(0))
        }
        if leads.isEmpty { return }
        try db.execute(sql: "UPDATE lead_numbers SET dropped = NULL WHERE dropped = 0")
        for lead in leads { try count(of: lead, in: db) }
    }
}

/// One of several numbers of a lead.
public struct LeadNumber: Hashable, Sendable {
    public var number: PhoneNumber
    /// The column it stood in; empty: not known.
    public var kind: String
    /// Whether it is called next.
    public var isNext: Bool
    /// After which outcome it is not called any more, or `do not call`; nil: it is called.
    public var dropped: String?
    /// How often it was called, and the outcome of the last call; nil: none, or none that is over.
    public var attempts: Int
    public var outcome: String?
}

extension LeadHistory {
    mutating func readNumbers(_ db: Database) throws {
        let select = try HotStatement(
            """
            SELECT n.number, n.kind, n.number = l.dialled, n.dropped, ifnull(d.name, 'do not call'),
                (SELECT count(*) FROM attempts a WHERE a.lead = n.lead AND a.number = n.number),
                (SELECT o.name FROM attempts a JOIN outcomes o ON o.code = a.outcome
                    WHERE a.lead = n.lead AND a.number = n.number ORDER BY a.id DESC LIMIT 1)
            FROM lead_numbers n JOIN leads l ON l.id = n.lead
            LEFT JOIN outcomes d ON d.code = n.dropped WHERE n.lead = ? ORDER BY n.place
            """, in: db)
        select.bind(1, lead.id.raw)
        try select.rows { row in
            numbers.append(
                LeadNumber(
                    number: PhoneNumber(digits: UInt64(row.integer(0))), kind: row.text(1),
                    isNext: row.integer(2) != 0, dropped: row.isNull(3) ? nil : row.text(4),
                    attempts: Int(row.integer(5)), outcome: row.isNull(6) ? nil : row.text(6)))
        }
    }
}
