extension Schema {
    /// Version 9: why promised calls were missed.
    static let missed = """
        -- As it stood when its time was over; NULL: it was kept, is still to come, or nobody said why.
        ALTER TABLE callbacks ADD COLUMN missed TEXT;
        """
}
