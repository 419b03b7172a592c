/// The paper a picture is drawn on.
public enum Theme: String, CaseIterable, Sendable {
    /// White paper, wherever it is shown: for print.
    case light
    /// Dark paper, wherever it is shown.
    case dark
    /// White paper, or dark paper where the reader prefers it
    /// (`@media (prefers-color-scheme: dark)`). A program that knows no media queries draws it
    /// light.
    case automatic

    /// The name of the root's class, under which all rules stand: several pictures may be put into
    /// one page.
    var name: String { "dialpace-" + rawValue }

    var styleSheet: String {
        let fixed = """
            .\(name) text{font-variant-numeric:tabular-nums}\
            .\(name) .halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}
            """
        switch self {
        case .light: return fixed + Palette.light.rules(under: name)
        case .dark: return fixed + Palette.dark.rules(under: name)
        case .automatic:
            return fixed + Palette.light.rules(under: name)
                + "@media (prefers-color-scheme: dark){" + Palette.dark.rules(under: name) + "}"
        }
    }
}

/// The colours of one paper.
///
/// > Source: M. Okabe and K. Ito, "Color Universal Design" (2008), without its yellow, which is
/// > too faint for lines on white, and with its black last, as the ink.
struct Palette {
    var paper: String
    var ink: String
    var muted: String
    var grid: String
    var hues: [String]

    static let hueCount = 7

    static let light = Palette(
        paper: "#fff", ink: "#1a1c1f", muted: "#565c64", grid: "#e6e8eb",
        hues: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#1a1c1f"])
    /// Blue is a step lighter than Okabe and Ito's, for thin lines on dark paper.
    static let dark = Palette(
        paper: "#14171a", ink: "#e8eaed", muted: "#a3a9b1", grid: "#2b3036",
        hues: ["#2b8fd0", "#e8702a", "#10b387", "#d78bb4", "#e69f00", "#7cc7f2", "#e8eaed"])

    func rules(under root: String) -> String {
        var rules = ".\(root) .paper{fill:\(paper)}.\(root) .halo{stroke:\(paper)}"
        rules += ".\(root) .edge{stroke:\(paper)}"
        for (name, color) in [("ink", ink), ("muted", muted), ("grid", grid)] {
            rules += ".\(root) .\(name){color:\(color)}"
        }
        for (index, color) in hues.enumerated() {
            rules += ".\(root) .hue\(index){color:\(color)}"
        }
        return rules
    }
}
