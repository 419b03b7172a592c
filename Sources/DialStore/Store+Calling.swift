import DialModel
import GRDB

extension Store {
    /// The zones of the leads, by ``ZoneID``: IANA names with `|` between them where it may be any; the
    /// first is empty, of leads whose zone is not known.
    public func zones() throws(StoreError) -> [String] {
        try reading { db in
            var zones: [String] = []
            try HotStatement("SELECT id, names FROM zones ORDER BY id", in: db).rows { row in
                // Numbers are given in order, without a gap; should one be missing, it has no hours.
                while zones.count < Int(row.integer(0)) { zones.append("") }
                zones.append(row.text(1))
            }
            return zones
        }
    }

    /// Numbers whose people have asked not to be called any more, in order.
    public func doNotCall() throws(StoreError) -> [PhoneNumber] {
        try reading { db in
            var numbers: [PhoneNumber] = []
            try HotStatement("SELECT number FROM do_not_call ORDER BY number", in: db).rows {
                numbers.append(PhoneNumber(digits: UInt64($0.integer(0))))
            }
            return numbers
        }
    }
}
