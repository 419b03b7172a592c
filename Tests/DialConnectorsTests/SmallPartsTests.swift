import DialMath
import DialModel
import DialPorts
import DialRuntime
import DialWorld
import Testing

@testable import DialConnectors

@Suite struct SmallPartsTests {
    /// > Source: computed with Python 3.11, `hmac.new(b"key", b"1767603600.The quick …", "sha256")`.
    @Test func `a signature is HMAC-SHA256 over time and body`() {
        let body = "The quick brown fox jumps over the lazy dog"
        #expect(
            Signature(secret: "key").value(for: body, at: 1_767_603_600)
                == "t=1767603600,v1=8128a4df485b931ebbf071b6866e93112e44f224782c9dbb48502100a1f7fe6c"
        )
    }

    @Test func `waits grow to their bound, differ by message, and heed what is asked`() {
        let schedule = ResendSchedule(seed: 1)
        for failures in 1...80 {
            let most = min(900, 2 * Double(UInt64(1) << UInt64(min(failures - 1, 40))))
            for key in 0..<20 as Range<UInt64> {
                let wait = schedule.wait(after: failures, of: key).seconds
                #expect(wait <= most && wait >= most / 2)
            }
        }
        #expect(Set((0..<20).map { schedule.wait(after: 5, of: $0) }).count == 20)
        #expect(schedule.wait(after: 5, of: 1) == ResendSchedule(seed: 1).wait(after: 5, of: 1))
        #expect(schedule.wait(after: 1, of: 1, asked: .hours(2)) == .hours(2))
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a\r\n\r\n\"b\"\"c\"\r\n", [["a"], ["b\"c"]]),
        ("\"x\ny\",z", [["x\ny", "z"]]), (",\n", [["", ""]]), ("", []),
    ])
    func `comma-separated values are read as they are written`(text: String, cells: [[String]]) {
        let rows = CSVText.rows(text)
        #expect(rows.map(\.cells) == cells && rows.allSatisfy { $0.fault == nil })
        let again = CSVText.rows(cells.map { CSVText.record($0) + "\n" }.joined())
        #expect(again.map(\.cells) == cells)
    }

    @Test(arguments: [
        ("2026-01-05T09:00:00Z", 1_767_603_600_000),
        ("2026-01-05T10:00:00.250+01:00", 1_767_603_600_250),
        ("2026-01-05", nil), ("2026-01-05T09:00:00", nil), ("soon", nil),
    ])
    func `instants are read with their offset`(text: String, milliseconds: Int64?) {
        #expect(
            instant(text) == milliseconds.map { Instant(nanoseconds: $0 * 1_000_000) })
    }

    @Test func `a simulated business answers by number and message, whatever it is told between`()
        async throws
    {
        var plan = BusinessPlan()
        (plan.sold, plan.cancelled, plan.revisit) = (0.4, 0.2, 0.3)
        let model = BusinessModel(plan: plan, seed: 9)
        let answers = (0..<2_000 as Range<UInt64>).map {
            model.answer(number: 36_100_000 + $0, ordinal: 1, told: at(0))
        }
        let counts = [CaseState.sold, .cancelled, .scheduled].map { state in
            answers.count { $0?.state == state }
        }
        // Within four standard deviations of their shares.
        for (count, share) in zip(counts, [0.4, 0.2, 0.3]) {
            let deviation = (2_000 * share * (1 - share)).squareRoot()
            #expect(abs(Double(count) - 2_000 * share) < 4 * deviation, "\(count)")
        }
        #expect(answers.allSatisfy { ($0?.revisit != nil) == ($0?.state == .scheduled) })
        #expect(
            answers.reversed()
                == (0..<2_000).reversed().map {
                    model.answer(number: 36_100_000 + $0, ordinal: 1, told: at(0))
                })
    }
}
