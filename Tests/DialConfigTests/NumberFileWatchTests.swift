import DialModel
import Foundation
import Testing

@testable import DialConfig

/// Files of numbers that are not to be called, followed while a campaign runs.
@Suite struct NumberFileWatchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ text: String) {
        try? Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }

    private func campaign(_ files: String) throws -> CampaignFile {
        try CampaignFile(
            bytes: Array(
                "name: a\nmode: predictive\nprotection: {doNotCall: [\(files)]}\n".utf8),
            path: "\(folder.path)/c.yaml")
    }

    private func numbers(_ news: NumberFileWatch.News?) -> [Bool]? {
        guard let set = news?.numbers else { return nil }
        return (1...4).map { set.contains(PhoneNumber(digits: 12_025_550_100 + UInt64($0))) }
    }

    @Test func `a file is read again when it has changed and stays so`() throws {
        write("a.csv", "+12025550101\n")
        var watch = NumberFileWatch(try campaign("a.csv"), numbers: nil)
        #expect(watch.look() == nil && watch.look() == nil)
        write("a.csv", "+12025550101\n+12025550102\n")
        #expect(watch.look() == nil, "it may still be growing")
        let news = watch.look()
        #expect(numbers(news) == [true, true, false, false])
        #expect(news?.text == "a.csv, 1 added, 0 removed")
        #expect(watch.look() == nil)
        write("a.csv", "+12025550103\nnonsense\n")
        _ = watch.look()
        let less = watch.look()
        #expect(numbers(less) == [false, false, true, false])
        #expect(less?.text == "a.csv, 1 added, 2 removed")
        #expect(less?.complaints.count == 1)
    }

    @Test func `a number that another file has stays, and a file that is gone keeps its own`()
        throws
    {
        write("a.csv", "+12025550101\n+12025550102\n")
        write("b.csv", "+12025550102\n+12025550103\n")
        var watch = NumberFileWatch(try campaign("a.csv, b.csv"), numbers: nil)
        write("a.csv", "+12025550104\n")
        _ = watch.look()
        #expect(numbers(watch.look()) == [false, true, true, true])
        try FileManager.default.removeItem(atPath: "\(folder.path)/b.csv")
        let news = watch.look()
        #expect(news?.numbers == nil && news?.complaints.count == 1)
        #expect(watch.look() == nil, "it is said once")
        write("a.csv", "+12025550101\n")
        _ = watch.look()
        #expect(numbers(watch.look()) == [true, true, true, false])
        write("b.csv", "")
        _ = watch.look()
        #expect(numbers(watch.look()) == [true, false, false, false])
    }

    @Test func `where one file cannot be told from the others nothing is taken off`() throws {
        write("a.csv", "+12025550101\n")
        write("b.csv", "+12025550102\n")
        var watch = NumberFileWatch(try campaign("a.csv, b.csv"), numbers: nil)
        try FileManager.default.removeItem(atPath: "\(folder.path)/b.csv")
        write("a.csv", "+12025550103\n")
        _ = watch.look()
        #expect(numbers(watch.look()) == [true, true, true, false])
    }
}

extension NumberFileWatch.News: Equatable {
    public static func == (a: Self, b: Self) -> Bool {
        a.numbers == b.numbers && a.text == b.text && a.complaints == b.complaints
    }
}
