/// Time zones met before, so that each is looked up once, and shared by the leads that have it.
struct ZoneCache {
    private var last = ""
    private var known: Set<String> = []
    /// What to say of names that are none. To look for a near one takes a while.
    private var faults: [String: String] = [:]

    /// The zone called `name`; nil when there is none.
    mutating func name(_ name: String) -> String? {
        if name == last { return last }
        if let place = known.firstIndex(of: name) {
            last = known[place]
        } else if parts(name).allSatisfy(TimeZoneNames.isKnown) {
            known.insert(name)
            last = name
        } else {
            return nil
        }
        return last
    }

    mutating func fault(_ name: String) -> String {
        if let fault = faults[name] { return fault }
        if faults.count == 100 { return "\(quoted(name)) is no time zone" }
        let fault = TimeZoneNames.fault(
            parts(name).first { !TimeZoneNames.isKnown($0) } ?? name)
        faults[name] = fault
        return fault
    }

    /// Where a lead may be: `America/Chicago|America/Denver` is either.
    private func parts(_ name: String) -> [String] {
        name.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
}
