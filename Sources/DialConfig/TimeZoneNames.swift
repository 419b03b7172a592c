import Foundation

/// The names of time zones.
enum TimeZoneNames {
    private static let known = Set(TimeZone.knownTimeZoneIdentifiers)
    private static let candidates = known.sorted().map(Candidate.init)

    /// Whether this machine knows a zone of that IANA name, `Europe/Budapest`, `UTC`.
    static func isKnown(_ name: String) -> Bool {
        if known.contains(name) || name == "UTC" { return true }
        return name.utf8.count <= 64 && TimeZone(identifier: name) != nil
    }

    /// What to say of a name that is not known.
    static func fault(_ name: String) -> String {
        let place = plain(name)
        let near =
            nearest(to: name, among: candidates)
            ?? candidates.first { place.count >= 3 && plain($0.name).hasSuffix("/" + place) }?.name
        return "\(quoted(name)) is no time zone; "
            + (near.map { "did you mean \($0)?" } ?? "a name such as Europe/Budapest is expected")
    }
}
