extension Form where Value == LeadExpression {
    /// `tier = large or amount > 50000`
    static var condition: Form {
        expression { text throws(ExpressionFault) in try LeadExpression(condition: text) }
    }

    /// `amount * probability`
    static var calculation: Form {
        expression { text throws(ExpressionFault) in try LeadExpression(value: text) }
    }

    private static func expression(
        _ read: @escaping (String) throws(ExpressionFault) -> LeadExpression
    ) -> Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            do throws(ExpressionFault) { return try read(text) } catch {
                return entry.complain("\(entry.name): \(error)")
            }
        }
    }
}
