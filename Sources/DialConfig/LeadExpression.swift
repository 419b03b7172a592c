/// A condition or a calculation over the columns of a lead file, read once.
///
///     tier = large or (amount > 50_000 and not status in (sold, "on hold"))
///     amount * probability
///
/// - **Values** are columns by their names, whatever their case, in backticks where a name has spaces or
///   other signs; numbers such as `1000`, `1_000` and `12.5`; texts in quotation marks of either kind, or,
///   to the right of a comparison, as one bare word; and what `+ - * /` make of columns and numbers.
/// - **Conditions** are `= != < <= > >=`, `in (a, b, c)`, `contains`, `begins with`, `is empty`; with `not`,
///   `and`, `or` and parentheses, which bind in this order. `not in`, `not contains`, `not begins with` and
///   `is not empty` are the contrary.
/// - **Two numbers** are compared as numbers, texts without their case, in the order of their code points.
///   What a column holds is a number where it looks like one. It is less or more than a number only if it
///   is one itself, and never equal to it otherwise.
/// - **An empty cell** is empty, and a calculation is so with anything in it that is no number, or whose
///   result is not finite. No comparison holds for what is empty, but `is empty`; `!=` is the contrary of
///   `=`, and so holds.
///
/// A text is at most 4,000 bytes long, has at most 500 words and signs, and parentheses at most 50 deep.
public struct LeadExpression: Hashable, Sendable {
    /// As it was written.
    public let text: String
    let root: Root
    /// The columns it names, each once.
    let columns: [ExpressionName]
    /// Bare words that stand for texts.
    let words: [ExpressionName]

    enum Root: Hashable, Sendable {
        case value(ExpressionValue)
        case condition(ExpressionCondition)
    }

    /// Reads a condition.
    public init(condition text: String) throws(ExpressionFault) {
        var parser = try ExpressionParser(text)
        self.text = text
        root = .condition(try parser.wholeCondition())
        columns = parser.columns
        words = parser.words
    }

    /// Reads a calculation.
    public init(value text: String) throws(ExpressionFault) {
        var parser = try ExpressionParser(text)
        self.text = text
        root = .value(try parser.wholeNumber())
        columns = parser.columns
        words = parser.words
    }
}

/// A name in an expression, and where it stands: characters from 1.
struct ExpressionName: Hashable, Sendable {
    var name: String
    var position: Int
}

/// Why a text is no expression, or does not fit a lead file.
public struct ExpressionFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the text, in characters from 1.
    public var position: Int
    /// What is wrong there, and what is expected.
    public var text: String
    public var description: String { "at character \(position), \(text)" }
}

/// A number, a text or a column.
indirect enum ExpressionValue: Hashable, Sendable {
    case number(Double)
    /// In lower case.
    case text(String)
    /// Place in ``LeadExpression/columns``.
    case column(Int)
    case negated(ExpressionValue)
    case sum(ExpressionValue, ExpressionValue)
    case difference(ExpressionValue, ExpressionValue)
    case product(ExpressionValue, ExpressionValue)
    case quotient(ExpressionValue, ExpressionValue)
}

indirect enum ExpressionCondition: Hashable, Sendable {
    case comparison(ExpressionSign, ExpressionValue, ExpressionValue)
    case among(ExpressionValue, [ExpressionValue])
    case contains(ExpressionValue, ExpressionValue)
    case begins(ExpressionValue, ExpressionValue)
    case isEmpty(ExpressionValue)
    case not(ExpressionCondition)
    case all([ExpressionCondition])
    case any([ExpressionCondition])
}

enum ExpressionSign: String, CaseIterable, Sendable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case more = ">"
    case moreOrEqual = ">="

    @inline(__always)
    func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
        switch self {
        case .equal: a == b
        case .unequal: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .more: a > b
        case .moreOrEqual: a >= b
        }
    }
}
