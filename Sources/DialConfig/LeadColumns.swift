import DialModel

/// Which place of a row holds what.
struct LeadColumns {
    let names: [String]
    /// The first of ``phones``, if there are any.
    let number: Int
    /// Several columns of numbers, in the order in which they are tried; empty: there is but one.
    let phones: [Int]
    let name: Int?
    let timeZone: Int?
    let segment: Int?
    let source: Int?
    /// The others: the lead's own fields.
    let fields: [Int]
    /// Columns before the lead's own: `line` and `reason`, in a file of rejected rows.
    let skipped: Int

    init(_ header: [String], _ plan: LeadFilePlan, line: Int) throws(ConfigErrors) {
        let isRejects = header.count > 2 && Array(header.prefix(2)) == RejectedRows.ownColumns
        let skipped = isRejects ? RejectedRows.ownColumns.count : 0
        let names = header.enumerated().map { $1.isEmpty ? "column \($0 + 1)" : $1 }
        self.names = names
        self.skipped = skipped
        let plainNames = names.map(plain)
        var problems: [ConfigProblem] = []
        let list = names.joined(separator: ", ")

        func find(_ role: String, _ given: String?, _ usual: [String]) -> Int? {
            let wanted = (given.map { [$0] } ?? usual).map(plain)
            let places = plainNames.indices.filter { wanted.contains(plainNames[$0]) }
            if places.count > 1, given != nil || ["number", "segment", "source"].contains(role) {
                let same = places.map { "\(names[$0]) (column \($0 + 1))" }
                problems.append(
                    ConfigProblem(
                        path: plan.path, line: line,
                        text: "several columns may be the \(role): "
                            + "\(same.joined(separator: ", ")); say which in the campaign"))
            } else if let given, places.isEmpty {
                let near = nearest(to: given, among: names).map { "did you mean \($0)?" }
                problems.append(
                    ConfigProblem(
                        path: plan.path, line: line,
                        text: "there is no column \(quoted(given)); "
                            + (near ?? "the columns are \(list)")))
            }
            return places.first
        }

        var phones: [Int] = []
        for phone in plan.phones {
            if let place = find("number", phone, []) { phones.append(place) }
        }
        self.phones = phones
        let number =
            plan.phones.isEmpty
            ? find("number", plan.number, ["number", "phone", "telephone"]) : phones.first
        name = find("name", plan.name, ["name"])
        timeZone = find("time zone", plan.timeZone, ["timeZone", "zone"])
        segment = find("segment", plan.segment, ["segment"])
        source = find("source", plan.source, ["source"])
        if number == nil, plan.number == nil, plan.phones.isEmpty {
            let isData = header.contains { PhoneNumber($0) != nil }
            problems.append(
                ConfigProblem(
                    path: plan.path, line: line,
                    text: isData
                        ? "there is no header; the first line must name the columns, one of them "
                            + "number, phone or telephone"
                        : "no column is called number, phone or telephone; the columns are \(list)"
                ))
        }
        guard problems.isEmpty, let number else { throw ConfigErrors(problems) }
        self.number = number
        let taken = [number, name, timeZone, segment, source] + phones
        fields = names.indices.filter { !taken.contains($0) && $0 >= skipped }
    }
}
