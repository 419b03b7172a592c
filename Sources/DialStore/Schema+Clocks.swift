extension Schema {
    /// Version 7: by which clocks people's hours are told.
    static let clocks = """
        -- How far the clocks of each zone are ahead of universal time, in nanoseconds, and over which
        -- span; of a campaign that learns at which hours people answer.
        CREATE TABLE clocks (
            zone INTEGER NOT NULL REFERENCES zones,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,         -- not in it
            ahead INTEGER NOT NULL,
            PRIMARY KEY (zone, since)
        ) STRICT, WITHOUT ROWID;
        """
}
