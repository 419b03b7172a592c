import DialModel

/// Records that are written as they come and touch nothing else.
extension BatchWriter {
    mutating func write(_ answer: FlowAnswer) throws {
        saw(answer.at)
        let insert = try HotStatement(
            "INSERT INTO flow_answers (attempt, node, key, at) VALUES (?, ?, ?, ?)", in: db)
        insert.bind(1, answer.attempt.raw)
        insert.bind(2, answer.node)
        insert.bind(3, text: String(answer.key.character))
        insert.bind(4, answer.at.nanoseconds)
        try insert.run()
    }

    mutating func write(_ objection: Objection) throws {
        saw(objection.at)
        if objection.isLifted {
            let delete = try HotStatement("DELETE FROM do_not_call WHERE number = ?", in: db)
            delete.bind(1, objection.number.digits)
            try delete.run()
        } else {
            let insert = try HotStatement(
                "INSERT OR IGNORE INTO do_not_call (number, at) VALUES (?, ?)", in: db)
            insert.bind(1, objection.number.digits)
            insert.bind(2, objection.at.nanoseconds)
            try insert.run()
        }
    }

    mutating func write(_ decision: Decision) throws {
        saw(decision.at)
        let (floor, pace) = (decision.floor, decision.pace)
        let insert = try HotStatement(
            """
            INSERT INTO decisions (at, idle, previewing, reserved, talking, wrap_up, not_ready,
                dialing, ringing, screening, holding, in_notice, in_flow, bridged, ending,
                attempts, answered, abandoned, lines, leads, start, started, again, bound,
                closing)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: db)
        insert.bind(1, decision.at.nanoseconds)
        let counts = [
            floor.idle, floor.previewing, floor.reserved, floor.talking, floor.wrapUp,
            floor.notReady, floor.dialing, floor.ringing, floor.screening, floor.holding,
            floor.inNotice, floor.inFlow, floor.bridged, floor.ending, floor.attempts,
            floor.answered, floor.abandoned, floor.lines, floor.leads, pace.start, decision.started,
        ]
        for (place, count) in counts.enumerated() { insert.bind(Int32(place + 2), count) }
        insert.bind(23, pace.again?.nanoseconds)
        insert.bind(24, text: pace.bound.name)
        insert.bind(25, floor.closing)
        try insert.run()
    }
}
