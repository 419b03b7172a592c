/// As named counts: `{"idle": 2, "talking": 17, …}`, those that are 0 left out.
extension Floor: Codable {
    private static let counted: [(name: String, count: WritableKeyPath<Floor, Int> & Sendable)] = [
        ("idle", \.idle), ("previewing", \.previewing), ("reserved", \.reserved),
        ("talking", \.talking), ("closing", \.closing), ("wrapUp", \.wrapUp),
        ("notReady", \.notReady),
        ("leavingIdle", \.leavingIdle), ("leavingTalking", \.leavingTalking),
        ("leavingClosing", \.leavingClosing), ("leavingWrapUp", \.leavingWrapUp),
        ("dialing", \.dialing), ("ringing", \.ringing), ("screening", \.screening),
        ("holding", \.holding), ("bridged", \.bridged), ("inFlow", \.inFlow),
        ("inNotice", \.inNotice), ("ending", \.ending), ("attempts", \.attempts),
        ("answered", \.answered), ("abandoned", \.abandoned), ("closed", \.closed),
        ("lines", \.lines), ("leads", \.leads), ("machines", \.machines),
        ("segment", \.segmentNumber),
    ]

    public init(from decoder: any Decoder) throws {
        self.init()
        let counts = try [String: Int](from: decoder)
        for (name, count) in Self.counted { self[keyPath: count] = counts[name] ?? 0 }
    }

    public func encode(to encoder: any Encoder) throws {
        var counts: [String: Int] = [:]
        for (name, count) in Self.counted where self[keyPath: count] != 0 {
            counts[name] = self[keyPath: count]
        }
        try counts.encode(to: encoder)
    }
}
