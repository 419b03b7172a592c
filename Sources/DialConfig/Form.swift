import DialModel

/// How one kind of value is written: reads an entry, or complains of it and returns nil.
struct Form<Value> {
    let read: (Entry) -> Value?

    /// This form, or `word` for no value at all.
    func or(_ word: String) -> Form<Value?> {
        Form<Value?> { entry in
            if entry.isScalar, entry.text == word { return .some(nil) }
            return read(entry).map { $0 }
        }
    }

    /// This form, and a further rule: the sentence that says what is wrong, nil when all is well.
    func checked(_ fault: @escaping (Value, Entry) -> String?) -> Form {
        Form { entry in
            guard let value = read(entry) else { return nil }
            if let fault = fault(value, entry) { return entry.complain(fault) }
            return value
        }
    }

    /// One of several names, spelled with or without spaces, dashes and capitals.
    static func oneOf(_ choices: [(String, Value)], kind: String? = nil) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            if let choice = choices.first(where: { $0.0 == text })
                ?? choices.first(where: { plain($0.0) == plain(text) })
            {
                return choice.1
            }
            let problem =
                if let kind { "\(quoted(text)) is no \(kind)" } else {
                    "\(entry.name) is \(quoted(text))"
                }
            return entry.complain(
                "\(problem); \(suggestion(for: text, among: choices.map(\.0)))")
        }
    }

    /// A list of values, or one value.
    static func list<Item>(of form: Form<Item>) -> Form where Value == [Item] {
        Form { entry in
            guard let items = entry.items else { return nil }
            let values = items.map(form.read)
            return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
        }
    }
}

extension Form where Value == String {
    /// A name or a path: not empty, of one line.
    static var text: Form {
        Form { $0.text }.checked { text, entry in
            text.isEmpty || text.utf8.count > 1_000 || text.contains(where: \.isNewline)
                ? "\(entry.name) is \(quoted(text)); 1 to 1000 bytes in one line are expected" : nil
        }
    }
}

extension Form where Value == Bool {
    static var yesOrNo: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            switch text.lowercased() {
            case "true", "yes", "on": return true
            case "false", "no", "off": return false
            default:
                return entry.complain("\(entry.name) is \(quoted(text)); true or false is expected")
            }
        }
    }
}

extension Form where Value == Int {
    /// A whole number within `range`.
    static func count(_ range: ClosedRange<Int>) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard let count = Units.count(text) else {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); a whole number is expected")
            }
            if count < range.lowerBound {
                return entry.complain(
                    "\(entry.name) is \(count); at least \(range.lowerBound) is required")
            }
            if count > range.upperBound {
                return entry.complain(
                    "\(entry.name) is \(count); at most \(range.upperBound) is allowed")
            }
            return count
        }
    }
}

extension Form where Value == Double {
    /// A decimal number without a unit.
    static func number(
        atLeast least: Double = 0, above lower: Double? = nil, atMost most: Double
    ) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard let value = Units.number(text) else {
                return entry.complain("\(entry.name) is \(quoted(text)); a number is expected")
            }
            return within(value, entry, least, lower, most, decimal)
        }
    }

    /// A share between 0 and 1, or a percentage.
    static func share(
        atLeast least: Double = 0, above lower: Double? = nil, atMost most: Double = 1,
        below upper: Double? = nil
    ) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            do throws(Units.Fault) {
                let value = try Units.share(text)
                if let upper, value >= upper {
                    return entry.complain(
                        "\(entry.name) is \(percent(value)); less than \(percent(upper)) is required"
                    )
                }
                return within(value, entry, least, lower, most, percent)
            } catch .noUnit {
                return entry.complain(
                    "\(entry.name) is \(text); write \(text)% or a share such as 0.03")
            } catch {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); a percentage such as 3% is expected")
            }
        }
    }

    private static func within(
        _ value: Double, _ entry: Entry, _ least: Double, _ lower: Double?, _ most: Double,
        _ shown: (Double) -> String
    ) -> Double? {
        if let lower, value <= lower {
            return entry.complain(
                "\(entry.name) is \(shown(value)); more than \(shown(lower)) is required")
        }
        if value < least {
            return entry.complain(
                "\(entry.name) is \(shown(value)); at least \(shown(least)) is required")
        }
        if value > most {
            return entry.complain(
                "\(entry.name) is \(shown(value)); at most \(shown(most)) is allowed")
        }
        return value
    }
}

extension Form where Value == Duration {
    /// A span of time with its unit.
    static func time(
        atLeast least: Duration = .zero, above lower: Duration? = nil, atMost most: Duration? = nil
    ) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            do throws(Units.Fault) {
                let value = try Units.time(text)
                if let lower, value <= lower {
                    return entry.complain(
                        "\(entry.name) is \(value); more than \(lower) is required")
                }
                if value < least {
                    return entry.complain(
                        "\(entry.name) is \(value); at least \(least) is required")
                }
                if let most, value > most {
                    return entry.complain(
                        "\(entry.name) is \(value); at most \(most) is allowed")
                }
                return value
            } catch .noUnit {
                return entry.complain(
                    "\(entry.name) is \(text) without a unit; add ms, s, m, h or d")
            } catch .tooLong {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); at most \(Units.longest) is allowed")
            } catch {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); a time such as 12s, 1h30m or 7d is expected, in ms, "
                        + "s, m, h and d")
            }
        }
    }
}
