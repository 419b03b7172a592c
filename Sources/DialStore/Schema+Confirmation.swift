extension Schema {
    /// Version 7: deals that are followed to their end.
    static let confirmation = """
        CREATE TABLE cases (
            id INTEGER PRIMARY KEY,         -- from 1, in the order of opening
            lead INTEGER NOT NULL REFERENCES leads,
            attempt INTEGER NOT NULL UNIQUE REFERENCES attempts,    -- that opened it
            outcome INTEGER NOT NULL REFERENCES outcomes,
            opened INTEGER NOT NULL,
            node INTEGER NOT NULL,          -- 2: by a confirmation, 3: by a revisit
            state TEXT NOT NULL,
            settled INTEGER NOT NULL DEFAULT 0,     -- 1: nothing more is waited for
            revisit INTEGER,                -- when the lead is to be called; NULL: not, or not known
            ordered INTEGER                 -- the call that has been arranged; NULL: none
        ) STRICT;
        CREATE INDEX cases_by_lead ON cases (lead);
        CREATE INDEX cases_open ON cases (lead) WHERE settled = 0;
        CREATE INDEX cases_to_arrange ON cases (id) WHERE revisit IS NOT ordered;

        -- What was said of each case, by the instants it was so; what was refused stays.
        CREATE TABLE case_changes (
            id INTEGER PRIMARY KEY,
            case_id INTEGER NOT NULL,       -- 0: none of this store; it was refused
            event TEXT NOT NULL,            -- the news' own ID, or 'call-' and the attempt
            at INTEGER NOT NULL,
            from_state TEXT NOT NULL,
            to_state TEXT NOT NULL,
            node INTEGER NOT NULL,
            revisit INTEGER,
            told_by TEXT NOT NULL,
            note TEXT NOT NULL,
            refused TEXT,                   -- why; NULL: it was taken
            UNIQUE (case_id, event)
        ) STRICT;
        CREATE INDEX case_changes_refused ON case_changes (id) WHERE refused IS NOT NULL;

        -- What the business system has been, or is to be, told.
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY,            -- the same at each try
            case_id INTEGER NOT NULL REFERENCES cases,
            ordinal INTEGER NOT NULL,       -- which message of the case, from 1
            body TEXT NOT NULL,             -- JSON object
            made INTEGER NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try INTEGER NOT NULL,      -- 0: at once
            delivered INTEGER,
            trouble TEXT,                   -- of the last try
            parked INTEGER                  -- since when it is not tried any more
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_waiting ON outbox (case_id, ordinal) WHERE delivered IS NULL;

        -- News that have been taken.
        CREATE TABLE inbox (
            id TEXT PRIMARY KEY,
            taken INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE inbox_cursor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            cursor TEXT
        ) STRICT;
        INSERT INTO inbox_cursor (id) VALUES (1);
        """
}
