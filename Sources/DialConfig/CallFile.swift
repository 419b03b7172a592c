import DialModel
import Foundation

/// A file of call records, a row a call: a CSV file whose first row names the columns.
///
///     let calls = try CallFile.read("calls.csv")
///
/// | column | what it holds | also called |
/// |---|---|---|
/// | `started` | when dialling began; must be there | at, start, dialed |
/// | `ringing` | when it rang | ring |
/// | `answered` | when it was answered | answer, pickedUp |
/// | `person` | when a person was known to be there | screened |
/// | `connected` | when an agent was on the line | bridged, agentAt |
/// | `ended` | when it was over | end, hangUp, finished |
/// | `outcome` | how it ended, as campaigns name it; must be there | disposition, result, status |
/// | `agent` | who talked: a number or a name | agentId |
/// | `talk`, `wrapUp` | how long, in seconds or with a unit | talkTime; afterCallWork, acw |
/// | `preview` | how long an agent looked at the lead before | previewTime, lookTime |
/// | `lead` | who was called | number, phone, leadId |
///
/// Times are ISO 8601 (UTC unless they have an offset) or seconds: since 1970, or since any midnight
/// when they are few. An empty cell did not happen. What `ended` or `connected` lack, `talk` gives.
public enum CallFile {
    /// Columns by what they hold; the first name is the usual one.
    public static let columns: [(name: String, synonyms: [String])] = [
        ("started", ["at", "start", "dialed", "dialled", "startTime", "callStart"]),
        ("ringing", ["ring", "rang", "ringingAt"]),
        ("answered", ["answer", "answeredAt", "pickedUp", "answerTime"]),
        ("person", ["screened", "personAt"]),
        ("connected", ["bridged", "agentAt", "connectedAt"]),
        ("ended", ["end", "hangUp", "finished", "endTime", "callEnd"]),
        ("outcome", ["disposition", "result", "status"]),
        ("agent", ["agentId", "user"]),
        ("talk", ["talkTime", "talkSeconds"]),
        ("wrapUp", ["afterCallWork", "acw", "wrapUpTime", "wrapUpSeconds"]),
        ("preview", ["previewTime", "previewSeconds", "lookTime"]),
        ("lead", ["number", "phone", "leadId"]),
    ]

    /// Other words for outcomes.
    private static let words: [String: Outcome] = [
        "noreply": .notConnected(.noAnswer), "unanswered": .notConnected(.noAnswer),
        "na": .notConnected(.noAnswer), "voicemail": .notConnected(.machine),
        "answeringmachine": .notConnected(.machine), "am": .notConnected(.machine),
        "invalid": .notConnected(.vacantNumber), "error": .notConnected(.failed),
        "dropped": .connected(.abandoned), "drop": .connected(.abandoned),
        "answered": .connected(.undisposed), "connected": .connected(.undisposed),
        "talked": .connected(.undisposed), "sale": .connected(.deal),
        "callback": .connected(.followUp),
    ]

    /// - Parameter names: the file's own names of columns, by the usual one.
    /// - Throws: what is wrong, each problem with its line; at most 20 of them.
    public static func read(
        _ path: String, columns names: [String: String] = [:]
    ) throws(ConfigErrors) -> [CallRecord] {
        let reader = try CSVReader(InputFile(path))
        let first = reader.lineAhead
        if first.contains(0) {
            throw ConfigErrors(path, "the file is binary; neither a store nor a CSV file")
        }
        let marks = [",", ";", "\t"].map { UInt8(ascii: $0) }
        reader.separator = marks.max { a, b in
            first.count { $0 == a } < first.count { $0 == b }
        }!
        guard case .cells = try reader.next() else {
            throw ConfigErrors(path, "the file is empty; the first line must name the columns")
        }
        let header = reader.cells.map { reader.text($0)?.trimmed ?? "" }
        let places = try places(header, names, path: path, line: reader.line)
        var rows = CallRows(path: path, places: places)
        while rows.problems.count < 20 {
            switch try reader.next() {
            case .end:
                if !rows.problems.isEmpty { throw ConfigErrors(rows.problems) }
                if rows.calls.isEmpty {
                    throw ConfigErrors(path, "there is no call in the file, only the header")
                }
                return rows.calls.enumerated().sorted {
                    ($0.element.started, $0.offset) < ($1.element.started, $1.offset)
                }.map(\.element)
            case .broken(let why): rows.complain(reader.line, why)
            case .cells:
                rows.add(reader.cells.map { reader.text($0)?.trimmed ?? "" }, line: reader.line)
            }
        }
        throw ConfigErrors(rows.problems)
    }

