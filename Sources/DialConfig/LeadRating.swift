import DialPorts

/// An expression of a campaign file over the columns of its leads, and where it stands.
public struct PlacedExpression: Hashable, Sendable {
    /// The segment it makes leads part of; `worth` where it says what they are worth.
    public var name: String
    public var expression: LeadExpression
    /// The campaign file.
    public var path: String
    public var line: Int

    func bound(to columns: [String]) throws(ConfigErrors) -> BoundExpression {
        do throws(ExpressionFault) { return try expression.bound(to: columns) } catch {
            throw ConfigErrors(path, line: line, "\(what): \(error)")
        }
    }

    private var what: String { name == "worth" ? name : "where, of \(name)" }
}

extension PlacedExpression: LeadScore {
    /// - Throws: ``ConfigErrors``, when a column is not there.
    public func reading(columns: [String]) throws -> @Sendable ([String]) -> Double? {
        let bound = try bound(to: columns)
        return { bound.value(for: $0) }
    }
}

/// What the columns of a lead file say of a row beyond what stands in them: its segment and its worth.
struct LeadRating {
    private let segments: [(name: String, condition: BoundExpression)]
    /// The segment of those that are of no other; nil: they are of none.
    let rest: String?
    private let worth: (@Sendable ([String]) -> Double?)?

    /// - Parameter score: in place of the plan's own.
    init(
        _ plan: LeadFilePlan, _ score: (any LeadScore)?, columns: [String]
    ) throws(ConfigErrors) {
        var segments: [(String, BoundExpression)] = []
        for placed in plan.conditions {
            segments.append((placed.name, try placed.bound(to: columns)))
        }
        self.segments = segments
        rest = plan.rest
        let score = score ?? plan.worth
        do { worth = try score?.reading(columns: columns) } catch let errors as ConfigErrors {
            throw errors
        } catch {
            throw ConfigErrors(plan.path, "worth: \(error)")
        }
    }

    var isEmpty: Bool { segments.isEmpty && worth == nil }

    /// The first segment whose condition holds.
    func segment(of cells: [String]) -> String? {
        segments.first { $0.condition.holds(for: cells) }?.name
    }

    func worth(of cells: [String]) -> Double? {
        worth.flatMap { $0(cells) }.flatMap { $0.isFinite ? $0 : nil }
    }
}
