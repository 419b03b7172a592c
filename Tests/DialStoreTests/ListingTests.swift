import DialModel
import GRDB
import Testing

@testable import DialStore

/// Rows for other programs.
@Suite struct ListingTests {
    /// Four leads: talked to and still in wrap-up, not reached twice, in a call, refused.
    private func campaign() throws -> Store {
        let store = try Store.inMemory()
        var all = leads(4)
        all[0].name = "Ann \"the\" O'Hara, Ph.D."
        all[0].timeZone = "America/Chicago|America/Denver"
        all[0].segment = "old"
        all[0].fields = [
            .init(name: "city", value: "A\nB\"\u{301}"), .init(name: "state", value: "NM"),
        ]
        all[2].name = "Émile"
        all[2].fields = [.init(name: "a \"b\"", value: ""), .init(name: "city", value: "Pécs")]
        _ = try store.importLeads(all)
        try store.begin(CampaignFacts(name: "spring, 1", seed: 7, mode: .preview, created: at(0)))
        var first = start(1, lead: 1, mode: .preview, at: 1)
        first.agent = AgentID(1)
        var talked = talk(first, person: 10.0009, delay: 1, talk: 60)
        talked.ringing = at(4)
        let (second, third) = (
            start(2, lead: 2, at: 3), start(3, lead: 2, ordinal: 2, mode: .automatic, at: 90)
        )
        var busy = AttemptEnd(
            start: third, outcome: .notConnected(.busy), at: at(92), lead: .due(at(992)))
        busy.cause = RawCause(.sip, 486)
        try store.write([
            .started(first), .started(second), .ended(noAnswer(second, at: 33, due: 80)),
            .ended(talked),
            .disposed(
                Disposition(
                    attempt: AttemptID(1), leadID: LeadID(1), ordinal: 1,
                    outcome: .connected(.deal), agent: AgentID(1), wrapUp: .milliseconds(4_250),
                    at: at(80), lead: .closed)),
            .started(third), .ended(busy), .started(start(4, lead: 3, at: 100)),
            .refused(RefusedLead(LeadID(4), .hours, at: at(101), until: at(3_600))),
            .refused(RefusedLead(LeadID(4), .doNotCall, at: at(3_600), until: nil)),
        ])
        return store
    }

    private func lines(
        _ listing: Listing, _ format: ListingFormat = .csv, of store: Store? = nil
    ) throws -> String {
        var text = ""
        try (store ?? campaign()).list(listing, as: format) { text += $0 }
        return text
    }

