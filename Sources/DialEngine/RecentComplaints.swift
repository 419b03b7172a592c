import DialModel

/// Complaints that may still come to an alert.
struct RecentComplaints: Sendable {
    /// In the order in which they came; fewer than the alert asks for.
    private var times: [Instant] = []

    /// Takes in one.
    ///
    /// - Returns: whether there are now as many as the alert asks for. The next one begins anew: the same
    ///   complaint is never alerted of twice.
    mutating func note(at now: Instant, for alert: ComplaintAlert) -> Bool {
        times.removeAll { now - $0 >= alert.within }
        times.append(now)
        if times.count < alert.complaints { return false }
        times.removeAll(keepingCapacity: true)
        return true
    }
}
