import DialModel

extension CampaignReader {
    /// `masking: {agent: 4, supervisor: none, operator: none, log: all}`: how many of a number's last
    /// digits each role does not see.
    func readMasking(_ section: Section) {
        for role in Masking.Role.allCases {
            if let hidden = section.read(role.rawValue, .hiddenDigits) { masking[role] = hidden }
        }
        section.close()
    }
}

extension Form where Value == Int {
    fileprivate static var hiddenDigits: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            switch text {
            case "none": return 0
            case "all": return Masking.all
            default:
                guard let count = Units.count(text), (0...15).contains(count) else {
                    return entry.complain(
                        "\(entry.name) is \(quoted(text)); so many of a number's last digits, 0 to "
                            + "15, none or all are expected")
                }
                return count
            }
        }
    }
}

extension Masking {
    /// What a campaign file says of it, whatever else may be wrong with the file.
    ///
    /// - Throws: when the text is no YAML, or its masking is wrong.
    public init(campaign text: String, path: String) throws(ConfigErrors) {
        let root = try yamlRoot(Array(text.utf8), path: path)
        let reader = CampaignReader(root: root, numbers: nil)
        if let section = Section(root)?.section("masking") { reader.readMasking(section) }
        if !reader.problems.found.isEmpty { throw ConfigErrors(reader.problems.found) }
        self = reader.masking
    }
}
