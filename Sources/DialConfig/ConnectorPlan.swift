import DialModel
import DialWorld
import Foundation

/// How a campaign and the business system reach each other.
public enum ConnectorPlan: Hashable, Sendable {
    case folder(path: String, isJSON: Bool)
    case webhook(WebhookPlan)
    case simulated(BusinessPlan)
}

public struct WebhookPlan: Hashable, Sendable {
    public var url: URL
    /// Where news are got; nil: nowhere.
    public var news: URL?
    public var secret: Secret?
    /// How often news are asked for.
    public var every = Duration.seconds(30)

    /// Where the secret is, which is never in the campaign file itself.
    public enum Secret: Hashable, Sendable {
        case environment(String)
        case file(String)
    }
}

extension CampaignFile {
    /// What is wrong with the webhook's secret, which is needed when messages are sent; nil: nothing.
    public var secretFault: String? {
        guard case .webhook(let webhook) = connector else { return nil }
        do throws(ConfigErrors) {
            _ = try webhook.readSecret()
            return nil
        } catch {
            return error.problems.map(\.text).joined(separator: "; ")
                + "; without it nothing is sent, and no live run begins"
        }
    }
}

extension WebhookPlan {
    /// The secret, without line breaks at its end; nil: requests are not signed.
    ///
    /// - Throws: when it is not where the campaign file says.
    public func readSecret() throws(ConfigErrors) -> String? {
        let text: String
        switch secret {
        case nil: return nil
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name] else {
                throw ConfigErrors(
                    "confirmation",
                    "there is no environment variable \(name); it is to hold the secret"
                )
            }
            text = value
        case .file(let path):
            text = String(decoding: try fileBytes(path), as: UTF8.self)
        }
        let plain = String(text.reversed().drop { $0.isNewline }.reversed())
        if plain.utf8.count < 16 {
            throw ConfigErrors(
                "confirmation", "the secret has \(plain.utf8.count) bytes; at least 16 are required"
            )
        }
        return plain
    }
}

extension Form where Value == URL {
    /// `https://…`; without TLS only to this machine.
    static var serviceURL: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard let parts = URLComponents(string: text), let url = parts.url,
                let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(),
                ["http", "https"].contains(scheme), !host.isEmpty
            else {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); an address such as https://example.com/deals "
                        + "is expected")
            }
            if parts.user != nil || parts.password != nil {
                return entry.complain(
                    "\(entry.name) has a name or password in it; a secret is given by secret: {env: …} "
                        + "or {file: …}")
            }
            let isHere = host == "localhost" || host == "[::1]" || host == "::1" || isLoopback(host)
            if scheme == "http", !isHere {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); https is required, but to this machine")
            }
            return url
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension Form where Value == WebhookPlan.Secret {
    /// `{env: NAME}` or `{file: path}`.
    static var secret: Form {
        Form { entry in
            if entry.isScalar {
                return entry.complain(
                    "secret stands in the file itself; say where it is, {env: DIALPACE_SECRET} or "
                        + "{file: …}")
            }
            guard let section = Section(entry) else { return nil }
            let name = section.read("env", .text)
            let file = section.read("file", .text)
            section.close()
            switch (name, file) {
            case (let name?, nil):
                let letters = name.utf8.allSatisfy {
                    $0 == UInt8(ascii: "_") || (48...57).contains($0) || (65...90).contains($0)
                        || (97...122).contains($0)
                }
                if letters { return .environment(name) }
                return entry.complain(
                    "env is \(quoted(name)); the name of an environment variable is expected")
            case (nil, let file?): return .file(resolved(file, beside: entry.path))
            default:
                return entry.complain("secret is {env: NAME} or {file: PATH}, one of them")
            }
        }
    }
}
