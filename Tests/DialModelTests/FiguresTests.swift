import DialModel
import Testing

@Suite struct FiguresTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `counts have commas between thousands`(count: Int, text: String) {
        #expect(grouped(count) == text)
    }

    @Test(arguments: [
        (425, "425"), (913.8, "913.8"), (-0.05, "-0.05"), (100, "100"), (1.004, "1"), (.nan, "–"),
    ])
    func `figures are no longer than they need to be`(value: Double, text: String) {
        #expect(short(value, places: 2) == text)
    }

    @Test(arguments: [
        (0, "0 s"), (0.25, "250 ms"), (59.6, "1 min"), (90, "1 min 30 s"),
        (20_608, "5 h 43 min 28 s"),
        (28_800, "8 h"), (864_000, "10 d"), (36_000_001, "10,000 h 1 s"), (-90, "-1 min 30 s"),
    ])
    func `spans are spelled in hours, minutes and seconds`(seconds: Double, text: String) {
        #expect(Duration(nanoseconds: Int64(seconds * 1e9)).spelled == text)
    }

    @Test func `one is one, and all else are many`() {
        #expect(counted(1, "lead", "leads") == "1 lead")
        #expect(counted(2_000, "lead", "leads") == "2,000 leads")
        #expect(counted(0, "lead", "leads") == "0 leads")
    }

    @Test(arguments: [
        (0.5, 0, "1"), (-0.001, 2, "0.00"), (-1.005, 1, "-1.0"), (12.345, 1, "12.3"),
        (0.07, 2, "0.07"), (1e300, 2, "–"), (.nan, 2, "–"),
    ])
    func `decimals are rounded, with as many places as were asked for`(
        value: Double, places: Int, text: String
    ) {
        #expect(decimal(value, places: places) == text)
    }
}
