import DialModel
import GRDB

extension Store {
    /// Hands `listing` to `write` as text, some lines at a time.
    ///
    /// All rows are of one moment. They are read as they are written: a store that a campaign runs in
    /// meanwhile cannot take up what it has logged until the listing is done, so its log grows.
    ///
    /// - Parameter hidden: how many of a number's last digits are not shown, see ``Masking``.
    /// - Throws: ``StoreError``, or what `write` throws, which ends the listing.
    /// - Complexity: 64 KiB, and the names of the leads' further columns, however many rows there are;
    ///   some 3 µs a row.
    public func list(
        _ listing: Listing, as format: ListingFormat, hiding hidden: Int = 0,
        _ write: (String) throws -> Void
    ) throws {
        var stopped: (any Error)?
        do {
            try reading { db in
                try list(listing, as: format, hidden, in: db) { lines in
                    do { try write(lines) } catch {
                        stopped = error
                        throw error
                    }
                }
            }
        } catch {
            throw stopped ?? error
        }
    }

    private func list(
        _ listing: Listing, as format: ListingFormat, _ hidden: Int, in db: Database,
        _ write: (String) throws -> Void
    ) throws {
        let query = try ListingQuery(listing, in: db)
        var names = query.columns.map(\.name)
        var fields = query.hasFields ? try FieldColumns(after: &names, in: db) : nil
        var text = ListingText(names, as: format)
        text.hidden = hidden
        try HotStatement(query.sql, in: db).rows { row in
            for (place, column) in query.columns.enumerated() {
                text.add(row, Int32(place), column.kind)
            }
            try fields?.add(row.text(Int32(query.columns.count)), to: &text)
            if text.bytes.count >= 1 << 16 { try write(text.takeLines()) }
        }
        try write(text.takeLines())
    }
}

extension ListingText {
    fileprivate mutating func add(_ row: HotRow, _ place: Int32, _ kind: ListingColumn.Kind) {
        if row.isNull(place) { return addNothing() }
        switch kind {
        case .integer: add(integer: row.integer(place))
        case .instant: add(instant: Instant(nanoseconds: row.integer(place)))
        case .span: add(span: Duration(nanoseconds: row.integer(place)))
        case .number: add(number: row.integer(place))
        case .decimal: add(decimal: row.text(place))
        case .text: add(text: row.bytes(place))
        case .words: add(words: row.text(place))
        }
    }
}

/// The further columns of the lead file, as leads have them in their JSON.
private struct FieldColumns {
    private let places: [String: Int]
    private let statement: HotStatement
    private var values: [String?]

    /// Adds the columns' names to `names`, in the order in which leads have brought them.
    init(after names: inout [String], in db: Database) throws {
        var places: [String: Int] = [:]
        var taken = Set(names)
        try HotStatement("SELECT DISTINCT f.key FROM leads l, json_each(l.fields) f", in: db).rows {
            let key = $0.text(0)
            places[key] = places.count
            var name = key
            while !taken.insert(name).inserted { name = "list." + name }
            names.append(name)
        }
        self.places = places
        values = Array(repeating: nil, count: places.count)
        statement = try HotStatement("SELECT key, value FROM json_each(?)", in: db)
    }

    /// - Parameter json: an object; empty: none.
    mutating func add(_ json: String, to text: inout ListingText) throws {
        for place in values.indices { values[place] = nil }
        if !json.isEmpty {
            statement.bind(1, text: json)
            try statement.rows { row in
                if let place = places[row.text(0)] { values[place] = row.text(1) }
            }
        }
        for value in values {
            guard let value else {
                text.addNothing()
                continue
            }
            text.add(field: value)
        }
    }
}
