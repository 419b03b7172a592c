import DialModel
import Testing

@testable import DialConfig

/// Lists whose leads have several numbers, are of segments by conditions, or come as JSON Lines.
@Suite struct LeadRatingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func campaign(_ leads: String, segments: String = "") throws -> CampaignFile {
        let text = "name: a\nmode: predictive\nleads: {file: leads.csv, \(leads)}\n\(segments)"
        return try CampaignFile(bytes: Array(text.utf8), path: "\(folder.path)/a.yaml")
    }

    private func read(
        _ rows: String, as name: String = "leads.csv", _ plan: LeadFilePlan, batch: Int = 7
    ) throws -> (leads: [Lead], file: LeadFile) {
        var plan = plan
        plan.path = folder.file(name, Array(rows.utf8))
        let file = try LeadFile(plan)
        var leads: [Lead] = []
        while let found = try file.next(batch) { leads += found.leads }
        return (leads, file)
    }

    private func fault(_ read: () throws -> Void) -> String? {
        do { try read() } catch { return "\(error)" }
        return nil
    }

    @Test func `a lead is of the first segment whose condition holds, else of its column's`() throws
    {
        let campaign = try campaign(
            "worth: amount * chance",
            segments: """
                segments:
                  large: {where: tier = large or amount > 50_000}
                  plain: {}
                  small: {where: amount < 100}
                """)
        let found = try read(
            """
            phone,tier,Amount,chance,segment
            +15550100,LARGE,5,0.5,plain
            +15550101,,60000,,plain
            +15550102,,5,2,plain
            +15550103,,500,x,plain
            +15550104,,,1,
            """, campaign.leads!)
        #expect(found.leads.map(\.segment) == ["large", "large", "small", "plain", ""])
        #expect(found.leads.map(\.isSegmentRuled) == [true, true, true, false, false])
        #expect(found.leads.map(\.worth) == [2.5, nil, 10, nil, nil])
    }

    @Test func `what is wrong with an expression is told with its line in the campaign`() throws {
        #expect(
            fault { _ = try campaign("number: a,\n  worth: amount *") }?.hasSuffix(
                "a.yaml:4: worth: at character 9, the end is found; a column, a number or a text is "
                    + "expected") == true)
        let segments = "segments:\n  large:\n    where: amount >> 5"
        #expect(
            fault { _ = try campaign("number: a", segments: segments) }?.hasSuffix(
                "a.yaml:6: where: at character 8, \">>\" is no sign; known: = != < <= > >=") == true
        )
        let unknown = try campaign("number: phone", segments: "segments: {l: {where: amout > 5}}")
        #expect(
            fault { _ = try read("phone,amount\n", unknown.leads!) }?.hasSuffix(
                "a.yaml:4: where, of l: at character 1, there is no column \"amout\"; did you mean "
                    + "amount?") == true)
    }

    @Test func `what an expression says is part of how a file is read`() throws {
        let plain = try read("phone,amount\n+15550100,5\n", campaign("number: phone").leads!)
        let rated = try read(
            "phone,amount\n+15550100,5\n", campaign("number: phone, worth: amount").leads!)
        #expect(
            plain.file.state.split(separator: ",")[1...]
                != rated.file.state.split(separator: ",")[1...])
    }

    // MARK: Several numbers

    @Test func `columns of numbers are tried in the order of the campaign`() throws {
        let campaign = try campaign("phones: [Mobile, work, home]")
        let found = try read(
            """
            home,mobile,work,age
            +15550100,+15550101,+15550102,7
            +15550103,,n/a,8
            ,+15550104,+15550104,9
            n/a,,12,10
            ,,,11
            """, campaign.leads!)
        #expect(found.leads.map(\.number.digits) == [15_550_101, 15_550_103, 15_550_104])
        #expect(found.leads[0].numbers.map(\.kind) == ["mobile", "work", "home"])
        #expect(
            found.leads[0].numbers.map(\.number.digits) == [15_550_101, 15_550_102, 15_550_100])
        #expect(found.leads[1].numbers.isEmpty && found.leads[2].numbers.isEmpty)
        #expect(found.leads[0].fields == [Lead.Field(name: "age", value: "7")])
        #expect(
            found.file.rejections.map(\.text) == [
                "work \"12\" is no dialable number, home \"n/a\" is no dialable number",
                "the row has no number",
            ])
        #expect(found.file.leftOut == ["no number": 1])
        #expect(
            found.file.leftOutFirst.map(\.text) == [
                "work \"n/a\" is no dialable number; it is left out"
            ])
    }

    @Test func `phones are columns, each once, in place of a number`() throws {
        #expect(
            fault { _ = try campaign("phones: [a, A]") }?.contains(
                "the column \"a\" is given twice")
                == true)
        #expect(
            fault { _ = try campaign("phones: [a], number: b") }?.contains(
                "number and phones are given; only one is allowed") == true)
        #expect(
            fault { _ = try read("mobile,hom\n", campaign("phones: [mobile, home]").leads!) }?
                .contains("there is no column \"home\"; did you mean hom?") == true)
    }

    @Test func `which number is next is read by outcome`() throws {
        let file = try campaign(
            "phones: [a]",
            segments: "connect: {numbers: {after: {busy: next, wrong: drop}}}\n"
                + "dispositions: {connected: [wrong]}")
        #expect(file.plan.numbers[.notConnected(.busy)] == .next)
        #expect(file.plan.numbers[.connected(.custom(0))] == .drop)
        #expect(file.plan.numbers[.notConnected(.noAnswer)] == .next)
        #expect(file.plan.numbers[.notConnected(.vacantNumber)] == .drop)
        #expect(file.plan.numbers[.connected(.refused)] == .same)
        #expect(
            fault { _ = try campaign("phones: [a]", segments: "connect: {number: 1}") }?.contains(
                "unknown key \"number\"; did you mean numbers?") == true)
    }

    // MARK: JSON Lines

    @Test func `JSON Lines give the same leads as the same list in CSV`() throws {
        let campaign = try campaign("phones: [phone, work], worth: amount")
        let csv = try read(
            "phone,work,name,zone,amount,note,ok\r\n"
                + "+15550100,,\"Lee, \"\"Red\"\"\",America/Chicago,12.5,\"a\nb\",true\n"
                + "+15550101,+15550102,Ágnes 😀,,,\"\\\",false\n", campaign.leads!)
        let json = try read(
            #"""
            {"phone":"+15550100","work":null,"name":"Lee, \"Red\"","zone":"America\/Chicago","amount":12.5,"note":"a\nb","ok":true}

             { "name" : "\u00c1gnes \ud83d\ude00" , "ok":false, "phone" : 15550101 , "work":"+15550102", "note": "\\"}
            """#, as: "leads.jsonl", campaign.leads!)
        #expect(json.leads == csv.leads)
        #expect(json.leads.count == 2)
        let unnamed = try read(
            "\u{feff}{\"phone\":\"+15550100\",\"work\":\"\",\"amount\":1}", as: "list",
            campaign.leads!)
        #expect(unnamed.leads.map(\.worth) == [1])
    }

    @Test(arguments: [
        (
            #"{"phone":"+15550100","a":[1]}"#,
            "a is a list; a text, a number, true, false or null is allowed"
        ),
        (
            #"{"phone":"+15550100","a":{}}"#,
            "a is an object; a text, a number, true, false or null is allowed"
        ),
        (#"{"phone":"+15550100","phone":1}"#, "the key \"phone\" is given twice"),
        (#"{"phone":"+15550100"} x"#, "text follows the JSON object"),
        (#"{"phone":"+15550100""#, "the row is no valid JSON; it ends early"),
        (
            #"{"phone" "+15550100"}"#,
            "the row is no valid JSON; : after a key is expected at byte 10"
        ),
        (#"{"phone":nil}"#, "the row is no valid JSON; a value is expected at byte 10"),
        (#"{"phone":01a}"#, "the row is no valid JSON; a value is expected at byte 10"),
        (#"{"phone":"\ud800"}"#, "half a character is written with \\u"),
        (#"{"phone":"\x"}"#, "the row is no valid JSON; \\ has no such meaning"),
        (#"{"phone":"x}"#, "a quotation mark is not closed"),
        (#"["phone"]"#, "the row is no JSON object"),
        (#"{"":1}"#, "a key is empty or not valid UTF-8"),
        (#"{"note":"x"}"#, "the row has no number"), ("{}", "the row has no number"),
        (#"{"phone":"12"}"#, "\"12\" is no dialable number"),
    ])
    func `a line that is no lead is rejected with its reason`(line: String, reason: String) throws {
        let good = #"{"phone":"+15550199"}"#
        let found = try read("\(good)\n\(line)\n\(good)\n", as: "a.jsonl", LeadFilePlan(path: ""))
        #expect(found.leads.count == 2)
        #expect(found.file.rejections.map(\.text) == [reason])
        #expect(found.file.rejections.map(\.line) == [2])
        #expect(found.file.rejectedPath?.hasSuffix("/a.rejected.jsonl") == true)
        let kept = folder.text("a.rejected.jsonl") ?? ""
        #expect(kept.hasPrefix("{\"line\":2,\"reason\":\""))
        #expect(kept.hasSuffix("}\n"))
    }

    @Test func `rejected lines can be mended and read again`() throws {
        let found = try read(
            #"""
            {"phone":"+15550100","note":"a \"b\""}
            {"phone":"1","note":"a \"b\"","late":5}
            {"phone":"x", "more":[]}

            """#, as: "a.jsonl", LeadFilePlan(path: ""), batch: 1)
        #expect(found.file.rejected == 2)
        let kept = folder.text("a.rejected.jsonl") ?? ""
        #expect(
            kept == #"""
                {"line":2,"reason":"\"1\" is no dialable number","phone":"1","note":"a \"b\"","late":5}
                {"line":3,"reason":"more is a list; a text, a number, true, false or null is allowed","text":"{\"phone\":\"x\", \"more\":[]}"}

                """#)
        let mended = kept.replacing("\"phone\":\"1\"", with: "\"phone\":\"+15550101\"")
        let again = try read(mended, as: "b.jsonl", LeadFilePlan(path: ""))
        #expect(again.leads.map(\.number.digits) == [15_550_101])
        #expect(again.leads[0].fields.map(\.name).prefix(2) == ["note", "late"])
        #expect(
            folder.text("b.rejected.jsonl")?.hasPrefix(
                #"{"line":2,"reason":"the row has no number","text":"#) == true)
    }

    @Test func `keys that come late are columns from then on`() throws {
        let note = String(repeating: "x", count: 1_000)
        var text = ""
        for place in 0..<1_000 {
            text += "{\"phone\":\"+1555\(1_000 + place)\",\"note\":\"\(note)\"}\n"
        }
        text += "{\"phone\":\"+15559999\",\"zone\":\"Europe/Budapest\",\"late\":1}\n"
        text += "{\"phone\":\"+15559998\"}\n"
        let found = try read(text, as: "a.jsonl", LeadFilePlan(path: ""))
        #expect(found.leads.count == 1_002)
        #expect(found.leads[0].fields.map(\.name) == ["note"])
        #expect(found.leads[1_000].timeZone == "Europe/Budapest")
        #expect(found.leads[1_000].fields.map(\.value) == ["", "1"])
        #expect(found.leads[1_001].timeZone.isEmpty)
    }

    @Test func `a line that is too long is passed over`() throws {
        let long = "{\"phone\":\"\(String(repeating: "x", count: 600_000))\"}\n"
        let good = "{\"phone\":\"+15550100\"}\n"
        let found = try read(good + long + good + long, as: "a.jsonl", LeadFilePlan(path: ""))
        #expect(found.leads.count == 2)
        #expect(found.file.rejections.map(\.line) == [2, 4])
        #expect(
            found.file.rejections.map(\.text).allSatisfy {
                $0 == "the row is longer than 262144 bytes"
            })
    }

    @Test func `bytes of any kind as JSON Lines end in leads or reasons`() throws {
        var draws = Draws(seed: 3, stream: "json")
        let pieces = [
            "{", "}", "\"phone\"", ":", ",", "\"+15550100\"", "\\", "\"", "\\u00e9", "\n", "null",
            "1",
            "[", "]", "\u{0}", "é", " ", "\"a\":1",
        ]
        for _ in 0..<300 {
            var text = "{\"phone\":1}\n"
            for _ in 0..<Int(draws.uniform() * 40) {
                text += pieces[Int(draws.uniform() * Double(pieces.count))]
            }
            let lines = text.split(separator: "\n").count { !$0.allSatisfy { $0 == " " } }
            let found = try? read(text, as: "a.jsonl", LeadFilePlan(path: ""))
            if let found { #expect(found.file.accepted + found.file.rejected == lines) }
        }
    }

    @Test func `check counts leads and numbers left out of either format`() throws {
        let path = folder.file("a.ndjson", Array("{\"phone\":\"+15550100\"}\n{}\n".utf8))
        #expect(checkFile(path).summary == "1 lead, 1 row rejected")
        _ = folder.file("leads.csv", Array("a,b\n+15550100,x\n".utf8))
        let campaign = folder.file(
            "a.yaml",
            Array("name: a\nmode: predictive\nleads: {file: leads.csv, phones: [a, b]}\n".utf8))
        let result = checkFile(campaign)
        #expect(result.summary?.hasSuffix(", 1 lead, 1 number left out") == true)
        #expect(result.rejections.map(\.text) == ["b \"x\" is no dialable number; it is left out"])
    }
}