    @Test func `every attempt is listed with all its times`() throws {
        #expect(
            try lines(.attempts) == """
                attempt,lead,number,ordinal,mode,agent,dialledFor,started,ringing,answered,person,\
                connected,ended,outcome,cause,wrapUp,zone,segment
                1,1,+3610000001,1,preview,1,1,1970-01-01T00:00:01.000Z,1970-01-01T00:00:04.000Z,\
                1970-01-01T00:00:10.000Z,1970-01-01T00:00:10.000Z,1970-01-01T00:00:11.000Z,\
                1970-01-01T00:01:11.000Z,deal,,4.25,America/Chicago|America/Denver,old
                2,2,+3610000002,1,predictive,,,1970-01-01T00:00:03.000Z,,,,,\
                1970-01-01T00:00:33.000Z,no answer,,,,
                3,2,+3610000002,2,automatic,,,1970-01-01T00:01:30.000Z,,,,,\
                1970-01-01T00:01:32.000Z,busy,sip 486,,,
                4,3,+3610000003,1,predictive,,,1970-01-01T00:01:40.000Z,,,,,,,,,,

                """)
        #expect(
            try lines(.attempts, .jsonl).split(separator: "\n").last == """
                {"attempt":4,"lead":3,"number":"+3610000003","ordinal":1,"mode":"predictive",\
                "agent":null,"dialledFor":null,"started":"1970-01-01T00:01:40.000Z",\
                "ringing":null,"answered":null,"person":null,"connected":null,"ended":null,\
                "outcome":null,"cause":null,"wrapUp":null,"zone":null,"segment":null}
                """)
    }

    @Test func `leads keep the further columns of their list, whatever these are called`() throws {
        #expect(
            try lines(.leads) == #"""
                lead,number,name,zone,segment,state,attempts,due,outcome,city,list.state,"a ""b"""
                1,+3610000001,"Ann ""the"" O'Hara, Ph.D.",America/Chicago|America/Denver,old,\#
                closed,1,,deal,"A
                B""\#u{301}",NM,
                2,+3610000002,,,,waiting,2,1970-01-01T00:16:32.000Z,busy,,,
                3,+3610000003,Émile,,,fresh,0,,,Pécs,,
                4,+3610000004,,,,closed,0,,,,,

                """#)
        let json = try lines(.leads, .jsonl).split(separator: "\n")
        #expect(
            json[0] == #"""
                {"lead":1,"number":"+3610000001","name":"Ann \"the\" O'Hara, Ph.D.",\#
                "zone":"America/Chicago|America/Denver","segment":"old","state":"closed",\#
                "attempts":1,"due":null,"outcome":"deal","city":"A\nB\"\#u{301}","list.state":"NM",\#
                "a \"b\"":null}
                """#)
        #expect(json[2].hasSuffix(#""outcome":null,"city":"Pécs","list.state":null,"a \"b\"":""}"#))
    }

    @Test func `the listing in short gives every lead in the order of import`() throws {
        #expect(
            try lines(.outcomes) == """
                number,attempts,state,outcome
                +3610000001,1,closed,deal
                +3610000002,2,waiting,busy
                +3610000003,0,fresh,
                +3610000004,0,closed,

                """)
    }

    @Test func `refusals say why, and until when`() throws {
        #expect(
            try lines(.refusals) == """
                lead,number,reason,at,until
                4,+3610000004,hours,1970-01-01T00:01:41.000Z,1970-01-01T01:00:00.000Z
                4,+3610000004,do not call,1970-01-01T01:00:00.000Z,

                """)
    }

    @Test func `a call record has a place for each item, and says what the store knows`() throws {
        let rows = try lines(.callRecords).split(separator: "\n")
        #expect(
            rows.map(String.init) == [
                "attempt,campaign,telemarketer,seller,purpose,business,outbound,prerecorded,"
                    + "callingNumber,calledNumber,started,duration,script,callerNumber,callerName,"
                    + "authorization,disposition,outcome,transferredTo",
                "1,\"spring, 1\",,,,,yes,no,,+3610000001,1970-01-01T00:00:01.000Z,70.0009,,,,,"
                    + "connected,deal,",
                "2,\"spring, 1\",,,,,yes,no,,+3610000002,1970-01-01T00:00:03.000Z,30,,,,,"
                    + "not answered,no answer,",
                "3,\"spring, 1\",,,,,yes,yes,,+3610000002,1970-01-01T00:01:30.000Z,2,,,,,"
                    + "not answered,busy,",
                "4,\"spring, 1\",,,,,yes,,,+3610000003,1970-01-01T00:01:40.000Z,,,,,,,,",
            ])
    }

    @Test func `a call record has the caller of the run that made the call`() throws {
        let store = try campaign()
        func caller(_ number: UInt64, _ name: String) -> CallerIdentity {
            CallerIdentity(number: PhoneNumber(digits: number), name: name)
        }
        try store.beginRun(at: at(0), version: "1", caller: caller(12_025_550_100, "Acme, \"Inc\""))
        try store.beginRun(at: at(80), version: "1", caller: caller(12_025_550_101, ""))
        try store.beginRun(at: at(95), version: "1")
        var callers: [String] = []
        for line in try lines(.callRecords, .jsonl, of: store).split(separator: "\n") {
            let fields = line.split(separator: ",").filter { $0.contains("\"caller") }
            callers.append(fields.joined(separator: ","))
        }
        #expect(callers.count == 4 && callers[1] == callers[0])
        #expect(callers[0].contains("+12025550100") && callers[0].contains("Acme"))
        #expect(callers[2].contains("+12025550101") && !callers[2].contains("Acme"))
        #expect(!callers[3].contains("+"), "the trunk's own")
    }

    @Test func `dropped is whom no agent took, answered is anything else that was`() throws {
        let store = try Store.inMemory(leads: 2)
        try store.begin(CampaignFacts(name: "x", seed: 7, mode: .predictive, created: at(0)))
        let (lost, machine) = (start(1, lead: 1), start(2, lead: 2))
        var heard = AttemptEnd(
            start: machine, outcome: .notConnected(.machine), at: at(70), lead: .closed)
        heard.answered = at(65)
        try store.write([.started(lost), .started(machine)])
        try store.write([.ended(abandoned(lost, person: 8, at: 9)), .ended(heard)])
        let rows = try lines(.callRecords, of: store).split(separator: "\n")
        #expect(rows[1].contains(",yes,,,+3610000001,") && rows[1].hasSuffix(",dropped,abandoned,"))
        #expect(
            rows[2].contains(",yes,no,,+3610000002,") && rows[2].hasSuffix(",answered,machine,"))
    }

    /// A store of an older version with a lead and its call.
    private func store(
        of version: String, in folder: Folder, and more: String = ""
    ) throws -> Store {
        let old = try DatabaseQueue(path: folder.file())
        try Schema.migrator.migrate(old, upTo: version)
        try old.write { db in
            try Schema.writeNames(db)
            try db.execute(
                sql: """
                    INSERT INTO leads (number, time_zone) VALUES (3610000001, 'Europe/Budapest');
                    INSERT INTO attempts (lead, number, ordinal, mode, started)
                        VALUES (1, 3610000001, 1, 0, 0);
                    \(more)
                    """)
        }
        try old.close()
        return try Store.open(folder.file(), readOnly: true)
    }

    @Test func `a store that does not say why a promise was missed is read as it is`() throws {
        let folder = try Folder()
        let store = try store(
            of: "8", in: folder,
            and: "INSERT INTO callbacks (lead, made_in, made, at, ended) VALUES (1, 1, 1, 2, 3);")
        let report = try #require(try store.report().callbacks)
        #expect(report.missed == 1 && report.causes == [])
        let missed = try store.missedCallbacks(of: LeadID(1))
        #expect(missed.map(\.cause) == ["nobody said why"])
        let lines = try lines(.callbacks, of: store).split(separator: "\n")
        #expect(lines[0].hasSuffix(",attempt,missed") && lines[1].hasSuffix(",,"), "\(lines)")
    }

    @Test(arguments: Listing.allCases)
    func `a store of the first version is listed as far as it goes`(listing: Listing) throws {
        let folder = try Folder()
        let store = try store(of: "1", in: folder)
        let text = try lines(listing, of: store)
        #expect(
            text.split(separator: "\n").count
                == ([.refusals, .callbacks, .operations, .confirmations].contains(listing) ? 1 : 2))
        if [.attempts, .leads].contains(listing) { #expect(text.contains(",Europe/Budapest,")) }
    }

    @Test func `many rows come in pieces of whole lines`() throws {
        let store = try Store.inMemory(leads: 20_000)
        var pieces: [String] = []
        try store.list(.leads, as: .jsonl) { pieces.append($0) }
        #expect(pieces.count > 20)
        #expect(pieces.allSatisfy { $0.hasSuffix("}\n") && $0.utf8.count < 1 << 17 })
        #expect(pieces.joined().split(separator: "\n").count == 20_000)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (999_999, "1970-01-01T00:00:00.000Z"),
        (1_002_000_000, "1970-01-01T00:00:01.002Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (-86_400_000_000_001, "1969-12-30T23:59:59.999Z"),
        (1_772_971_199_999_999_999, "2026-03-08T11:59:59.999Z"),
    ])
    func `in milliseconds an instant is rounded down`(nanoseconds: Int64, text: String) {
        var row = ListingText(["a", "b"], as: .jsonl)
        row.add(instant: Instant(nanoseconds: nanoseconds))
        row.add(instant: Instant(nanoseconds: 951_868_799_999_999_999))
        #expect(row.takeLines() == "{\"a\":\"\(text)\",\"b\":\"2000-02-29T23:59:59.999Z\"}\n")
    }

    @Test func `what the reader throws ends the listing`() throws {
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try campaign().list(.outcomes, as: .csv) { _ in throw Enough() }
        }
    }
}
