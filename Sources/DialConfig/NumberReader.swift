import DialModel
import DialPorts

/// Reads the numbers of one list.
struct NumberReader {
    struct Found {
        var number: PhoneNumber
        /// Where the number may be, as ``PlannedNumber/timeZones``.
        var timeZones = ""
    }

    struct Fault: Error {
        /// What is to be said after the number.
        var words: String
        /// For counts.
        var name: String
    }

    private let plans: (any NumberPlans)?
    private let country: String?
    private let countryCode: UInt64?
    private let check: LeadFilePlan.NumberCheck

    init(_ plan: LeadFilePlan, _ plans: (any NumberPlans)?) {
        self.plans = plans
        country = plan.country ?? plan.countryCode.flatMap(CallingCodes.country)
        countryCode = plan.countryCode ?? plan.country.flatMap(CallingCodes.code)
        check = plan.numbers
    }

    /// What a row of a list may mean that is not to be called: as it stands, and as its country's plan
    /// reads it. Both are left alone where they differ.
    func readings(
        _ text: UnsafeBufferPointer<UInt8>
    ) -> (plain: PhoneNumber?, planned: PhoneNumber?) {
        let plain = PhoneNumber(bytes: text, countryCode: countryCode)
        guard text.first != UInt8(ascii: "+"), let plans, country != nil,
            case .success(let planned) = plans.read(text, country: country),
            planned.number != plain
        else { return (plain, nil) }
        return (plain, planned.number)
    }

    /// Why a number that is written without a plus, where no country is named, cannot be meant so; nil: it
    /// can.
    func doubt(of number: PhoneNumber, as text: String) -> String? {
        guard check == .valid, country == nil, countryCode == nil, !text.hasPrefix("+"), let plans,
            case .failure(let fault) = plans.read(number.description, country: nil)
        else { return nil }
        return "\(quoted(text)) would be \(number), which \(fault.words); name the country "
            + "(leads: country), or write it with + and its code"
    }

    func read(_ text: String) throws(Fault) -> Found {
        guard let plans, check == .valid else { return try readAny(text) }
        // A code that no country has: test numbers.
        if country == nil, countryCode != nil {
            return try valid(readAny(text).number.description, plans)
        }
        return try valid(text, plans)
    }

    private func valid(_ text: String, _ plans: any NumberPlans) throws(Fault) -> Found {
        switch plans.read(text, country: country) {
        case .success(let planned):
            return Found(number: planned.number, timeZones: planned.timeZones)
        case .failure(let fault): throw Fault(words: fault.words, name: fault.name)
        }
    }

    private func readAny(_ text: String) throws(Fault) -> Found {
        guard let number = PhoneNumber(text, countryCode: countryCode) else {
            throw Fault(words: "is no dialable number", name: "no number")
        }
        let planned = try? plans?.read(number.description, country: nil).get()
        return Found(number: number, timeZones: planned?.timeZones ?? "")
    }
}
