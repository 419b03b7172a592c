/// A small picture of at most 256 colours, as a PNG file.
///
/// It is not compressed: a byte a pixel, and some more.
///
/// > Source: W3C, *Portable Network Graphics*, third edition; RFC 1950 and 1951 for its stream.
struct Pixels {
    let width: Int
    let height: Int
    /// Row by row, from the top; each the number of a colour.
    var values: [UInt8]
    /// Red, green and blue, 0...255; at most 256.
    let colors: [(UInt8, UInt8, UInt8)]

    var png: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        file += chunk("IHDR", bytes(width) + bytes(height) + [8, 3, 0, 0, 0])
        file += chunk("PLTE", colors.flatMap { [$0.0, $0.1, $0.2] })
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (width + 1))
        for row in 0..<height { rows += [0] + values[(row * width)..<((row + 1) * width)] }
        file += chunk("IDAT", stored(rows))
        file += chunk("IEND", [])
        return file
    }

    /// A stream of blocks that are kept as they are.
    private func stored(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var first = 0
        repeat {
            let count = min(65_535, data.count - first)
            let isLast = first + count == data.count
            let low = [UInt8(count & 255), UInt8(count >> 8)]
            stream += [isLast ? 1 : 0] + low + low.map { ~$0 } + data[first..<(first + count)]
            first += count
        } while first < data.count
        var (a, b) = (1, 0)
        for byte in data {
            a = (a + Int(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + bytes(b << 16 | a)
    }

    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        var sum = UInt32.max
        for byte in body {
            sum = Self.sums[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8)
        }
        return bytes(data.count) + body + bytes(Int(~sum))
    }

    private func bytes(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// The remainders of the checksum, by byte.
    private static let sums: [UInt32] = (0..<256).map { byte in
        var sum = UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1 }
        return sum
    }
}

/// Bytes as the text that a `data:` address holds.
///
/// > Source: RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 4)
    for first in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - first)
        var three = 0
        for place in 0..<3 { three = three << 8 | (place < count ? Int(bytes[first + place]) : 0) }
        for place in 0..<4 {
            text.append(
                place <= count ? letters[three >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
