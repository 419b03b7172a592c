import DialModel

extension Simulation {
    /// Runs with leads from memory to the end, or until nothing is to come any more.
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
            case .until, .idle, .finished: return
            }
        }
    }
}
