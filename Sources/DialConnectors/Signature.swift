import COpenSSL

/// How a receiver knows that a request comes from whoever has the secret, and when it was made.
///
/// A request carries the header
///
///     Dialpace-Signature: t=1767603600,v1=5257a869e7…
///
/// `t` is the time in seconds since 1970-01-01T00:00:00Z; `v1` is the HMAC-SHA256 of `t`, a full stop and
/// the body as it was received, in lower-case hexadecimal digits; the key is the secret's bytes. Of a
/// `GET`, the path and query stand in place of the body. To verify one: compute the same, compare in
/// constant time, and refuse what is older than some minutes. In Python:
///
///     hmac.compare_digest(v1, hmac.new(secret, t + b"." + body, "sha256").hexdigest())
///
/// > Source: HMAC as in RFC 2104, SHA-256 as in FIPS 180-4.
struct Signature {
    static let header = "Dialpace-Signature"
    private let secret: [UInt8]

    init(secret: String) { self.secret = Array(secret.utf8) }

    /// The header's value.
    func value(for content: String, at second: Int64) -> String {
        let text = Array("\(second).\(content)".utf8)
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let isSigned =
            HMAC(
                EVP_sha256(), secret, Int32(secret.count), text, text.count, &code, &length) != nil
        precondition(isSigned, "this machine's OpenSSL has no HMAC-SHA256")
        let digits = code.prefix(Int(length)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "t=\(second),v1=\(digits.joined())"
    }
}
