import DialModel
import GRDB

/// Writes the records of one batch, inside a transaction.
///
/// Two things make it fast. An attempt that starts and ends within the batch becomes one row,
/// complete at once. Stays of agents are summed up first and written once per agent and state.
struct BatchWriter {
    let db: Database
    private let records: [DialModel.Record]
    /// As they are once the batch is kept.
    var cursors: LeadCursors
    /// The same of the deals that are followed.
    var book = CaseBook()

    /// Places, in ``records``, of ends whose attempt's row is not complete yet; by attempt.
    private var ends: [Int64: Int] = [:]
    private var times: [AgentTimeKey: Int64] = [:]
    private var first = Int64.max
    private var last = Int64.min

    private let insertAttempt: HotStatement
    private let endAttempt: HotStatement
    private let setLead: HotStatement

    init(_ records: [DialModel.Record], cursors: LeadCursors, in db: Database) throws {
        self.db = db
        self.records = records
        self.cursors = cursors
        insertAttempt = try HotStatement(
            """
            INSERT INTO attempts (id, lead, number, ordinal, mode, agent, started, talked_agent,
                ringing, answered, person, connected, ended, outcome, cause_scheme, cause, closing,
                step)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: db)
        endAttempt = try HotStatement(
            """
            UPDATE attempts SET talked_agent = ?8, ringing = ?9, answered = ?10, person = ?11,
                connected = ?12, ended = ?13, outcome = ?14, cause_scheme = ?15, cause = ?16,
                closing = ?17
            WHERE id = ?1 AND outcome IS NULL
            """, in: db)
        setLead = try HotStatement(
            """
            UPDATE leads SET attempts = ?2, state = ?3, due = ?4, outcome = ?5, last_attempt = ?6
            WHERE id = ?1
            """, in: db)
    }

    mutating func run() throws {
        try collectEnds()
        for (place, record) in records.enumerated() {
            switch record {
            case .started(let start): try write(start, place)
            case .ended(let end): try write(end, place)
            case .disposed(let disposition): try write(disposition, place)
            case .data(let data): try write(data, place)
            case .agentTime(let time): add(time)
            case .skipped(let skip): try write(skip, place)
            case .refused(let refusal): try write(refusal, place)
            case .returned(let returned): try write(returned, place)
            case .hoursChanged(let change): try write(change)
            case .doNotCall(let objection): try write(objection)
            case .promised(let promise): try write(promise)
            case .callback(let end): try write(end, place)
            case .answer(let answer): try write(answer)
            case .decision(let decision): try write(decision)
            case .operation(let operation): try write(operation)
            case .granted(let granted): try write(granted)
            }
            if book.rules != nil { try follow(record) }
        }
        try writeTimes()
        try writeSpan()
    }

    private mutating func collectEnds() throws {
        ends.reserveCapacity(records.count)
        for (place, record) in records.enumerated() {
            guard case .ended(let end) = record else { continue }
            if ends.updateValue(place, forKey: end.start.attempt.raw) != nil {
                throw StoreError.rejected(
                    record: place, why: "attempt \(end.start.attempt.raw) ends twice")
            }
        }
    }

    // MARK: Attempts

    private mutating func write(_ start: AttemptStart, _ place: Int) throws {
        saw(start.at)
        insertAttempt.bind(1, start.attempt.raw)
        insertAttempt.bind(2, start.lead.raw)
        insertAttempt.bind(3, start.number.digits)
        insertAttempt.bind(4, start.ordinal)
        insertAttempt.bind(5, start.mode.rawValue)
        insertAttempt.bind(6, start.agent.map { Int64($0.raw) })
        insertAttempt.bind(7, start.at.nanoseconds)
        insertAttempt.bind(18, start.step)
        let key = start.attempt.raw
        if let endPlace = ends[key], endPlace > place, case .ended(let end) = records[endPlace] {
            ends[key] = nil
            bindEnd(end, to: insertAttempt)
        } else {
            for column in 8...17 as ClosedRange<Int32> { insertAttempt.bind(column, nil) }
        }
        do {
            try insertAttempt.run()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw StoreError.rejected(record: place, why: "attempt \(key) has started before")
        }
    }

    private mutating func write(_ end: AttemptEnd, _ place: Int) throws {
        saw(end.at)
        let attempt = end.start.attempt.raw
        if ends.removeValue(forKey: attempt) != nil {
            // Started in an earlier batch.
            endAttempt.bind(1, attempt)
            bindEnd(end, to: endAttempt)
            if try endAttempt.run() == 0 {
                throw StoreError.rejected(
                    record: place, why: "attempt \(attempt) has not started, or has ended before")
            }
        }
        let due = bindLead(
            end.start.lead, end.start.ordinal, end.lead, sentBack: end.at, outcome: end.outcome,
            attempt: attempt)
        if try setLead.run() == 0 { throw unknownLead(end.start.lead, place) }
        if let step = end.step { try plan(step, for: end.start.lead, after: end.start.ordinal) }
        try move(end.start.lead, end.move, why: end.outcome.code)
        cursors.wrote(lead: end.start.lead.raw, due: due)
    }

    private func bindEnd(_ end: AttemptEnd, to statement: HotStatement) {
        statement.bind(8, end.agent.map { Int64($0.raw) })
        statement.bind(9, end.ringing?.nanoseconds)
        statement.bind(10, end.answered?.nanoseconds)
        statement.bind(11, end.personAt?.nanoseconds)
        statement.bind(12, end.connected?.nanoseconds)
        statement.bind(13, end.at.nanoseconds)
        statement.bind(14, end.outcome.code)
        statement.bind(15, end.cause.scheme.rawValue)
        statement.bind(16, end.cause.code)
        statement.bind(17, end.closing?.nanoseconds)
    }

    private mutating func write(_ disposition: Disposition, _ place: Int) throws {
        saw(disposition.at)
        let attempt = disposition.attempt.raw
        let update = try HotStatement(
            "UPDATE attempts SET outcome = ?2, wrap_up = ?3 WHERE id = ?1 AND outcome IS NOT NULL",
            in: db)
        update.bind(1, attempt)
        update.bind(2, disposition.outcome.code)
        update.bind(3, disposition.wrapUp.nanoseconds)
        if try update.run() == 0 {
            throw StoreError.rejected(
                record: place, why: "attempt \(attempt) is disposed of and has not ended")
        }
        if !disposition.missing.isEmpty { try write(missing: disposition.missing, in: attempt) }
        // Late news of an earlier attempt must not touch a lead that has been dialled since.
        let last = try HotStatement("SELECT last_attempt FROM leads WHERE id = ?", in: db)
        var isLast: Bool?
        last.bind(1, disposition.leadID.raw)
        try last.rows { isLast = $0.integer(0) == attempt }
        guard let isLast else { throw unknownLead(disposition.leadID, place) }
        guard isLast else { return }
        let due = bindLead(
            disposition.leadID, disposition.ordinal, disposition.lead, sentBack: disposition.at,
            outcome: disposition.outcome, attempt: attempt)
        try setLead.run()
        if let step = disposition.step {
            try plan(step, for: disposition.leadID, after: disposition.ordinal)
        }
        try move(disposition.leadID, disposition.move, why: disposition.outcome.code)
        cursors.wrote(lead: disposition.leadID.raw, due: due)
    }

    // MARK: Leads

    /// - Returns: when the lead is due, nil when it does not wait, or has been promised a call.
    private mutating func bindLead(
        _ lead: LeadID, _ ordinal: UInt16, _ state: LeadState, sentBack: Instant,
        outcome: Outcome, attempt: Int64
    ) -> Int64? {
        let (standing, due) = Self.standing(state, sentBack: sentBack)
        setLead.bind(1, lead.raw)
        setLead.bind(2, ordinal)
        setLead.bind(3, standing.rawValue)
        setLead.bind(4, due)
        setLead.bind(5, outcome.code)
        setLead.bind(6, attempt)
        cursors.promises.remove(lead.raw)
        return standing == .waiting ? due : nil
    }

    /// A lead that is sent back as fresh, though it has been handed over, is due from then on.
    static func standing(
        _ state: LeadState, sentBack: Instant
    ) -> (LeadStanding, due: Int64?) {
        switch state {
        case .fresh: (.waiting, sentBack.nanoseconds)
        case .due(let due): (.waiting, due.nanoseconds)
        case .inWrapUp: (.inWrapUp, nil)
        case .closed: (.closed, nil)
        case .promised(let at): (.promised, at.nanoseconds)
        }
    }

    private mutating func write(_ skip: SkippedLead, _ place: Int) throws {
        saw(skip.at)
        let (standing, due) = Self.standing(skip.lead, sentBack: skip.at)
        let update = try HotStatement(
            "UPDATE leads SET attempts = attempts + 1, state = ?2, due = ?3 WHERE id = ?1", in: db)
        update.bind(1, skip.leadID.raw)
        update.bind(2, standing.rawValue)
        update.bind(3, due)
        if try update.run() == 0 { throw unknownLead(skip.leadID, place) }
        cursors.wrote(lead: skip.leadID.raw, due: due)
        let insert = try HotStatement(
            "INSERT INTO skips (lead, agent, reason, at) VALUES (?, ?, ?, ?)", in: db)
        insert.bind(1, skip.leadID.raw)
        insert.bind(2, skip.agent.raw)
        insert.bind(3, text: skip.reason.name)
        insert.bind(4, skip.at.nanoseconds)
        try insert.run()
    }

    private mutating func write(_ refusal: RefusedLead, _ place: Int) throws {
        saw(refusal.at)
        try sendBack(refusal.leadID, refusal.lead, at: refusal.at, place)
        if refusal.reason == .doNotCall, refusal.until != nil {
            try drop(refusal.number, of: refusal.leadID)
        }
        let insert = try HotStatement(
            "INSERT INTO refusals (lead, reason, at, until) VALUES (?, ?, ?, ?)", in: db)
        insert.bind(1, refusal.leadID.raw)
        insert.bind(2, text: refusal.reason.name)
        insert.bind(3, refusal.at.nanoseconds)
        insert.bind(4, refusal.until?.nanoseconds)
        try insert.run()
    }

    /// Writes where a lead goes that comes back undialled.
    mutating func sendBack(
        _ lead: LeadID, _ state: LeadState, at now: Instant, _ place: Int
    ) throws {
        let (standing, due) = Self.standing(state, sentBack: now)
        let update = try HotStatement(
            "UPDATE leads SET state = ?2, due = ?3 WHERE id = ?1", in: db)
        update.bind(1, lead.raw)
        update.bind(2, standing.rawValue)
        update.bind(3, due)
        if try update.run() == 0 { throw unknownLead(lead, place) }
        cursors.promises.remove(lead.raw)
        cursors.wrote(lead: lead.raw, due: standing == .waiting ? due : nil)
    }

    func unknownLead(_ lead: LeadID, _ place: Int) -> StoreError {
        .rejected(record: place, why: "lead \(lead.raw) is not in the store")
    }

    // MARK: Agents

    private struct AgentTimeKey: Hashable {
        var agent: AgentID
        var state: AgentState
        var reason: NotReadyReason?
    }

    private mutating func add(_ time: AgentTime) {
        saw(time.from)
        saw(time.to)
        let key = AgentTimeKey(agent: time.agent, state: time.state, reason: time.reason)
        times[key, default: 0] += (time.to - time.from).nanoseconds
    }

    private func writeTimes() throws {
        if times.isEmpty { return }
        let upsert = try HotStatement(
            """
            INSERT INTO agent_times (agent, state, reason, nanoseconds) VALUES (?, ?, ?, ?)
            ON CONFLICT (agent, state, reason)
            DO UPDATE SET nanoseconds = nanoseconds + excluded.nanoseconds
            """, in: db)
        for (key, nanoseconds) in times {
            upsert.bind(1, key.agent.raw)
            upsert.bind(2, text: key.state.name)
            upsert.bind(3, text: key.reason?.name ?? "")
            upsert.bind(4, nanoseconds)
            try upsert.run()
        }
    }

    // MARK: Span

    @inline(__always) mutating func saw(_ instant: Instant) {
        first = min(first, instant.nanoseconds)
        last = max(last, instant.nanoseconds)
    }

    private func writeSpan() throws {
        let update = try HotStatement(
            "UPDATE span SET first = min(ifnull(first, ?1), ?1), last = max(ifnull(last, ?2), ?2)",
            in: db)
        update.bind(1, first)
        update.bind(2, last)
        try update.run()
    }
}
