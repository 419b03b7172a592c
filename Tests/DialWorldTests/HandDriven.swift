import DialModel
import DialWorld

/// A carrier whose time passes when the test says so. It begins at 0 s.
struct HandDriven {
    var carrier: SimulatedCarrier
    private(set) var now = Instant.epoch
    private(set) var events: [(at: Instant, call: CallID, event: CallEvent)] = []
    private var calls: Int32 = 0

    init(_ plan: CarrierPlan, seed: UInt64 = 1) {
        carrier = SimulatedCarrier(plan: plan, seed: seed)
    }

    @discardableResult
    mutating func place(_ digits: UInt64, ordinal: UInt16 = 1) -> CallID {
        let call = CallID(attempt: AttemptID(Int64(calls) + 1), line: calls)
        calls += 1
        carry(.place(call, PhoneNumber(digits: digits), ordinal: ordinal))
        return call
    }

    mutating func carry(_ command: TrunkCommand) { carrier.carryOut(command, at: now) }

    mutating func wait(_ span: Duration) {
        let end = now + span
        while carrier.nextEvent <= end {
            now = max(now, carrier.nextEvent)
            while case .call(let call, let event) = carrier.pop(by: now) {
                events.append((now, call, event))
            }
        }
        now = end
    }

    /// What became of the call, each with its second.
    func story(of call: CallID) -> String {
        events.filter { $0.call == call }.map { at, _, event in
            let seconds = (at - .epoch).seconds
            let whole = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
            return "\(Self.words(event)) \(whole)"
        }.joined(separator: ", ")
    }

    private static func words(_ event: CallEvent) -> String {
        switch event {
        case .refused: "refused"
        case .ringing: "ringing"
        case .answered: "answered"
        case .heard(let party): "\(party)"
        case .played: "played"
        case .key(let key, _): key.map { "key \($0.character)" } ?? "no key"
        case .ended(let cause, _): "ended \(cause)"
        }
    }
}
