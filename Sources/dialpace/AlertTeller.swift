import DialModel

/// Says on standard error when people have complained too often: once each time.
struct AlertTeller {
    private var last: Operation?

    /// - Parameter latest: what was last done to the campaign.
    mutating func look(at latest: Operation?) {
        guard let latest, latest != last, case .complaints = latest.what else { return }
        last = latest
        complain("alert: \(latest.text)")
    }
}
