import DialModel
import DialWorld

/// A group of agents as the campaign file describes it.
struct GroupPlan {
    var name: String
    /// How many simulated agents are in it, in proportion to the others.
    var size = 1
    var skills: Set<String> = []
    var line: Int
}

extension CampaignReader {
    /// Reads the agents' groups: a list of names, or a table of sizes or of what each can do.
    ///
    /// Groups of other projects are left out.
    func readGroups(_ entry: Entry) {
        if !entry.isMapping {
            if let names = Form<[String]>.groups.read(entry) { plan.groups = names }
            groups = plan.groups.map { GroupPlan(name: $0, line: entry.line) }
            return
        }
        var found: [GroupPlan] = []
        for item in entry.entries ?? [] {
            var group = GroupPlan(name: item.name, line: item.line)
            if found.contains(where: { plain($0.name) == plain(item.name) }) {
                problems.add(item.line, "the group \(quoted(item.name)) is given twice")
                continue
            }
            var projects: [String]?
            if item.isScalar {
                group.size = Form<Int>.count(0...100_000).read(item) ?? 1
            } else if let section = Section(item) {
                section.read("size", into: &group.size, as: .count(0...100_000))
                group.skills = Set((section.read("skills", .list(of: .text)) ?? []).map(plain))
                projects = section.read("projects", .list(of: .text))
                section.close()
            }
            if let projects, !projects.contains(where: { plain($0) == plain(project) }) { continue }
            found.append(group)
        }
        if !(1...256).contains(found.count) {
            problems.add(
                entry.line,
                "groups of the project \(quoted(project)) are \(found.count); 1 to 256 are allowed")
            return
        }
        groups = found
        plan.groups = found.map(\.name)
        crew.groupSizes = found.map(\.size)
        if crew.groupSizes.reduce(0, +) == 0 {
            problems.add(entry.line, "all groups have size 0; at least one agent is required")
        }
    }

    /// The sizes of the groups, summed up, are the number of agents where that is not given.
    func countGroups(_ section: Section) {
        if !section.has("count"), !crew.groupSizes.isEmpty {
            plan.agents = crew.groupSizes.reduce(0, +)
        }
    }

    func readRouting(_ section: Section) {
        section.read("choice", into: &plan.routing.choice, as: .routingChoice)
        section.read(
            "overflow", into: &plan.routing.overflow, as: Form<Duration>.time().or("never"))
        if let overflow = plan.routing.overflow, overflow > .zero, overflow >= plan.limits.hold {
            problems.add(
                section.line(of: "overflow"),
                "overflow is \(overflow); people are held for \(plan.limits.hold) (limits: hold), "
                    + "so less than that, or never, is required")
        }
        plan.routing.reserve = plan.groups.map { _ in false }
        for group in section.read("reserve", .list(of: groupID)) ?? [] {
            plan.routing.reserve[Int(group.raw)] = true
        }
        if !plan.routing.reserve.contains(false) {
            problems.add(
                section.line(of: "reserve"),
                "all groups are in reserve; at least one must not be")
        }
        if let success = section.read("success", .list(of: outcome)) {
            plan.routing.success = Set(success)
        }
        section.close()
    }

    func overflowFault(_ overflow: Duration, _ entry: Entry) -> String? {
        overflow == .zero || overflow < plan.limits.hold
            ? nil
            : "overflow is \(overflow); less than \(plan.limits.hold) (limits: hold) is required"
    }

    /// The groups that a segment's people go to: by name, or by what their agents can do.
    func readRoute(_ section: Section, into strategy: inout SegmentStrategy) {
        strategy.groups = section.read("groups", .list(of: groupID)) ?? []
        if let entry = section.entry("skills"),
            let skills = Form<[String]>.list(of: .text).read(entry)
        {
            let wanted = Set(skills.map(plain))
            let able = groups.indices.filter { groups[$0].skills.isSuperset(of: wanted) }
            if able.isEmpty {
                problems.add(
                    entry.line,
                    "no group has the skills \(skills.joined(separator: ", ")); agents: groups: "
                        + "says which each has")
            }
            let all = able.map { GroupID(UInt8($0)) }
            strategy.groups =
                strategy.groups.isEmpty ? all : strategy.groups.filter(all.contains)
            if strategy.groups.isEmpty, !able.isEmpty {
                problems.add(
                    entry.line,
                    "none of the segment's groups has the skills \(skills.joined(separator: ", "))")
            }
        }
        strategy.isExclusive = !strategy.groups.isEmpty && plan.routing.overflow == nil
    }

    var groupID: Form<GroupID> {
        .oneOf(plan.groups.enumerated().map { ($1, GroupID(UInt8($0))) }, kind: "group of agents")
    }
}

extension Form where Value == RoutingRules.Choice {
    static var routingChoice: Form {
        .oneOf(RoutingRules.Choice.allCases.map { ($0.name, $0) })
    }
}
