/// Where a chart's colours come from.
public enum ChartTheme: String, Sendable, Hashable, CaseIterable {
    /// Classes for ``CandleChart/pageStyle``: the page around it says what is light and dark.
    case page
    /// Dark on white, by itself.
    case light
    /// Light on black, by itself.
    case dark
}

/// What a mark of a chart is; it decides its colours.
enum ChartRole: Hashable {
    case background
    case title
    case text
    case muted
    /// Around words that stand on lines.
    case halo
    case strong
    case grid
    case frame
    case level
    case hole
    case up
    case down
    case volumeUp
    case volumeDown
    case line(Int)
    case dashes(Int)
    case dots(Int)
    case swatch(Int)
    case band(Int)
    case barUp
    case barDown
    case lastUp
    case lastDown
    case tagUp
    case tagDown
    case tagText

    /// How many colours lines have before they repeat.
    static let lineColors = 6
}

extension ChartTheme {
    /// The attributes of a mark, with a space in front.
    func attributes(_ role: ChartRole) -> String {
        switch self {
        case .page: " class=\"\(role.className)\""
        case .light: role.attributes(ChartPalette.light)
        case .dark: role.attributes(ChartPalette.dark)
        }
    }
}

/// The colours of a chart.
struct ChartPalette: Sendable {
    let background: String
    let text: String
    let muted: String
    let grid: String
    let frame: String
    let hole: String
    let up: String
    let down: String
    let lines: [String]

    static let light = ChartPalette(
        background: "#ffffff",
        text: "#1b2430",
        muted: "#5d6a79",
        grid: "#e8ecf0",
        frame: "#c5cdd6",
        hole: "#f0f2f5",
        up: "#0a7d5c",
        down: "#cf3140",
        lines: ["#1f6feb", "#d97800", "#8a3ffc", "#007d9c", "#c2185b", "#6b7280"]
    )
    static let dark = ChartPalette(
        background: "#10151c",
        text: "#e6ebf1",
        muted: "#93a1b1",
        grid: "#1f2731",
        frame: "#3a4653",
        hole: "#1a212a",
        up: "#2fc48d",
        down: "#f4586a",
        lines: ["#5aa2ff", "#f5a524", "#b58cff", "#3cc8e0", "#f472b6", "#9aa5b1"]
    )
}

extension ChartRole {
    /// The class of the mark in a page.
    var className: String {
        switch self {
        case .background: "cc-bg"
        case .title: "cc-title"
        case .text: "cc-text"
        case .muted: "cc-muted"
        case .halo: "cc-halo"
        case .strong: "cc-strong"
        case .grid: "cc-grid"
        case .frame: "cc-frame"
        case .level: "cc-level"
        case .hole: "cc-hole"
        case .up: "cc-up"
        case .down: "cc-down"
        case .volumeUp: "cc-vol cc-vu"
        case .volumeDown: "cc-vol cc-vd"
        case .line(let index): "cc-line cc-s\(index % Self.lineColors)"
        case .dashes(let index): "cc-line cc-dash cc-s\(index % Self.lineColors)"
        case .dots(let index): "cc-dots cc-s\(index % Self.lineColors)"
        case .swatch(let index): "cc-line cc-s\(index % Self.lineColors)"
        case .band(let index): "cc-band cc-f\(index % Self.lineColors)"
        case .barUp: "cc-bar cc-vu"
        case .barDown: "cc-bar cc-vd"
        case .lastUp: "cc-last cc-vu"
        case .lastDown: "cc-last cc-vd"
        case .tagUp: "cc-tu"
        case .tagDown: "cc-td"
        case .tagText: "cc-tag"
        }
    }

    /// Colours and widths of the mark in a picture of its own.
    func attributes(_ colors: ChartPalette) -> String {
        func line(_ index: Int) -> String { colors.lines[index % colors.lines.count] }
        return switch self {
        case .background: " fill=\"\(colors.background)\""
        case .title: " fill=\"\(colors.text)\" font-size=\"15\" font-weight=\"600\""
        case .text: " fill=\"\(colors.text)\""
        case .muted: " fill=\"\(colors.muted)\""
        case .halo:
            " stroke=\"\(colors.background)\" stroke-width=\"3\" stroke-linejoin=\"round\""
                + " paint-order=\"stroke\""
        case .strong: " fill=\"\(colors.text)\" font-weight=\"600\""
        case .grid: " stroke=\"\(colors.grid)\" fill=\"none\""
        case .frame: " stroke=\"\(colors.frame)\" fill=\"none\""
        case .level: " stroke=\"\(colors.frame)\" stroke-dasharray=\"4 3\" fill=\"none\""
        case .hole: " fill=\"\(colors.hole)\""
        case .up: " stroke=\"\(colors.up)\" fill=\"\(colors.background)\""
        case .down: " stroke=\"\(colors.down)\" fill=\"\(colors.down)\""
        case .volumeUp: " stroke=\"\(colors.up)\" stroke-opacity=\".5\" fill=\"none\""
        case .volumeDown: " stroke=\"\(colors.down)\" stroke-opacity=\".5\" fill=\"none\""
        case .line(let index), .swatch(let index):
            " stroke=\"\(line(index))\" stroke-width=\"1.5\" stroke-linejoin=\"round\""
                + " stroke-linecap=\"round\" fill=\"none\""
        case .dashes(let index):
            " stroke=\"\(line(index))\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\" fill=\"none\""
        case .dots(let index):
            " stroke=\"\(line(index))\" stroke-width=\"3\" stroke-linecap=\"round\" fill=\"none\""
        case .band(let index): " fill=\"\(line(index))\" fill-opacity=\".09\""
        case .barUp: " stroke=\"\(colors.up)\" stroke-opacity=\".75\" fill=\"none\""
        case .barDown: " stroke=\"\(colors.down)\" stroke-opacity=\".75\" fill=\"none\""
        case .lastUp: " stroke=\"\(colors.up)\" stroke-dasharray=\"2 3\" fill=\"none\""
        case .lastDown: " stroke=\"\(colors.down)\" stroke-dasharray=\"2 3\" fill=\"none\""
        case .tagUp: " fill=\"\(colors.up)\""
        case .tagDown: " fill=\"\(colors.down)\""
        case .tagText: " fill=\"\(colors.background)\" font-weight=\"600\""
        }
    }
}
