import DialModel

extension CampaignReader {
    /// Reads how a lead that has several numbers is reached.
    func readConnect(_ section: Section) {
        if let numbers = section.section("numbers") {
            let moves = Form.oneOf(NumberMove.allCases.map { ($0.name, $0) })
            if let table = numbers.entry("after")?.table(outcome, moves) {
                plan.numbers.after = table
            }
            numbers.close()
        }
        section.close()
    }
}

extension Form where Value == [String] {
    /// Columns of numbers, in the order in which they are tried.
    static var phones: Form {
        Form.list(of: .text).checked { phones, _ in
            if !(1...20).contains(phones.count) {
                return "phones are \(phones.count) columns; 1 to 20 are allowed"
            }
            let twice = phones.first { name in phones.count { plain($0) == plain(name) } > 1 }
            return twice.map { "the column \(quoted($0)) is given twice" }
        }
    }
}
