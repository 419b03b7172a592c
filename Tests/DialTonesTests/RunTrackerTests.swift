import Testing

@testable import DialTones

@Suite struct RunTrackerTests {
    @Test func `of two runs that end together neither is lost`() throws {
        // Between 950 and 1100 Hz, and within 80 Hz of both.
        let spec = ToneSpec(
            [ToneSegment(.tones([Tone(1_025, levelDecibels: -10)]), for: .milliseconds(300))],
            repeats: false)
        let samples = try played(spec) + [Int16](repeating: 0, count: 800)
        var cutter = FrameCutter()
        var runs = RunTracker()
        var ended: [Int] = []
        var place = 0
        while cutter.cuts(samples.span, from: &place) {
            guard let run = runs.hear(cutter.frame) else { continue }
            #expect(abs(run.run.hertz - 1_025) < 1 && abs(run.run.length - 2_400) <= 80)
            ended.append(run.place)
        }
        #expect(ended == [0, 3])
    }
}
