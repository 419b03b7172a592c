import Foundation
import GRDB
import Testing

@Suite struct BadInputTests {
    private static let people = "phone,name\n+1 415 555 0100,Ann\n"

    @Test(arguments: [
        ("", "c.yaml: the file is empty"),
        ("name: x\nmode: predictive\nagents: 0", "c.yaml:3: agents are 0; at least 1 is required"),
        ("name: x\nmode: predictive\nlimits: {lines: 0}", "c.yaml:3: lines"),
        ("name: x\nmode: predictive\nlimits: {hold: -2s}", "c.yaml:3: hold"),
        ("name: x\nmode: predictive\nabandonment: {cap: 103%}", "c.yaml:3: cap"),
        ("name: x\nmode: predictive\ntimeZone: Europe/Budapset", "c.yaml:3: "),
        ("name: x\nmode: predictiv", "c.yaml:2: mode"),
        ("name: x\nmode: predictive\nlimit: {lines: 3}", "c.yaml:3: "),
    ])
    func `a broken campaign is told by line and not run`(text: String, message: String) throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", text)
        try scratch.write("p.csv", Self.people)
        for command in [["check", "c.yaml"], ["run", "c.yaml", "--leads", "p.csv"]] {
            let run = try Command.Running(command, in: scratch).finish()
            #expect(run.status == 1)
            #expect((run.output + run.errors).contains(message), "\(run.output + run.errors)")
        }
    }

    @Test(arguments: [
        ("", "the file is empty"), ("a,b\n1,2\n", "number"), ("\u{0}\u{1}\u{2}\n", "binary"),
    ])
    func `a broken lead file is told and leaves no store`(text: String, message: String) throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", "name: x\nmode: progressive\n")
        try scratch.write("p.csv", text)
        let run = try Command.run(
            "run", "c.yaml", "--leads", "p.csv", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 1)
        #expect(run.errors.contains("p.csv") && run.errors.contains(message), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("s.sqlite")))
    }

    @Test func `a folder is no lead file, no campaign and no store`() throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", "name: x\nmode: progressive\n")
        try scratch.write("p.csv", Self.people)
        try FileManager.default.createDirectory(
            atPath: scratch.path("folder"), withIntermediateDirectories: true)
        for arguments in [
            ["run", "c.yaml", "--leads", "folder"], ["run", "folder"],
            ["run", "c.yaml", "--leads", "p.csv", "--store", "folder"], ["report", "folder"],
        ] {
            let run = try Command.Running(arguments, in: scratch).finish()
            #expect(run.status == 1)
            #expect(run.errors.contains("folder"), "\(run.errors)")
        }
    }

    @Test func `a bad row is rejected with its line and the rest is dialled`() throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", "name: x\nmode: progressive\n")
        try scratch.write("p.csv", Self.people + "+1 555 01,Bob\n+1 415-555-0100,Ann again\n")
        let run = try Command.run("run", "c.yaml", "--leads", "p.csv", in: scratch)
        #expect(run.status == 0)
        #expect(run.errors.contains("1 lead added, 1 merged with a known number"), "\(run.errors)")
        #expect(scratch.read("p.rejected.csv").contains("+1 555 01,Bob"))
    }

    @Test func `a store of a newer version is left alone`() throws {
        let scratch = try Scratch()
        _ = try Command.run("run", shipped("demo.yaml"), "--store", "s.sqlite", in: scratch)
        let database = try DatabaseQueue(path: scratch.path("s.sqlite"))
        try database.write {
            try $0.execute(sql: "PRAGMA user_version = 99")
        }
        try database.close()
        for arguments in [
            ["run", shipped("demo.yaml"), "--store", "s.sqlite"], ["report", "s.sqlite"],
        ] {
            let run = try Command.Running(arguments, in: scratch).finish()
            #expect(run.status == 1)
            #expect(run.errors.contains("schema version"), "\(run.errors)")
        }
    }

    @Test func `a damaged store is told in words by every command`() throws {
        let scratch = try Scratch()
        _ = try Command.run("run", shipped("demo.yaml"), "--store", "s.sqlite", in: scratch)
        var bytes = Array(FileManager.default.contents(atPath: scratch.path("s.sqlite")) ?? Data())
        for page in stride(from: 8_192, to: bytes.count - 4_096, by: 4_096) {
            for place in page..<page + 2_000 { bytes[place] = 0xff }
        }
        try Data(bytes).write(to: scratch.url.appendingPathComponent("pages.sqlite"))
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let store = try DatabaseQueue(
            path: scratch.path("s.sqlite"), configuration: configuration)
        try store.write {
            try $0.execute(sql: "DROP VIEW calls")
            try $0.execute(sql: "DROP TABLE attempts")
        }
        try store.close()
        for file in ["pages.sqlite", "s.sqlite"] {
            for command in [
                ["report"], ["report", "--leads"], ["fit"], ["replay", "--policy", "progressive"],
                ["run", shipped("demo.yaml"), "--store"],
            ] {
                // A table that is not there is missed only by who asks for it.
                if command.last == "--leads", file == "s.sqlite" { continue }
                let arguments =
                    command.last == "--store"
                    ? command + [file] : [command[0], file] + command.dropFirst()
                let run = try Command.Running(arguments, in: scratch).finish()
                #expect(run.status == 1, "\(command) \(file)")
                #expect(run.errors.contains("\(file) is damaged ("), "\(command): \(run.errors)")
                #expect(run.errors.contains("sqlite3 \(file) .recover"), "\(run.errors)")
            }
        }
    }

    @Test func `a store of another campaign is not mixed up`() throws {
        let scratch = try Scratch()
        _ = try Command.run("run", shipped("demo.yaml"), "--store", "s.sqlite", in: scratch)
        let run = try Command.run(
            "run", shipped("preview.yaml"), "--store", "s.sqlite", in: scratch)
        #expect(run.status == 1)
        #expect(run.errors.contains("\"demo\""), "\(run.errors)")
    }

    /// A disk of one megabyte, where the machine lets us make one.
    @Test(arguments: ["max", "300"])
    func `a full disk stops the campaign, and what is kept is whole`(speed: String) throws {
        let scratch = try Scratch()
        let disk = scratch.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        guard shell("mount -t tmpfs -o size=1500k tmpfs '\(disk)' 2>/dev/null") == 0 else { return }
        defer { _ = shell("umount -l '\(disk)'") }
        let run = try Command.run(
            "run", shipped("demo.yaml"), "--store", "disk/s.sqlite", "--speed", speed, in: scratch)
        #expect(run.status == 1)
        #expect(run.errors.contains("the disk is full"), "\(run.errors)")
        // More room, and it goes on.
        #expect(shell("mount -o remount,size=64m '\(disk)'") == 0)
        let resumed = try Command.run(
            "run", shipped("demo.yaml"), "--store", "disk/s.sqlite", in: scratch)
        #expect(resumed.status == 0, "\(resumed.errors)")
    }

    private func shell(_ line: String) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        try? process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