    private static func places(
        _ header: [String], _ names: [String: String], path: String, line: Int
    ) throws(ConfigErrors) -> [String: Int] {
        var places: [String: Int] = [:]
        let plainHeader = header.map(plain)
        for (name, given) in names {
            guard columns.contains(where: { $0.name == name }) else {
                let known = columns.map(\.name)
                throw ConfigErrors(
                    path, "\(quoted(name)) is no column; \(suggestion(for: name, among: known))")
            }
            guard let place = plainHeader.firstIndex(of: plain(given)) else {
                throw ConfigErrors(
                    path, line: line,
                    "there is no column \(quoted(given)); \(suggestion(for: given, among: header))")
            }
            places[name] = place
        }
        for column in columns where places[column.name] == nil {
            for name in [column.name] + column.synonyms {
                if let place = plainHeader.firstIndex(of: plain(name)),
                    !places.values.contains(place)
                {
                    places[column.name] = place
                    break
                }
            }
        }
        for needed in ["started", "outcome"] where places[needed] == nil {
            throw ConfigErrors(
                path, line: line,
                "no column is called \(needed) or the like; the columns are "
                    + "\(header.joined(separator: ", ")); name it with --column \(needed)=NAME")
        }
        return places
    }

    static func outcome(_ text: String) -> Outcome? {
        let names = Dispositions()
        let wanted = plain(text)
        return words[wanted] ?? Outcome.builtIn.first { plain(names.name($0)) == wanted }
    }
}

/// The calls of a file as they are read.
private struct CallRows {
    let path: String
    let places: [String: Int]
    var calls: [CallRecord] = []
    var problems: [ConfigProblem] = []
    private var agents: [String: Int32] = [:]
    private var leads: [String: Int64] = [:]

    init(path: String, places: [String: Int]) {
        self.path = path
        self.places = places
    }

    mutating func complain(_ line: Int, _ text: String) {
        problems.append(ConfigProblem(path: path, line: line, text: text))
    }

    mutating func add(_ cells: [String], line: Int) {
        func cell(_ name: String) -> String {
            places[name].flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
        }
        let before = problems.count
        func instant(_ name: String) -> Instant? {
            let text = cell(name)
            if text.isEmpty { return nil }
            if let number = Units.number(text), number >= 0, number < 7e9 {
                // Seconds of a day, or since 1970.
                let base = number < 1e8 ? Self.midnight : 0
                return Instant(nanoseconds: base + Int64((number * 1e9).rounded()))
            }
            if let instant = writtenInstant(text) { return instant }
            complain(
                line,
                "\(name) is \(quoted(text)); a time such as 2026-01-05T09:00:00Z, or seconds, is "
                    + "expected")
            return nil
        }
        func length(_ name: String) -> Duration? {
            let text = cell(name)
            if text.isEmpty { return nil }
            if let number = Units.number(text), number >= 0 { return Duration(drawn: number) }
            if let time = try? Units.time(text), time >= .zero { return time }
            complain(line, "\(name) is \(quoted(text)); seconds such as 12.5 are expected")
            return nil
        }
        let started = instant("started")
        if cell("started").isEmpty {
            complain(line, "started is empty; every call has a beginning")
        }
        let outcome = CallFile.outcome(cell("outcome"))
        if outcome == nil {
            let names = Outcome.builtIn.map { Dispositions().name($0) }
            complain(
                line,
                "outcome is \(quoted(cell("outcome"))); "
                    + suggestion(for: cell("outcome"), among: names))
        }
        var call = CallRecord(
            attempt: AttemptID(Int64(calls.count + 1)), lead: LeadID(lead(cell("lead"))),
            started: started ?? .epoch)
        call.outcome = outcome
        call.ringing = instant("ringing")
        call.answered = instant("answered")
        call.person = instant("person")
        call.connected = instant("connected")
        call.ended = instant("ended")
        call.wrapUp = length("wrapUp")
        call.preview = length("preview")
        let talk = length("talk")
        if call.ended == nil, let talk, let from = call.connected ?? call.answered {
            call.ended = from + talk
        }
        if call.connected == nil, let talk, talk > .zero, let ended = call.ended {
            call.connected = Instant(nanoseconds: ended.nanoseconds - talk.nanoseconds)
        }
        if !cell("agent").isEmpty { call.agent = AgentID(agent(cell("agent"))) }
        let order = [
            ("started", started), ("ringing", call.ringing), ("answered", call.answered),
            ("person", call.person), ("connected", call.connected), ("ended", call.ended),
        ].compactMap { name, time in time.map { (name, $0) } }
        for (earlier, later) in zip(order, order.dropFirst()) where later.1 < earlier.1 {
            complain(
                line,
                "\(later.0) is \(decimal((earlier.1 - later.1).seconds)) s before \(earlier.0)")
        }
        if problems.count == before, call.ended == nil {
            complain(line, "ended is empty, and there is no talk to tell it by")
        }
        if problems.count == before { calls.append(call) }
    }

    /// 2026-01-05T00:00:00Z.
    private static let midnight: Int64 = 1_767_571_200_000_000_000

    private mutating func agent(_ text: String) -> Int32 {
        if let known = agents[text] { return known }
        agents[text] = Int32(agents.count + 1)
        return Int32(agents.count)
    }

    private mutating func lead(_ text: String) -> Int64 {
        if text.isEmpty { return Int64(calls.count + 1) }
        if let known = leads[text] { return known }
        leads[text] = Int64(leads.count + 1)
        return Int64(leads.count)
    }
}
