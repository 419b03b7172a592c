extension Schema {
    /// Version 7: leads by segment and zone, in the order of their worth.
    static let cells = """
        -- Of fresh leads of one segment those of the lowest rank come first: minus a hundred times
        -- what the lead is expected to bring.
        ALTER TABLE leads ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
        -- Segments and zones that leads have.
        CREATE TABLE cells (
            segment INTEGER NOT NULL REFERENCES segments,
            zone INTEGER NOT NULL REFERENCES zones,
            PRIMARY KEY (segment, zone)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO cells SELECT DISTINCT segment, zone FROM leads;
        """

    /// Made when a campaign first has strategies by segment. With all that is handed over of a lead, so
    /// that its row need not be looked for.
    static let cellIndexes = """
        CREATE INDEX IF NOT EXISTS leads_due_by_cell
            ON leads
            (segment, zone, due, id, number, attempts, state, dialled, others, planned)
            WHERE state = 1;
        CREATE INDEX IF NOT EXISTS leads_fresh_by_cell
            ON leads
            (segment, zone, rank, id, number, attempts, state, dialled, others, planned)
            WHERE state = 0;
        """
}
