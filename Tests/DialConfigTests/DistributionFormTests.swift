import DialMath
import DialModel
import Testing

@testable import DialConfig

@Suite struct DistributionFormTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func talk(_ text: String) throws -> Distribution {
        let text = "name: a\nmode: preview\nagents: {talk: \(text)}\n"
        return try CampaignFile(bytes: Array(text.utf8), path: "\(folder.path)/c.yaml").crew.talk
    }

    @Test(arguments: [
        ("{gamma: {mean: 10s, cv: 0.5}}", Distribution.gamma(mean: 10, cv: 0.5)),
        ("{erlang: {mean: 10s, stages: 4}}", .gamma(mean: 10, cv: 0.5)),
        (
            "{mixture: [{share: 70%, exponential: 5s}, {constant: 60s}]}",
            .mixture([
                Distribution.Part(weight: 0.7, .exponential(mean: 5)),
                Distribution.Part(weight: 1 - 0.7, .constant(60)),
            ])
        ),
        (
            "{mixture: [{share: 100%, value: 60s}]}",
            .mixture([Distribution.Part(weight: 1, .constant(60))])
        ),
        ("{empirical: [4s, 9s, 6s]}", .empirical(Empirical(sample: [4, 9, 6]))),
    ])
    func `a time that varies is a distribution`(text: String, time: Distribution) throws {
        #expect(try talk(text) == time)
    }

    @Test(arguments: ["lognormal", "gamma", "weibull"])
    func `two percentiles are met`(name: String) throws {
        let time = try talk("{\(name): {p50: 8s, p95: 20s}}")
        #expect(abs(time.quantile(0.5) - 8) < 1e-6)
        #expect(abs(time.quantile(0.95) - 20) < 1e-6)
        let other = try talk("{\(name): {p99.5: 60s, p10: 30s}}")
        #expect(abs(other.quantile(0.1) - 30) < 1e-5)
        #expect(abs(other.quantile(0.995) - 60) < 1e-5)
    }

    @Test(arguments: [0.1, 0.5, 1, 3])
    func `a Weibull distribution may be given by its spread`(cv: Double) throws {
        let time = try talk("{weibull: {mean: 10s, cv: \(cv)}}")
        #expect(abs(time.mean - 10) < 1e-9)
        #expect(abs(time.cv - cv) < 1e-6)
    }

    @Test(arguments: [
        ("1\n2.5\n4\n", "t.csv"), ("talk\n1\n2.5\n4\n", "t.csv"),
        ("name,talk\na,1\nb,2.5\nc,4\n", "{file: t.csv, column: Talk}"),
    ])
    func `measured times are read from a column beside the file`(
        text: String, file: String
    ) throws {
        _ = folder.file("t.csv", Array(text.utf8))
        #expect(try talk("{empirical: \(file)}") == .empirical(Empirical(sample: [1, 2.5, 4])))
    }

    @Test(arguments: [
        ("{gamma: {mean: 5s, cv: -1}}", "cv is -1; at least 0 is required"),
        ("{weibull: {mean: 5s, cv: 0}}", "cv is 0; at least 0.02 is required"),
        ("{weibull: {mean: 5s}}", "cv is missing"),
        ("{gamma: {mean: 5s}}", "cv is missing"),
        ("{erlang: {mean: 5s, stages: 0}}", "stages is 0; at least 1 is required"),
        ("{erlang: {mean: 5s, stages: 2.5}}", "stages is \"2.5\"; a whole number is expected"),
        ("{lognormal: {p50: 8s, p95: 5s}}", "p95 is 5 s; more than p50 of 8 s is required"),
        (
            "{lognormal: {p50: 8s}}",
            "lognormal has 1 percentile; exactly 2 such as p50 and p95 are expected"
        ),
        (
            "{lognormal: {p50: 8s, cv: 1}}",
            "lognormal is given by percentiles, so \"cv\" has no place; two such as p50 and p95 are "
                + "expected"
        ),
        (
            "{lognormal: {p50: 1s, p95: 9h}}",
            "p50 and p95 lie too far apart or too near for lognormal; their ratio is 32400"
        ),
        ("{mixture: []}", "mixture has 0 parts; at least 1 is required"),
        (
            "{mixture: [{exponential: 5s}, {constant: 60s}]}",
            "a part of the mixture has no share; only the last may"
        ),
        (
            "{mixture: [{share: 70%, exponential: 5s}, {share: 20%, constant: 60s}]}",
            "the shares of the mixture sum to 90 %; 100 % is needed"
        ),
        (
            "{mixture: [{share: 70%}]}",
            "an item of mixture has nothing but share; add what holds there"
        ),
        ("{mixture: [5s]}", "an item of mixture is {share: …, …}, not a word or a list"),
        ("{empirical: []}", "empirical has 0 times; at least 1 is required"),
        ("{empirical: [4]}", "empirical is 4 without a unit; add ms, s, m, h or d"),
        (
            "{gama: {mean: 5s, cv: 1}}",
            "talk has the unknown distribution \"gama\"; did you mean gamma?"
        ),
    ])
    func `a wrong distribution is named, and what is allowed`(text: String, sentence: String) {
        #expect(problems(.preview, "agents: {talk: \(text)}") == ["c.yaml:3: \(sentence)"])
    }

    @Test(arguments: [
        ("1\nx\n", "t.csv", "t.csv:2: \"x\" is no time; seconds such as 12 or 12.5 are expected"),
        ("1\n-2\n", "t.csv", "t.csv:2: the time is -2 s; 0 s to 36525 d is allowed"),
        ("talk\n", "t.csv", "t.csv: there is no time in the file"),
        (
            "talk\n1\n", "{file: t.csv, column: tlak}",
            "t.csv:1: there is no column \"tlak\"; did you mean talk?"
        ),
        ("1\n", "u.csv", "u.csv: there is no such file"),
    ])
    func `what is wrong with measured times is told with their file and line`(
        text: String, file: String, sentence: String
    ) throws {
        _ = folder.file("t.csv", Array(text.utf8))
        do {
            _ = try talk("{empirical: \(file)}")
            Issue.record("it was read")
        } catch let errors as ConfigErrors {
            #expect(errors.description.hasSuffix(".yaml:3: \(folder.path)/\(sentence)"))
        }
    }
}
