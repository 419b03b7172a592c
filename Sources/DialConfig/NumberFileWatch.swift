import DialModel
import DialPorts
import Foundation

/// Follows the files of numbers that are not to be called: tells what is new in them since they were
/// read.
///
///     var watch = NumberFileWatch(file, numbers: plans)
///     // every few seconds, away from whatever must not wait:
///     if let news = watch.look() { … }
///
/// A file is read again when it has been the same at two looks, so that one that is just being written
/// is left alone. One that has gone, or cannot be read, changes nothing.
public struct NumberFileWatch: Sendable {
    /// What has become of the files.
    public struct News: Sendable {
        /// All numbers of all files; nil: none has changed.
        public var numbers: NumberSet?
        /// The files that have changed, and by how much.
        public var text = ""
        /// What is wrong with a file; said once.
        public var complaints: [String] = []
    }

    private struct File {
        let path: String
        /// As it was when it was read.
        var read: String
        /// As it was at the last look; nil: it was not there.
        var seen: String?
        /// What has been complained of; empty: nothing.
        var complaint = ""
        /// Its own numbers, once it has been read here.
        var numbers: NumberSet?
    }

    private var files: [File]
    private var inForce: NumberSet
    private let reader: NumberReader

    /// - Parameters:
    ///   - file: has read the lists already.
    ///   - numbers: reads numbers as it has.
    public init(_ file: CampaignFile, numbers: (any NumberPlans)?) {
        reader = NumberReader(file.leads ?? LeadFilePlan(path: ""), numbers)
        inForce = file.plan.calling.doNotCall
        files = file.doNotCall.map { File(path: $0.path, read: $0.mark, seen: $0.mark) }
    }

    /// Whether there is anything to follow.
    public var isEmpty: Bool { files.isEmpty }

    /// Looks at the files, and reads those that have changed.
    ///
    /// - Returns: nil: nothing is new.
    /// - Complexity: some microseconds a file; where one has changed, the time it takes to read it (some
    ///   three million rows a second), and memory for all numbers twice.
    public mutating func look() -> News? {
        var news = News()
        var changed: [Int] = []
        for place in files.indices {
            guard let mark = InputFile.mark(of: files[place].path) else {
                complain(at: place, InputFile.sentence(errno), &news)
                files[place].seen = nil
                continue
            }
            let isStable = mark == files[place].seen
            files[place].seen = mark
            if mark == files[place].read {
                files[place].complaint = ""
            } else if isStable, read(place, &news) {
                changed.append(place)
            }
        }
        if !changed.isEmpty { compare(changed, &news) }
        return news.numbers == nil && news.complaints.isEmpty ? nil : news
    }

    private mutating func complain(at place: Int, _ text: String, _ news: inout News) {
        if files[place].complaint == text { return }
        files[place].complaint = text
        news.complaints.append(
            "\(files[place].path): \(text); the numbers that were read before stay in force")
    }

    /// - Returns: whether it could be read.
    private mutating func read(_ place: Int, _ news: inout News) -> Bool {
        var reading = NumberFiles(reader)
        do throws(ConfigErrors) {
            try reading.read(files[place].path)
        } catch {
            complain(at: place, error.problems.first?.text ?? "it cannot be read", &news)
            return false
        }
        files[place].numbers = reading.take()
        let report = reading.reports[0]
        files[place].read = report.mark
        files[place].complaint = ""
        if report.rejected > 0 {
            news.complaints.append(
                "\(counted(report.rejected, "row", "rows")) of \(report.path) "
                    + "\(report.rejected == 1 ? "is" : "are") no number and left out")
        }
        return true
    }

    /// Puts the files' numbers together, and says how they differ from before.
    private mutating func compare(_ changed: [Int], _ news: inout News) {
        // The others' own numbers have to be known once there are several files.
        for place in files.indices where files[place].numbers == nil {
            _ = read(place, &news)
        }
        var sets = files.compactMap(\.numbers)
        // Where one cannot be read, nothing is taken off the lists: it may have been its.
        if sets.count < files.count { sets.append(inForce) }
        let numbers = NumberSet(all: sets)
        let (added, removed) = (numbers.more(than: inForce), inForce.more(than: numbers))
        inForce = numbers
        if files.count == 1 { files[0].numbers = nil }
        if added == 0, removed == 0 { return }
        news.numbers = numbers
        let names = changed.map { files[$0].path.split(separator: "/").last ?? "" }
        news.text =
            "\(names.joined(separator: ", ")), \(grouped(added)) added, \(grouped(removed)) removed"
    }
}
