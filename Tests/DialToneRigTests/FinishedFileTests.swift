import DialToneRig
import Foundation
import Testing

/// Files that are there whole or not at all.
@Suite struct FinishedFileTests {
    private func write(_ text: String, to path: String) throws {
        let file = try FinishedFile(path)
        try file.write(text.utf8.span.bytes)
        try file.finish()
    }

    private func read(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func `what is there stays until the new is finished, and keeps its permissions`() throws {
        try withFolder { folder in
            let path = "\(folder)/a"
            try write("old", to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            do {
                let file = try FinishedFile(path)
                #expect(file.hasPart)
                try file.write("half".utf8.span.bytes)
                #expect(try read(path) == "old")
            }
            #expect(try read(path) == "old" && names(in: folder) == ["a"])
            try write("new", to: path)
            #expect(try read(path) == "new" && names(in: folder) == ["a"])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o640)
        }
    }

    @Test func `a link stays one, and what it leads to is written`() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: "\(folder)/far", withIntermediateDirectories: false)
            try write("old", to: "\(folder)/far/a")
            // By its own folder, over a second link; and to what is not there yet.
            for (link, target) in [
                ("one", "two"), ("two", "far/three"), ("far/three", "a"), ("new", "\(folder)/b"),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(link)", withDestinationPath: target)
            }
            try write("text", to: "\(folder)/one")
            try write("other", to: "\(folder)/new")
            #expect(try read("\(folder)/far/a") == "text" && read("\(folder)/b") == "other")
            for link in ["one", "two", "far/three", "new"] {
                let kind = try FileManager.default.attributesOfItem(
                    atPath: "\(folder)/\(link)")[.type]
                #expect(kind as? FileAttributeType == .typeSymbolicLink, "\(link)")
            }
            #expect(try names(in: folder) == ["b", "far", "new", "one", "two"])
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/round", withDestinationPath: "round")
            #expect(throws: FinishedFile.Fault.self) { try FinishedFile("\(folder)/round") }
        }
    }

    @Test func `what is open already is written through, after what is in it`() throws {
        try withFolder { folder in
            try write("head ", to: "\(folder)/a")
            let descriptor = open("\(folder)/a", O_WRONLY | O_APPEND | O_CLOEXEC)
            defer { close(descriptor) }
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/link", withDestinationPath: "/dev/fd/\(descriptor)")
            for path in [
                "/dev/fd/\(descriptor)", "/proc/self/fd/\(descriptor)", "\(folder)/link",
            ] {
                try FinishedFile.expectRoom(at: path)
                #expect(try !FinishedFile(path).hasPart)
                try write("x", to: path)
            }
            #expect(try read("\(folder)/a") == "head xxx")
            #expect(try names(in: folder) == ["a", "link"])
            #expect(fcntl(descriptor, F_GETFD) >= 0, "it is still open")
        }
    }

    @Test func `a pipe gets its bytes as they come`() throws {
        try withFolder { folder in
            let path = "\(folder)/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            defer { close(reader) }
            let file = try FinishedFile(path)
            #expect(!file.hasPart)
            try file.write("text".utf8.span.bytes)
            var bytes = [UInt8](repeating: 0, count: 10)
            let count = Foundation.read(reader, &bytes, bytes.count)
            #expect(count == 4 && Array(bytes.prefix(4)) == Array("text".utf8))
            try file.finish()
            #expect(try names(in: folder) == ["pipe"])
        }
    }

    @Test func `where there is no room is told before and then`() throws {
        try withFolder { folder in
            try write("text", to: "\(folder)/a")
            for (path, number) in [
                ("\(folder)/none/a", ENOENT), ("\(folder)/a/b", ENOTDIR), (folder, EISDIR),
                ("/dev/fd/999999", EBADF), ("", ENOENT),
            ] {
                let fault = #expect(throws: FinishedFile.Fault.self) {
                    try FinishedFile.expectRoom(at: path)
                }
                #expect(fault?.number == number && fault?.path == path)
                let later = #expect(throws: FinishedFile.Fault.self) { try FinishedFile(path) }
                #expect(later == fault)
            }
            #expect(try read("\(folder)/a") == "text" && names(in: folder) == ["a"])
        }
    }

    /// What `write(2)` may say, one call after the other; then it takes everything.
    private static let steps: [([Int32], Int32)] = [
        ([], 0), ([1, 3], 0), ([-EINTR, 2], 0), ([2, 0], EIO), ([0], EIO), ([3, -ENOSPC], ENOSPC),
    ]

    @Test(arguments: steps)
    func `bytes that are not taken are told, whatever went wrong before`(
        steps: [Int32], number: Int32
    ) {
        var rest = steps
        var taken: [UInt8] = []
        var calls = 0
        let bytes = Array("ten bytes.".utf8)
        errno = EINTR
        let told = bytes.withUnsafeBytes {
            FinishedFile.put($0, on: -1) { _, start, count in
                calls += 1
                // Nobody asks for ever.
                if calls > 10 {
                    errno = ELOOP
                    return -1
                }
                let step = rest.isEmpty ? Int32(count) : rest.removeFirst()
                if step < 0 {
                    errno = -step
                    return -1
                }
                taken += UnsafeRawBufferPointer(start: start, count: Int(step))
                return Int(step)
            }
        }
        #expect(told == number && rest.isEmpty)
        #expect(taken == (number == 0 ? bytes : Array(bytes.prefix(taken.count))))
    }
}
