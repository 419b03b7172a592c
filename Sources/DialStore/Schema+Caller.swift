extension Schema {
    /// Version 7: who called, and which outcomes are complaints.
    static let caller = """
        -- What called people saw in this run; E.164 without the plus. NULL: what the trunk shows.
        ALTER TABLE runs ADD COLUMN caller_number INTEGER;
        ALTER TABLE runs ADD COLUMN caller_name TEXT;
        -- Codes of outcomes with commas between them; NULL: not known.
        ALTER TABLE campaign ADD COLUMN complaints TEXT;
        """
}
