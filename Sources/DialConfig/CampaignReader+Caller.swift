import DialModel

/// Who calls, and what is done when people complain of it.
extension CampaignReader {
    /// Reads who called people see. The rule sets and the leads' country have been read before.
    func readCaller(_ top: Section) {
        guard let section = top.section("callerIdentity") else {
            if let set = ruleSets.first(where: \.showsCaller), !top.has("callerIdentity") {
                problems.add(
                    top.line(of: "rules"),
                    "\(set.name) requires the caller's number to be shown; add callerIdentity: "
                        + "{number: …}")
            }
            return
        }
        let number = section.require("number", callerNumber)
        let name = section.read("name", callerName)
        section.close()
        plan.callerIdentity = number.map { CallerIdentity(number: $0, name: name ?? "") }
    }

    /// A number that can be called back, whatever the lead file's numbers are held to.
    private var callerNumber: Form<PhoneNumber> {
        var reading = leads ?? LeadFilePlan(path: "")
        reading.numbers = .valid
        let reader = NumberReader(reading, numbers)
        return Form { entry in
            guard let text = entry.text else { return nil }
            do throws(NumberReader.Fault) {
                return try reader.read(text).number
            } catch {
                return entry.complain("the caller's number \(quoted(text)) \(error.words)")
            }
        }
    }

    /// Networks cut names off: in North America after 15 characters.
    private var callerName: Form<String> {
        Form<String>.text.checked { name, _ in
            name.count <= 64
                ? nil : "the caller's name has \(name.count) characters; at most 64 are allowed"
        }
    }

    /// `{complaints: 3, within: 1h, do: pause}`.
    func readAlert(_ entry: Entry) {
        guard let section = Section(entry) else { return }
        let complaints = section.require("complaints", .count(1...ComplaintAlert.most))
        let within = section.require("within", .time(above: .zero, atMost: .days(366)))
        let pauses = section.require("do", .oneOf([("pause", true), ("tell", false)]))
        section.close()
        if plan.calling.complaints.isEmpty {
            problems.add(
                entry.line,
                "an alert counts complaints; say which outcomes those are, such as complaints: "
                    + "[do not call]")
        }
        guard let complaints, let within, let pauses else { return }
        plan.calling.alert = ComplaintAlert(
            complaints: complaints, within: within, pauses: pauses)
    }
}
