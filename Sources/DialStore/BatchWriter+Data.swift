import DialModel

/// Data that outcomes need.
extension BatchWriter {
    mutating func write(_ data: CallData, _ place: Int) throws {
        saw(data.at)
        let insert = try HotStatement(
            """
            INSERT INTO attempt_data (attempt, field, value, at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at
            """, in: db)
        insert.bind(1, data.attempt.raw)
        insert.bind(2, data.field.raw)
        insert.bind(3, real: data.value)
        insert.bind(4, data.at.nanoseconds)
        try insert.run()
    }

    func write(missing fields: DataFields, in attempt: Int64) throws {
        let update = try HotStatement(
            """
            UPDATE attempts SET missing = (SELECT group_concat(name, ', ') FROM
                (SELECT name FROM data_fields WHERE (?2 >> id) & 1 ORDER BY id))
            WHERE id = ?1
            """, in: db)
        update.bind(1, attempt)
        update.bind(2, fields.rawValue)
        try update.run()
    }
}
