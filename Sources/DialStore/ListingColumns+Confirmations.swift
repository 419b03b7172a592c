extension ListingQuery {
    static let confirmation: [ListingColumn] = [
        ("case", .integer, "c.id"), ("lead", .integer, "c.lead"), ("number", .number, "l.number"),
        ("attempt", .integer, "c.attempt"), ("outcome", .text, "o.name"),
        ("opened", .instant, "c.opened"), ("node", .integer, "c.node"),
        ("state", .text, "c.state"), ("revisit", .instant, "c.revisit"),
        ("changed", .instant, "h.at"), ("by", .text, "nullif(h.told_by, '')"),
        ("note", .text, "nullif(h.note, '')"), ("refused", .integer, "ifnull(r.count, 0)"),
        ("undelivered", .integer, "ifnull(b.count, 0)"), ("trouble", .text, "b.trouble"),
    ].map(ListingColumn.init)

    static let confirmations = """
        cases c LEFT JOIN leads l ON l.id = c.lead LEFT JOIN outcomes o ON o.code = c.outcome
        LEFT JOIN case_changes h ON h.id = (
            SELECT i.id FROM case_changes i WHERE i.case_id = c.id AND i.refused IS NULL
            ORDER BY i.at DESC, i.event DESC LIMIT 1)
        LEFT JOIN (
            SELECT case_id, count(*) AS count FROM case_changes WHERE refused IS NOT NULL
            GROUP BY case_id) r ON r.case_id = c.id
        LEFT JOIN (
            SELECT case_id, count(*) AS count, max(trouble) AS trouble FROM outbox
            WHERE delivered IS NULL GROUP BY case_id) b ON b.case_id = c.id
        ORDER BY c.id
        """
}
