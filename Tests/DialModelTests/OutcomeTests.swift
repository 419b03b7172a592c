import DialModel
import Testing

@Suite struct OutcomeTests {
    static let all: [Outcome] =
        Outcome.builtIn
        + (0..<64).flatMap { [.notConnected(.custom($0)), .connected(.custom($0))] }

    @Test func `a code gives its outcome back`() {
        for outcome in Self.all { #expect(Outcome(code: outcome.code) == outcome) }
    }

    @Test func `no two outcomes have one code, and no other code has an outcome`() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        let known = (0...255).compactMap { Outcome(code: UInt8($0)) }
        #expect(known.count == Self.all.count)
    }

    /// Written to disk: these must never change.
    @Test(
        arguments: [
            (1, Outcome.notConnected(.noAnswer)), (2, .notConnected(.busy)),
            (8, .notConnected(.congestion)), (10, .notConnected(.machine)),
            (12, .notConnected(.unknown)), (64, .notConnected(.custom(0))),
            (128, .connected(.refused)), (130, .connected(.deal)), (133, .connected(.abandoned)),
            (135, .connected(.undisposed)), (192, .connected(.custom(0))),
            (255, .connected(.custom(63))),
        ] as [(UInt8, Outcome)])
    func `a code stays what it is`(code: UInt8, outcome: Outcome) {
        #expect(outcome.code == code)
    }

    @Test(arguments: [0, 14, 63, 136, 191] as [UInt8])
    func `a code that nothing has is no outcome`(code: UInt8) {
        #expect(Outcome(code: code) == nil)
    }

    @Test func `connected outcomes are those with the high bit`() {
        for outcome in Self.all { #expect(outcome.isConnected == (outcome.code >= 128)) }
    }
}

@Suite struct DispositionsTests {
    @Test func `every outcome has a name of its own, which finds it`() {
        let names = Dispositions()
        #expect(Set(names.all.map(names.name)).count == Outcome.builtIn.count)
        for outcome in names.all { #expect(names[names.name(outcome)] == outcome) }
    }

    @Test func `a campaign adds its own on both sides`() {
        var names = Dispositions()
        #expect(names.add("wrong person", connected: true) == .connected(.custom(0)))
        #expect(names.add("moved", connected: true) == .connected(.custom(1)))
        #expect(names.add("blocked", connected: false) == .notConnected(.custom(0)))
        #expect(names["moved"] == .connected(.custom(1)))
        #expect(names["blocked"] == .notConnected(.custom(0)))
        #expect(names.name(.connected(.custom(0))) == "wrong person")
        #expect(names.all.map(\.code) == names.all.map(\.code).sorted())
        #expect(names.all.count == Outcome.builtIn.count + 3)
    }

    @Test func `a name is taken once`() {
        var names = Dispositions()
        #expect(names.add("deal", connected: true) == nil)
        #expect(names.add("moved", connected: true) != nil)
        #expect(names.add("moved", connected: false) == nil)
    }

    @Test func `a side has room for 64`() {
        var names = Dispositions()
        for place in 0..<64 { #expect(names.add("d\(place)", connected: true) != nil) }
        #expect(names.add("one more", connected: true) == nil)
        #expect(names.add("the other side", connected: false) != nil)
    }

    @Test func `an outcome that was never added and a name nobody has are told so`() {
        #expect(Dispositions().name(.connected(.custom(7))) == "custom 7")
        #expect(Dispositions()["no such name"] == nil)
    }
}
