import DialModel

extension Simulation {
    /// Runs to the end with leads from memory.
    ///
    /// - Parameter each: gets the records, in order, in batches.
    public mutating func run(
        list: inout LeadList, each: ([Record]) throws -> Void = { _ in }
    ) rethrows {
        while true {
            let stop = run()
            let records = takeRecords()
            list.note(records)
            try each(records)
            switch stop {
            case .leads(let count): supply(list.next(count, before: now))
            case .records, .leadsNow: break
            case .until, .finished: return
            }
        }
    }
}
