extension Schema {
    /// Version 7: what the campaign is for.
    static let goals = """
        -- JSON: {"primary": [code, …], "secondary": [code, …]} of outcomes; NULL: it does not say.
        ALTER TABLE campaign ADD COLUMN goals TEXT;
        """
}
