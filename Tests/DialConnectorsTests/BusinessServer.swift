import Foundation

/// A business system in another program, which shares no code with Dialpace: it checks signatures for
/// itself, and answers as badly as it is told to.
final class BusinessServer {
    private let process = Process()
    private let scratch: Scratch
    let port: Int
    var url: String { "http://127.0.0.1:\(port)" }

    static let secret = "correct horse battery staple"
    static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    init(in scratch: Scratch) throws {
        self.scratch = scratch
        try scratch.write("server.py", Self.script)
        try scratch.write("mode", "ok")
        process.executableURL = URL(fileURLWithPath: Self.python ?? "/usr/bin/env")
        process.arguments =
            (Self.python == nil ? ["python3"] : []) + [
                scratch.path + "/server.py", scratch.path, Self.secret,
            ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        let end = ContinuousClock.now + .seconds(30)
        var found: Int?
        while found == nil, process.isRunning, ContinuousClock.now < end {
            found = scratch.read("port").flatMap { Int($0) }
            if found == nil { usleep(10_000) }
        }
        port = found ?? 0
    }

    deinit {
        // A test's thread blocks signals, and a process inherits that; this one cannot be blocked.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// `ok`, `down`, `random`, or a status such as `404`.
    func become(_ mode: String) throws { try scratch.write("mode", mode) }

    /// One line a request that was heard: key, whether its signature was right, what was answered.
    var log: [[String]] {
        (scratch.read("log") ?? "").split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
    }

    /// What it has taken, each key once, in order.
    var taken: [String] {
        (scratch.read("taken") ?? "").split(separator: "\n").map(String.init)
    }

    private static let script = """
        import hashlib, hmac, http.server, json, random, sys, time, os
        folder, secret = sys.argv[1], sys.argv[2].encode()
        chance, seen, revisits = random.Random(4), {}, []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *_): pass
            def is_right(self, content):
                parts = dict(p.split("=", 1) for p in self.headers.get("Dialpace-Signature", "t=,v1=").split(","))
                wanted = hmac.new(secret, parts["t"].encode() + b"." + content, hashlib.sha256).hexdigest()
                return hmac.compare_digest(wanted, parts["v1"])
            def answer(self, status, body=b"{}", headers={}):
                self.send_response(status)
                for name, value in headers.items(): self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def note(self, *words):
                with open(folder + "/log", "a") as log: log.write(" ".join(map(str, words)) + "\\n")
            def do_GET(self):
                right = self.is_right(self.path.encode())
                self.note("GET", right, self.path)
                mode = open(folder + "/mode").read()
                if mode == "down": return self.answer(503)
                if not right: return self.answer(401)
                after = int(self.path.partition("after=")[2] or 0)
                news = [{"id": "n-%d" % c, "case": c, "state": "sold", "by": "shop"}
                        for c in range(after + 1, min(after + 3, 8))]
                if after == 2: news.append({"id": "odd", "case": "a few", "state": "sold"})
                self.answer(200, json.dumps({"news": news, "cursor": str(min(after + 2, 7))}).encode())
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                key, right = self.headers["Idempotency-Key"], self.is_right(body)
                mode = open(folder + "/mode").read()
                fate = mode
                if mode == "random":
                    fate = chance.choice(["ok", "500", "429", "drop", "deaf", "409"] * 3 + ["ok", "ok", "hang"])
                if not right: fate = "401"
                self.note(key, right, fate)
                if fate == "drop":
                    self.close_connection = True
                    return self.connection.shutdown(2)
                if fate == "hang":
                    time.sleep(1.5)
                    self.close_connection = True
                    return
                if fate == "down": return self.answer(503)
                if fate == "moved":
                    return self.answer(302, headers={"Location": "http://127.0.0.1:%d/else" % server.server_port})
                if fate not in ("ok", "deaf"):
                    return self.answer(int(fate), b"no such deal\\nat all", {"Retry-After": "7"})
                if key not in seen:
                    seen[key] = json.loads(body)
                    with open(folder + "/taken", "a") as taken: taken.write(key + "\\n")
                if fate == "deaf":          # taken, but the answer is lost
                    self.close_connection = True
                    return self.connection.shutdown(2)
                answer = {"state": "sold"} if seen[key]["case"] == 3 else {}
                self.answer(200, json.dumps(answer).encode())

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        with open(folder + "/port.part", "w") as port: port.write(str(server.server_port))
        os.rename(folder + "/port.part", folder + "/port")
        server.serve_forever()
        """
}
