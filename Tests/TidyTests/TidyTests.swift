import Testing

/// The rules of the house hold in every file; and each rule is seen to fail on a file that breaks it.
@Suite struct TidyTests {
    static let sources = House.files(under: "Sources")
    static let tests = House.files(under: "Tests")

    /// A made-up file that breaks a rule.
    static func bad(_ target: String, _ text: String) -> SourceFile {
        SourceFile(path: "Sources/\(target)/Bad.swift", text: text)
    }

    @Test func `there is something to check`() {
        #expect(Self.sources.count > 50)
        #expect(Self.tests.count > 5)
        #expect(House.targets.contains("DialEngine"))
    }

    @Test func `every target stands on a floor`() {
        #expect(
            House.targets.filter { House.floors[$0] == nil && House.beside[$0] == nil } == [])
    }

    // MARK: Imports

    @Test func `every target imports from lower floors only`() {
        #expect(Self.sources.flatMap(Rules.imports) == [])
    }

    @Test(arguments: [
        ("DialModel", "import DialEngine"), ("DialPacing", "@testable import DialPacing"),
        ("DialWorld", "import DialEstimation"), ("DialEngine", "import Foundation"),
        ("DialEngine", "public import struct Foundation.Date"), ("DialModel", "import Glibc"),
        ("DialStore", "import DialRuntime"), ("DialServer", "import dialpace"),
        ("DialPacing", "    import Logging"), ("DialNowhere", "let a = 1"),
        ("DialConfig", "import CPhoneNumbers"), ("DialModel", "import CPhoneNumbers"),
    ])
    func `an import from the same floor, from above or from outside is seen`(
        target: String, text: String
    ) {
        #expect(Rules.imports(Self.bad(target, "// first\n" + text)).count == 1)
    }

    @Test(arguments: [
        ("DialEngine", "import DialModel"), ("DialMath", "import Glibc"),
        ("DialStore", "import Foundation"), ("DialModel", "// import Foundation"),
        ("DialNumbers", "import CPhoneNumbers"),
        ("DialModel", "let text = \"import Foundation\""),
    ])
    func `an import that is allowed passes`(target: String, text: String) {
        #expect(Rules.imports(Self.bad(target, text)) == [])
    }

    // MARK: The floors that know nothing of the world

    @Test func `floors 0 to 3 read no clock, draw no chance of their own and start no task`() {
        #expect(Self.sources.flatMap(Rules.unworldly) == [])
    }

    @Test(arguments: [
        "let now = ContinuousClock.now", "let now = Date()", "clock_gettime(CLOCK_REALTIME, &t)",
        "let now = DispatchTime.now()", "var chance = SystemRandomNumberGenerator()",
        "let u = Double.random(in: 0..<1)", "Task { work() }", "Task.detached { work() }",
        "leads.shuffle()", "let one = leads.randomElement()!", "func run() async {}",
        "actor Dialer {}",
    ])
    func `the world on a low floor is seen`(text: String) {
        #expect(Rules.unworldly(Self.bad("DialEngine", text)).count == 1)
        #expect(Rules.unworldly(Self.bad("DialRuntime", text)) == [])
    }

    @Test(arguments: [
        "let u = Double.random(in: 0..<1, using: &chance)", "/// No ContinuousClock here.",
        "let text = \"Date()\"", "let Tasks = 1", "plan.preview.time = 1",
    ])
    func `what only looks like the world passes`(text: String) {
        #expect(Rules.unworldly(Self.bad("DialEngine", text)) == [])
    }

    @Test func `the ports may speak of waiting`() {
        let text = "func close() async"
        #expect(Rules.unworldly(Self.bad("DialPorts", text)) == [])
        #expect(Rules.unworldly(Self.bad("DialPacing", text)).count == 1)
    }

    // MARK: Everywhere

    @Test func `nothing is forced and nothing is left for later`() {
        #expect(Self.sources.flatMap(Rules.finished) == [])
    }

    @Test(arguments: [
        "let a = try! read()", "let a = b as! Int", "// TODO: later", "fatalError(\"TODO\")",
        "/* FIXME */",
    ])
    func `force and work left for later are seen`(text: String) {
        #expect(Rules.finished(Self.bad("DialStore", text)).count == 1)
    }

    @Test func `no type has the name of its module`() {
        #expect(Self.sources.flatMap(Rules.names) == [])
    }

    @Test(arguments: ["struct", "enum", "public final class", "protocol", "typealias"])
    func `a type with the name of its module is seen`(kind: String) {
        let file = Self.bad("DialStore", "\(kind) DialStore {")
        #expect(Rules.names(file).count == 1)
        #expect(Rules.names(Self.bad("DialConfig", "\(kind) DialStore {")) == [])
    }

    @Test func `no file is longer than 500 lines`() {
        #expect((Self.sources + Self.tests).flatMap(Rules.length) == [])
    }

    @Test(arguments: [(500, 0), (501, 1)])
    func `a file that is too long is seen`(lines: Int, complaints: Int) {
        let file = Self.bad("DialStore", String(repeating: "let a = 1\n", count: lines))
        #expect(Rules.length(file).count == complaints)
    }

    // MARK: Reading code

    @Test(arguments: [
        ("a // b", "a "), ("a /* b /* c */ d */ e", "a  e"), ("a \"b // c\" d", "a \"\" d"),
        ("\"\\(f(\"x\"))y\" z", "\"\" z"), ("a\n\"\"\"\nb\n\"\"\"\nc", "a\n\n\n\"\"\nc"),
        ("\"\\\"\" a", "\"\" a"),
    ])
    func `comments and literals are no code`(text: String, code: String) {
        #expect(SourceText.codeOnly(text) == code)
    }
}
