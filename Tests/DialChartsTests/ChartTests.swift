import Foundation
import Testing

@testable import DialCharts

@Suite struct ChartTests {
    // MARK: Every picture

    @Test(arguments: Examples.all, Theme.allCases)
    func `a picture is well-formed, and nothing is written beyond its edge`(
        chart: Chart, theme: Theme
    ) throws {
        let picture = try #require(Parsed(chart.svg(theme: theme)))
        #expect(stray(in: picture) == [])
        #expect(picture.elements.first?.attributes["role"] == "img")
        #expect(picture.elements[1].name == "title")
        #expect(picture.elements[1].text == chart.title)
    }

    @Test(arguments: Examples.all)
    func `a picture has no number that is none, and none with noise`(chart: Chart) throws {
        let svg = chart.svg()
        #expect(!svg.contains("nan"))
        #expect(!svg.contains("inf"))
        let picture = try #require(Parsed(svg))
        for element in picture.elements {
            for (name, value) in element.attributes where Double(value) != nil {
                let places = value.split(separator: ".").dropFirst().first?.count ?? 0
                #expect(places <= 2, "\(name) of \(element.name) is \(value)")
            }
        }
    }

    @Test(arguments: Examples.all)
    func `the same chart gives the same bytes`(chart: Chart) {
        #expect(chart.svg(theme: .light) == chart.svg(theme: .light))
    }

    @Test func `pictures in one page share no identifiers`() {
        for chart in Examples.all { #expect(!chart.svg().contains(" id=")) }
    }

    @Test func `every policy is named in the legend and in the description`() throws {
        let picture = try #require(Parsed(Examples.frontier().svg()))
        let description = try #require(picture.all("desc").first?.text)
        let lettering = picture.lettering.joined(separator: " ")
        for policy in Examples.policies {
            #expect(description.contains(policy.name))
            #expect(lettering.contains(policy.name))
        }
        #expect(description.contains("means: occupancy 83.1\u{A0}% (82.79\u{A0}% to 83.41\u{A0}%)"))
    }

    // MARK: Themes

    @Test(arguments: Examples.all)
    func `only the automatic theme asks the reader's preference`(chart: Chart) {
        #expect(chart.svg(theme: .automatic).contains("prefers-color-scheme"))
        #expect(!chart.svg(theme: .light).contains("prefers-color-scheme"))
        #expect(!chart.svg(theme: .dark).contains("prefers-color-scheme"))
    }

    @Test func `papers differ, and lines and lettering stand out on both`() throws {
        for palette in [Palette.light, .dark] {
            #expect(contrast(palette.ink, palette.paper) > 12)
            #expect(contrast(palette.muted, palette.paper) > 4.5)
            for hue in palette.hues { #expect(contrast(hue, palette.paper) > 1.9) }
            #expect(palette.hues.count == Palette.hueCount)
        }
    }

    // MARK: Looks

    @Test func `sixteen series have sixteen markers`() {
        let looks = Set((0..<16).map { Look(Style.series($0)) })
        #expect(looks.count == 16)
    }

    @Test func `forty-two series differ in hue or dashes`() {
        let looks = Set(
            (0..<42).map { "\(Style.series($0).className) \(Style.series($0).dash)" })
        #expect(looks.count == 42)
    }

    private struct Look: Hashable {
        let marker: Marker
        let isHollow: Bool

        init(_ style: Style) {
            marker = style.marker
            isHollow = style.isHollow
        }
    }

    /// > Source: Web Content Accessibility Guidelines 2.1, "contrast ratio".
    private func contrast(_ one: String, _ other: String) -> Double {
        let lights = [one, other].map(luminance).sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private func luminance(_ color: String) -> Double {
        var digits = Array(color.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        let parts = stride(from: 0, to: 6, by: 2).map { start in
            let part = Double(Int(String(digits[start...start + 1]), radix: 16) ?? 0) / 255
            return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    // MARK: Names

    @Test func `names with markup in them are written as they are`() throws {
        let name = "<b>\"R&D\"</b> ]]> 'x' \u{7}\n日本"
        let chart = FrontierChart(
            name, scenario: name,
            policies: [.init(name, abandonment: Estimate(0.01), occupancy: Estimate(0.8))])
        let picture = try #require(Parsed(chart.svg()))
        let shown = "<b>\"R&D\"</b> ]]> 'x' \u{FFFD} 日本"
        #expect(picture.elements[1].text == shown)
        #expect(picture.lettering.contains(shown))
        #expect(picture.all("b").isEmpty)
    }

    @Test func `a name longer than the picture is broken in the legend and cut at its mark`() throws
    {
        let name = String(repeating: "predictivewithoutanend", count: 12)
        let chart = FrontierChart(
            scenario: "", policies: [.init(name, abandonment: Estimate(0), occupancy: Estimate(1))])
        let picture = try #require(Parsed(chart.svg()))
        #expect(stray(in: picture) == [])
        #expect(picture.lettering.joined().contains(name))
        #expect(picture.lettering.contains { $0.hasSuffix("…") })
    }

    // MARK: What is refused

    @Test func `what is no number is refused`() async {
        await #expect(processExitsWith: .failure) { _ = Estimate(.nan) }
        await #expect(processExitsWith: .failure) { _ = Estimate(0, 0...Double.infinity) }
        await #expect(processExitsWith: .failure) { _ = Point(x: .infinity, y: 0) }
        await #expect(processExitsWith: .failure) { _ = Rule(.vertical, at: .nan) }
        await #expect(processExitsWith: .failure) { _ = Axis("x", range: 1...1) }
    }

    @Test func `a percentage where a share is due is refused`() async {
        await #expect(processExitsWith: .failure) {
            _ = FrontierChart.Policy("a", abandonment: Estimate(3), occupancy: Estimate(0.8))
        }
    }
}
