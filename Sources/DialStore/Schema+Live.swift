extension Schema {
    /// Version 7: what is changed while a campaign runs, by whom, and how it stands now.
    static let live = """
        -- Changes that somebody wants; the campaign makes them while it runs, or when it next runs.
        CREATE TABLE wishes (
            id INTEGER PRIMARY KEY,         -- from 1, in the order in which they came
            at INTEGER NOT NULL,            -- by the clock on the wall
            by_whom TEXT NOT NULL,
            note TEXT NOT NULL,
            text TEXT NOT NULL,             -- as one of a campaign file's events
            state TEXT NOT NULL,            -- waiting, taken or refused
            why TEXT NOT NULL DEFAULT '',   -- it is refused
            taken INTEGER,                  -- instant of campaign time
            elapsed INTEGER                 -- by then, the time between runs left out
        ) STRICT;
        CREATE INDEX wishes_waiting ON wishes (id) WHERE state = 'waiting';

        -- A name, or 'plan' for the campaign file; NULL: nobody, as when a trunk fails.
        ALTER TABLE operations ADD COLUMN by_whom TEXT;

        -- One row while a live run goes on, written every few seconds.
        CREATE TABLE now (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            wall INTEGER NOT NULL,          -- by the clock on the wall
            at INTEGER NOT NULL,            -- in campaign time
            phase TEXT NOT NULL,
            bound TEXT NOT NULL,            -- what keeps it from starting more calls
            agents INTEGER NOT NULL,        -- logged in
            idle INTEGER NOT NULL,
            busy INTEGER NOT NULL,
            in_flight INTEGER NOT NULL,
            lines_used INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            at_hand INTEGER NOT NULL,       -- leads fetched and not dialled yet
            answered INTEGER NOT NULL,
            abandoned INTEGER NOT NULL
        ) STRICT;
        """
}
