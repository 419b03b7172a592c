import DialModel
import DialPorts
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A web service that is told of deals by `POST`, and asked for news by `GET`.
///
/// Each message is a JSON object, posted with `Content-Type: application/json`, an `Idempotency-Key` that
/// is the same at each try, and a signature, see `Signature.swift`. What comes of it:
///
/// | answer | what follows |
/// |---|---|
/// | 2xx | it is delivered; a JSON object with a `state` in the answer is news of its case |
/// | 408, 409, 425, 429, 5xx, none | it is tried again, not before `Retry-After` |
/// | any other, redirections among them | it is parked |
///
/// News are got by `GET`, with `?after=` and the cursor of the last answer:
///
///     {"news": [{"id": "n-7", "case": 12, "state": "sold", "at": "2026-01-05T09:00:00Z"}],
///      "cursor": "7"}
///
/// An answer with neither news nor another cursor is the end of it for now. Redirections are not
/// followed: a secret goes where it is meant to go.
public struct Webhook: BusinessConnector {
    private let url: URL
    private let newsURL: URL?
    private let signature: Signature?
    private let session: URLSession
    private let second: @Sendable () -> Int64

    /// - Parameters:
    ///   - news: where news are got; nil: nowhere.
    ///   - secret: signs requests; nil: they are not signed.
    ///   - timeout: of a request, in seconds, 1 or more; the system knows no parts of them.
    ///   - second: the time, in seconds since 1970.
    public init(
        url: URL, news: URL?, secret: String?, timeout: Int = 15,
        second: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.url = url
        newsURL = news
        signature = secret.map(Signature.init)
        self.second = second
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = Double(max(1, timeout))
        configuration.timeoutIntervalForResource = Double(max(1, timeout))
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        session = URLSession(
            configuration: configuration, delegate: NoRedirection(), delegateQueue: nil)
    }

    public func submit(_ message: CaseMessage, at now: Instant) async -> Delivery {
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.httpBody = Data(message.body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue(message.id, forHTTPHeaderField: "Idempotency-Key")
        sign(&request, message.body)
        let (data, response): (Data, HTTPURLResponse)
        switch await send(request) {
        case .failure(let fault): return .later(fault.description, after: nil)
        case .success(let answer): (data, response) = answer
        }
        let status = response.statusCode
        switch status {
        case 200..<300: return .delivered(news(in: data, of: message))
        case 408, 409, 425, 429, 500...:
            return .later("\(url.shown) answers \(status)", after: response.retryAfter)
        default:
            let words = String(decoding: data.prefix(200), as: UTF8.self)
                .split(whereSeparator: \.isNewline).first.map { ": \($0)" }
            return .parked("\(url.shown) answers \(status)\(words ?? "")")
        }
    }

    /// What the answer to a message says of its case at once.
    private func news(in data: Data, of message: CaseMessage) -> CaseNews? {
        guard
            var object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            object["state"] is String
        else { return nil }
        object = object.filter { NewsForm.names.contains($0.key) }
        object["case"] = NSNumber(value: message.caseID.raw)
        return try? NewsForm.read(json: object, fallback: "answer-\(message.id)")
    }

    public func news(after cursor: String?, at now: Instant) async throws -> NewsBatch? {
        guard let newsURL, var parts = URLComponents(url: newsURL, resolvingAgainstBaseURL: false)
        else { return nil }
        if let cursor {
            parts.queryItems =
                (parts.queryItems ?? []) + [URLQueryItem(name: "after", value: cursor)]
        }
        guard let url = parts.url else { return nil }
        var request = URLRequest(url: url)
        sign(&request, url.pathAndQuery)
        let (data, response) = try await send(request).get()
        guard (200..<300).contains(response.statusCode) else {
            throw ConnectorFault(
                "\(newsURL.shown) answers \(response.statusCode)", after: response.retryAfter)
        }
        return try batch(data, after: cursor, from: newsURL.shown)
    }

    private func batch(
        _ data: Data, after cursor: String?, from source: String
    ) throws(ConnectorFault) -> NewsBatch? {
        let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        guard let object, let items = object["news"] as? [Any] else {
            throw ConnectorFault("\(source) answers with no JSON object that has news")
        }
        let next = (object["cursor"] as? String) ?? (object["cursor"] as? NSNumber)?.stringValue
        if items.isEmpty, next == nil || next == cursor { return nil }
        var batch = NewsBatch([], cursor: next, source: source)
        for (place, item) in items.enumerated() {
            do throws(NewsForm.Fault) {
                guard let item = item as? [String: Any], item["id"] != nil || next != nil else {
                    throw NewsForm.Fault(why: "it is no object with an id")
                }
                batch.news.append(
                    try NewsForm.read(json: item, fallback: "after-\(cursor ?? "")-\(place)"))
            } catch {
                // Kept among what was refused: it will not come again.
                let why = "item \(place + 1) cannot be read: \(error.why)"
                batch.unreadable.append(why)
                batch.news.append(
                    CaseNews(
                        id: "unreadable-\(next ?? "")-\(place)", caseID: CaseID(0),
                        state: "unreadable", by: source, note: why))
            }
        }
        // Without a cursor it would all come again at once.
        if batch.cursor == cursor { batch.cursor = nil }
        return batch
    }

    public func taken(_ batch: NewsBatch) async throws {}

    private func sign(_ request: inout URLRequest, _ content: String) {
        guard let signature else { return }
        request.setValue(
            signature.value(for: content, at: second()), forHTTPHeaderField: Signature.header)
    }

    private func send(
        _ request: URLRequest
    ) async -> Result<(Data, HTTPURLResponse), ConnectorFault> {
        let shown = request.url?.shown ?? ""
        do {
            let (data, response) = try await session.data(for: request)
            guard let answer = response as? HTTPURLResponse else {
                return .failure(ConnectorFault("\(shown) answers, but not in HTTP"))
            }
            return .success((data, answer))
        } catch let error as URLError {
            return .failure(ConnectorFault("\(shown): \(error.words)"))
        } catch {
            return .failure(ConnectorFault("\(shown): no answer"))
        }
    }
}

private final class NoRedirection: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}

extension URL {
    /// Without what may be secret in it.
    fileprivate var shown: String {
        "\(scheme ?? "http")://\(host ?? "")\(port.map { ":\($0)" } ?? "")\(path)"
    }

    fileprivate var pathAndQuery: String {
        let parts = URLComponents(url: self, resolvingAgainstBaseURL: false)
        let path = parts?.percentEncodedPath ?? path
        return (path.isEmpty ? "/" : path) + (parts?.percentEncodedQuery.map { "?" + $0 } ?? "")
    }
}

extension HTTPURLResponse {
    /// How long to wait, as the other side asks, at most a day; of a date only that it is asked for is
    /// known, and a minute is taken.
    fileprivate var retryAfter: Duration? {
        guard let text = value(forHTTPHeaderField: "Retry-After") else { return nil }
        guard let seconds = Int64(text.trimmingCharacters(in: .whitespaces)) else {
            return .minutes(1)
        }
        return .seconds(min(max(0, seconds), 86_400))
    }
}

extension URLError {
    fileprivate var words: String {
        switch code {
        case .timedOut: "no answer in time"
        case .cannotConnectToHost: "no connection"
        case .cannotFindHost, .dnsLookupFailed: "there is no such host"
        case .networkConnectionLost: "the connection was lost"
        case .secureConnectionFailed, .serverCertificateUntrusted,
            .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot:
            "its certificate is not trusted"
        default: "no answer (\(code.rawValue))"
        }
    }
}
