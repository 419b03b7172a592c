extension Schema {
    /// Version 8: data that outcomes need.
    static let data = """
        CREATE TABLE data_fields (
            id INTEGER PRIMARY KEY,         -- from 0
            name TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL              -- number, yes/no, or a JSON list of choices
        ) STRICT;
        CREATE TABLE data_needed (
            outcome INTEGER NOT NULL REFERENCES outcomes,
            field INTEGER NOT NULL REFERENCES data_fields,
            PRIMARY KEY (outcome, field)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempt_data (
            attempt INTEGER NOT NULL REFERENCES attempts,
            field INTEGER NOT NULL REFERENCES data_fields,
            value REAL NOT NULL,            -- of a choice: its place, from 0; 1: yes
            at INTEGER NOT NULL,
            PRIMARY KEY (attempt, field)
        ) STRICT, WITHOUT ROWID;
        -- What the outcome needs and nobody has given: names with commas between them.
        ALTER TABLE attempts ADD COLUMN missing TEXT;
        """
}
