import DialModel
import DialPorts
import DialRuntime
import DialStore
import Foundation
import Testing

@testable import DialConnectors

/// A web service that is down, slow, rude and forgetful; time is the tests' own, and nobody sleeps.
@Suite(.serialized) struct WebhookTests {
    private let scratch: Scratch
    private let server: BusinessServer

    init() throws {
        scratch = try Scratch()
        server = try BusinessServer(in: scratch)
    }

    private func office(
        _ store: Store, news: Bool = false, secret: String = BusinessServer.secret,
        timeout: Int = 60
    ) throws -> PostOffice {
        PostOffice(
            connector: Webhook(
                url: try #require(URL(string: server.url + "/deals")),
                news: news ? URL(string: server.url + "/news") : nil, secret: secret,
                timeout: timeout,
                second: { 1_767_603_600 }),
            outbox: store, schedule: ResendSchedule(seed: 3), every: .seconds(30))
    }

    /// Goes on second by second.
    private func run(
        _ office: inout PostOffice, _ store: Store, _ seconds: ClosedRange<Int64>
    ) async throws {
        for second in seconds {
            let news = try await office.send(at: at(second))
            _ = try store.takeNews(news, at: at(second))
        }
    }

    @Test func `a message is signed, and taken once`() async throws {
        let store = try Store.withDeals(4)
        var office = try office(store)
        try await run(&office, store, 100...102)
        #expect(server.taken.count == 4 && server.log.count == 4)
        #expect(server.log.allSatisfy { $0[1] == "True" })
        #expect(try store.dueMessages(9, at: .never) == [])
        #expect(try store.cases(of: LeadID(3))[0].state == .sold, "the answer had said so")
        #expect(try store.cases(of: LeadID(2))[0].state == .pending)
    }

    @Test func `an hour of being down loses nothing, doubles nothing, and asks seldom`()
        async throws
    {
        let store = try Store.withDeals(40)
        var office = try office(store)
        try server.become("down")
        try await run(&office, store, 100...3_700)
        #expect(office.delivered == 0)
        #expect(office.trouble?.since == at(100))
        #expect(office.trouble?.why.hasSuffix("/deals answers 503") == true)
        #expect((5...60).contains(server.log.count), "\(server.log.count) requests in an hour")
        try server.become("ok")
        try await run(&office, store, 3_701...5_600)
        #expect(office.delivered == 40 && office.trouble == nil)
        #expect(Set(server.taken).count == 40 && server.taken.count == 40)
        #expect(try store.dueMessages(99, at: .never) == [])
    }

    @Test func `whatever is answered, in the end each message is there once`() async throws {
        let store = try Store.withDeals(25)
        var office = try office(store, timeout: 1)
        try server.become("random")
        try await run(&office, store, 100...2_500)
        try server.become("ok")
        try await run(&office, store, 2_501...5_000)
        #expect(office.delivered == 25 && office.parked == 0)
        #expect(Set(server.taken).count == 25 && server.taken.count == 25)
        let fates = Set(server.log.map { $0[2] })
        for fate in ["500", "429", "409", "hang", "drop", "deaf", "ok"] {
            #expect(fates.contains(fate))
        }
    }

    @Test func `killed between sending and noting it, the same key is sent again`() async throws {
        let store = try Store.withDeals(1)
        let message = try #require(try store.dueMessages(1, at: at(100)).first)
        let webhook = Webhook(
            url: try #require(URL(string: server.url + "/deals")), news: nil,
            secret: BusinessServer.secret)
        // Delivered, and the process ends before it is written down.
        #expect(await webhook.submit(message, at: at(100)) == .delivered(nil))
        var office = try office(store)
        try await run(&office, store, 200...200)
        #expect(server.log.map { $0[0] } == [message.id, message.id])
        #expect(server.taken == [message.id])
        #expect(try store.dueMessages(9, at: .never) == [])
    }

    @Test(arguments: [
        ("400", "answers 400: no such deal"), ("404", "answers 404: no such deal"),
        ("moved", "answers 302"),
    ])
    func `what will never be taken is parked with the reason`(mode: String, why: String)
        async throws
    {
        let store = try Store.withDeals(1)
        var office = try office(store)
        try server.become(mode)
        try await run(&office, store, 100...200)
        #expect(server.log.count == 1, "it is not tried again, nor sent elsewhere")
        let parked = try #require(try store.report().cases?.parked.first)
        #expect(parked.why.contains(why), "\(parked.why)")
        try server.become("ok")
        try store.tryAgain(parkedToo: true)
        try await run(&office, store, 201...201)
        #expect(server.taken.count == 1)
    }

    @Test func `a wrong secret is noticed by the other side`() async throws {
        let store = try Store.withDeals(1)
        var office = try office(store, secret: "another secret altogether")
        try await run(&office, store, 100...100)
        #expect(server.log.map { $0[1] } == ["False"] && server.taken == [])
        #expect(office.parked == 1)
    }

    @Test func `it waits as long as it is asked to`() async throws {
        let store = try Store.withDeals(1)
        var office = try office(store)
        try server.become("429")
        try await run(&office, store, 100...106)
        #expect(server.log.count == 1)
        try await run(&office, store, 107...107)
        #expect(server.log.count == 2)
    }

    @Test func `news are got from where the last ended, also after a new beginning`() async throws {
        let store = try Store.withDeals(9)
        var first = try office(store, news: true)
        _ = try await first.fetch(at: at(100)) { try store.take($0, at: at(100)) }
        #expect(try store.newsCursor() == "7")
        #expect(try store.report().cases?.open == 2)
        let refused = try #require(try store.report().cases?.refused.map(\.why))
        #expect(
            refused == [
                "item 3 cannot be read: case is \"a few\"; a case's number is expected"
            ], "what cannot be read is not lost")
        #expect(server.log.allSatisfy { $0[0] == "GET" && $0[1] == "True" })
        let asked = server.log.count
        // Before its time nothing is asked.
        _ = try await first.fetch(at: at(101)) { try store.take($0, at: at(101)) }
        #expect(server.log.count == asked)
        var second = try office(store, news: true)
        _ = try await second.fetch(at: at(200)) { try store.take($0, at: at(200)) }
        #expect(server.log.last?[2] == "/news?after=7")
        try server.become("down")
        _ = try await second.fetch(at: at(300)) { try store.take($0, at: at(300)) }
        #expect(second.trouble?.why.hasSuffix("/news answers 503") == true)
    }
}
