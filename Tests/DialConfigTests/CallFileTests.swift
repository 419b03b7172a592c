import DialModel
import Testing

@testable import DialConfig

@Suite struct CallFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(
        _ text: String, columns: [String: String] = [:]
    ) throws -> [CallRecord] {
        try CallFile.read(folder.file("calls.csv", text.utf8), columns: columns)
    }

    private func fault(_ text: String, columns: [String: String] = [:]) throws -> String {
        let path = folder.file("calls.csv", text.utf8)
        do {
            _ = try CallFile.read(path, columns: columns)
            return ""
        } catch {
            return "\(error)".replacing(path, with: "calls.csv")
        }
    }

    @Test func `times are seconds or ISO, columns go by several names`() throws {
        let calls = try read(
            """
            Start;Ring;Answer;Agent At;End;Result;User;ACW
            2026-01-05T09:00:00Z;;;;2026-01-05T09:00:22Z;No Answer;;
            32410;32411.5;32420;32421;32481;Sale;Ann;12.5
            """)
        #expect(calls.count == 2)
        #expect(calls[0].outcome == .notConnected(.noAnswer))
        #expect(calls[1].outcome == .connected(.deal))
        #expect(calls[1].started - calls[0].started == .seconds(10))
        #expect(calls[1].connected.map { calls[1].ended! - $0 } == .seconds(60))
        #expect(calls[1].agent == AgentID(1))
        #expect(calls[1].wrapUp == .milliseconds(12_500))
    }

    @Test func `a talk tells when it began or ended`() throws {
        let calls = try read(
            """
            started,answered,ended,talk,outcome
            0,10,70,50,refused
            0,10,,50,refused
            """)
        #expect(calls[0].connected == calls[0].started + .seconds(20))
        #expect(calls[1].ended == calls[1].started + .seconds(60))
    }

    @Test func `every problem is named with its line`() throws {
        let text = try fault(
            """
            started,ended,outcome
            yesterday,20,busy
            30,20,busy
            0,20,bussy
            0,,busy
            """)
        #expect(
            text == """
                calls.csv:2: started is "yesterday"; a time such as 2026-01-05T09:00:00Z, or \
                seconds, is expected
                calls.csv:3: ended is 10 s before started
                calls.csv:4: outcome is "bussy"; did you mean busy?
                calls.csv:5: ended is empty, and there is no talk to tell it by
                """)
    }

    @Test func `missing columns, rows and files are told`() throws {
        #expect(try fault("a,b\n1,2\n").contains("no column is called started or the like"))
        #expect(try fault("").contains("the file is empty"))
        #expect(try fault("started,outcome,ended\n").contains("there is no call in the file"))
        #expect(
            try fault("started,outcome\n", columns: ["started": "begin"])
                .contains("there is no column \"begin\""))
        #expect(
            try fault("started,outcome\n", columns: ["begun": "started"])
                .contains("\"begun\" is no column"))
    }

    @Test func `a column can be named`() throws {
        let calls = try read(
            "Begin,Code,Stop\n5,busy,7\n",
            columns: ["started": "Begin", "outcome": "Code", "ended": "Stop"])
        #expect(calls.first?.outcome == .notConnected(.busy))
    }
}
