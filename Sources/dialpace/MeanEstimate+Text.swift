import DialModel
import DialSimulation
import DialStore

extension MeanEstimate {
    /// `53.34 ± 0.01`, `88.90 ± 0.02 %`; without `±` where there is no interval.
    ///
    /// - Parameter unit: with its space.
    func text(scale: Double = 1, unit: String = "") -> String {
        decimal(mean * scale, places: 2)
            + (halfWidth.map { " ± " + decimal($0 * scale, places: 2) } ?? "") + unit
    }

    /// Of a share: `88.90 ± 0.02 %`.
    var shareText: String { text(scale: 100, unit: " %") }

    /// Of a share: `± 0.12 %`; nothing where there is no interval.
    var reach: String { halfWidth.map { "± \(percent($0))" } ?? "" }
}
