extension Schema {
    /// Version 7: leads with several numbers.
    static let numbers = """
        -- All numbers of each lead that has several; `leads.number` is the first.
        CREATE TABLE lead_numbers (
            lead INTEGER NOT NULL REFERENCES leads,
            place INTEGER NOT NULL,         -- from 0, in the order in which they are tried
            kind TEXT NOT NULL,             -- the column it stood in
            number INTEGER NOT NULL UNIQUE, -- E.164 without the plus
            -- Not called any more since this outcome; 0: on a do-not-call list; NULL: it is called.
            dropped INTEGER,
            PRIMARY KEY (lead, place)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lead_numbers_refused ON lead_numbers (lead) WHERE dropped = 0;

        -- Which number is called next; NULL: there is but one.
        ALTER TABLE leads ADD COLUMN dialled INTEGER;
        -- How many others may be called.
        ALTER TABLE leads ADD COLUMN others INTEGER NOT NULL DEFAULT 0;
        -- Of the campaign's sequence of calls: 256 times which comes next, and how many attempts belong
        -- to earlier ones (at most 255).
        ALTER TABLE leads ADD COLUMN planned INTEGER NOT NULL DEFAULT 0;
        -- Which call of the sequence it was for, from 0.
        ALTER TABLE attempts ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
        DROP INDEX leads_due;
        CREATE INDEX leads_due
            ON leads (due, id, number, attempts, segment, zone, state, dialled, others, planned)
            WHERE state = 1;
        """
}
