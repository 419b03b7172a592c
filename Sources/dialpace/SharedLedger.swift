import DialConfig
import DialModel
import DialRuntime
import DialStore

extension CampaignSession {
    /// Whether other campaigns are asked for what they know. A campaign that is repeated asks none.
    var isShared: Bool { isShown && file.sharedLedger != nil }

    /// Opens the contact ledger that the file names, if any, for the store.
    static func share(
        _ file: CampaignFile, _ store: Store, isReal: Bool, _ durability: Store.Durability,
        at start: Instant
    ) throws(StoreError) {
        guard let path = file.sharedLedger else { return }
        let ledger = try ContactLedger.open(
            path, time: isReal ? .real : .simulated, durability: durability, wall: wallClock)
        try store.share(ledger, at: start)
    }
}

extension Instruction {
    /// What a campaign does about numbers that others were asked not to call: one for each of them.
    static func all(for complaints: [ContactLedger.Complaint]) -> [Instruction] {
        let campaigns = Dictionary(grouping: complaints, by: \.campaign)
        return campaigns.sorted { $0.key < $1.key }.map { name, numbers in
            Instruction(numbers.map { .doNotCall($0.number) }, by: "campaign \(name)")
        }
    }
}

extension LiveChanges {
    /// Keeps what the campaign holds in its contact ledger, and looks every two seconds whom others have
    /// been asked not to call, until the task is cancelled.
    func followOthers() async {
        while !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 2_000_000_000)
            // A ledger that cannot be written stops the campaign when it next wants to dial.
            guard let news = try? await store.laterNewsOfOthers() else { continue }
            for instruction in Instruction.all(for: news) { campaign.instruct(instruction) }
        }
    }
}
