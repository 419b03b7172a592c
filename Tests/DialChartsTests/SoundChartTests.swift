import Foundation
import Testing

@testable import DialCharts

@Suite struct SoundChartTests {
    private static func chart(channels: [String] = [""]) -> SoundChart {
        let rows = [
            SoundChart.Row(
                "keys", style: .series(2),
                [
                    SoundChart.Mark("4", begin: 0.5, end: 0.6),
                    SoundChart.Mark("<7>", begin: 1, end: 1.1),
                ]),
            SoundChart.Row(
                "who greets", style: Style(.ink),
                [SoundChart.Mark("person (pause)", begin: 1.5, end: nil)]),
        ]
        let swings = (0..<200).map { -0.5...Double($0) / 200 }
        let levels = (0..<200).map { column in
            (0..<64).map { Float($0 + column) / 3 - 80 }
        }
        return SoundChart(
            "call & <answer>", subtitle: "PCM, 8000 Hz", description: "Heard: 4", seconds: 2,
            channels: channels.map {
                SoundChart.Channel($0, swings: swings, levels: levels, rows: rows)
            })
    }

    @Test(arguments: Theme.allCases, [[""], ["left", "right"]])
    func `the picture is well-formed, has its marks, and the same bytes each time`(
        theme: Theme, channels: [String]
    ) throws {
        let svg = Self.chart(channels: channels).svg(theme: theme)
        #expect(svg == Self.chart(channels: channels).svg(theme: theme))
        let picture = try #require(Parsed(svg))
        #expect(picture.elements[1].text == "call & <answer>")
        let words = picture.elements.filter { $0.name == "text" }.map(\.text)
        for word in ["4", "<7>", "person (pause)", "keys", "100\u{A0}%", "4 kHz", "dBm0"] {
            #expect(words.count { $0 == word } == channels.count, "\(word)")
        }
        #expect(picture.elements.count { $0.name == "image" } == 2 * channels.count)
        #expect(!svg.contains("nan") && !svg.contains("inf") && !svg.contains(" id="))
    }

    @Test func `labels of keys that are too near stand together`() throws {
        let marks = (0..<4).map {
            SoundChart.Mark("\($0)", begin: 10 + 0.02 * Double($0), end: 10.01 + 0.02 * Double($0))
        }
        for joins in [false, true] {
            let rows = [SoundChart.Row("keys", style: .series(2), joins: joins, marks)]
            let channel = SoundChart.Channel("", swings: [0...0], levels: [[0, 0]], rows: rows)
            let svg = SoundChart("a", seconds: 20, channels: [channel]).svg()
            let words = try #require(Parsed(svg)).lettering
            #expect(words.contains("0123") == joins && words.contains("3") != joins)
        }
    }

    @Test func `bytes become the text of an address`() {
        // RFC 4648, section 10.
        for (plain, text) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] { #expect(base64(Array(plain.utf8)) == text) }
    }

    @Test func `pixels are a file of chunks that check out`() throws {
        // More than one stored block.
        let values = (0..<300 * 240).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let colors = (0..<256).map { (UInt8($0), UInt8(255 - $0), UInt8(7)) }
        let file = Pixels(width: 300, height: 240, values: values, colors: colors).png
        #expect(file.prefix(8).elementsEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        // The last chunk is the same in every PNG.
        #expect(
            file.suffix(12).elementsEqual([
                0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
            ]))
        // Python reads it where there is one: each sum, and each byte behind the stream.
        let script = """
            import sys, zlib, struct
            data, at, body = sys.stdin.buffer.read(), 8, b""
            while at < len(data):
                size, = struct.unpack(">I", data[at:at + 4])
                chunk = data[at + 4:at + 8 + size]
                assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(chunk)
                if chunk[:4] == b"IDAT": body += chunk[4:]
                at += 12 + size
            rows = zlib.decompress(body)
            assert len(rows) == 240 * 301, len(rows)
            assert all(rows[r * 301 + 1 + c] == (r * 300 + c) // 7 % 256 for r in range(240) for c in range(300))
            """
        let python = "/usr/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script]
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        try pipe.fileHandleForWriting.write(contentsOf: Data(file))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
