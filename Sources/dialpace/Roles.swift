import ArgumentParser
import DialConfig
import DialModel
import DialStore

extension Masking.Role: ExpressibleByArgument {}

enum RoleHelp {
    static let text: ArgumentHelp = """
        Show numbers as this role may see them, by the campaign's masking: agent, supervisor, \
        operator or log; whole unless given.
        """
}

extension Store {
    /// How many of a number's last digits `role` does not see, by the campaign file that the store
    /// keeps; where it keeps none, as is usual.
    func hidden(from role: Masking.Role?) throws -> Int {
        guard let role else { return 0 }
        guard let run = try runs().last, let text = run.campaign else { return Masking()[role] }
        return try Masking(campaign: text, path: run.path ?? path)[role]
    }
}
