import DialMath
import DialModel
import DialWorld

/// Where a replication's leads come from: a list that never ends, or one that is kept.
struct ScenarioLeads: Sendable {
    private let segments: Mixture<UInt64>?
    private let block: UInt64
    private let chance: Chance
    private var list: LeadList?
    private var nextLead: Int64 = 1
    /// Handed over again and again, so that leads cost no memory.
    private var batch = LeadBatch(leads: [], nextDue: nil)

    init(_ plan: ListPlan, seed: UInt64) {
        chance = Chance(seed: seed, stream: "segment")
        block = UInt64(max(1, plan.block))
        segments =
            plan.shares.isEmpty
            ? nil : Mixture(plan.shares.enumerated().map { (UInt64($0), $1) })
        if let size = plan.size {
            list = LeadList((0..<size).map { _ in newLead() }, keepsPast: false)
        }
    }

    /// Whether leads come back and have to be followed: those of an endless list do not.
    var needsRecords: Bool { list != nil }

    mutating func note(_ records: [Record]) { list?.note(records) }

    mutating func supply(_ count: Int, to simulation: inout Simulation) {
        if list != nil {
            list?.note(simulation.takeRecords())
            simulation.supply(list!.next(count, before: simulation.now))
            return
        }
        if segments == nil {
            let first = nextLead
            nextLead += Int64(count)
            batch.leads.resize(to: count)
            batch.leads.withUnsafeMutableBufferPointer { leads in
                for place in leads.indices {
                    leads[place] = Self.lead(first &+ Int64(place), of: 0)
                }
            }
        } else {
            batch.leads.removeAll(keepingCapacity: true)
            batch.leads.reserveCapacity(count)
            for _ in 0..<count { batch.leads.append(newLead()) }
        }
        simulation.supply(batch)
    }

    /// The next lead: country code 999, which nobody has, two digits for the segment, ten for the
    /// lead.
    private mutating func newLead() -> DueLead {
        let id = nextLead
        nextLead += 1
        // With blocks of one, by the lead's own number.
        let place = block == 1 ? UInt64(id) : UInt64(id - 1) / block
        let segment = segments?.pick(chance.uniform(place)) ?? 0
        return Self.lead(id, of: segment)
    }

    @inline(__always)
    private static func lead(_ id: Int64, of segment: UInt64) -> DueLead {
        let digits = 999_000_000_000_000 &+ segment &* 10_000_000_000 &+ UInt64(bitPattern: id)
        return DueLead(
            id: LeadID(id), number: PhoneNumber(digits: digits),
            segment: SegmentID(UInt8(truncatingIfNeeded: segment)))
    }
}

extension [DueLead] {
    /// Takes leads away from the end, or puts any there, until there are `count`.
    fileprivate mutating func resize(to count: Int) {
        if self.count > count { removeLast(self.count - count) }
        let nobody = DueLead(id: LeadID(0), number: PhoneNumber(digits: 0))
        if self.count < count {
            append(contentsOf: repeatElement(nobody, count: count - self.count))
        }
    }
}
