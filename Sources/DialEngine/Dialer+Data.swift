import DialModel

/// Data that outcomes need.
extension Dialer {
    /// The agent has given a value; one that the field may not have is as good as none.
    @inline(never)
    mutating func fill(_ agent: Int32, _ field: DataField, _ value: Double, at now: Instant) {
        guard plan.data.allows(value, for: field) else { return }
        agents[agent].filled.insert(DataFields(field))
        if keepsRecords {
            effects.records.add(.data(CallData(agents[agent].attempt, field, value, at: now)))
        }
    }

    /// What the outcome that the agent has said needs and nobody has given.
    func missing(_ agent: Int32) -> DataFields {
        plan.data.fields(for: agents[agent].said).subtracting(agents[agent].filled)
    }

    /// Asks the agent who is done with wrap-up for what is missing.
    ///
    /// - Returns: whether something is: then wrap-up goes on.
    @inline(never)
    mutating func asksForData(_ agent: Int32) -> Bool {
        let missing = missing(agent)
        if missing.isEmpty { return false }
        effects.cues.add(
            DeskCue(AgentID(agent + 1), .dataMissing(agents[agent].attempt, missing)))
        return true
    }
}
