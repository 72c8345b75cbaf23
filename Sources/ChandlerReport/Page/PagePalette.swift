/// The colours of the page in one scheme.
struct PagePalette: Sendable {
    /// Colours by the name of their variable.
    let colors: [(name: String, value: String)]

    /// The declarations of a style sheet.
    var variables: String {
        colors.map { "--\($0.name):\($0.value)" }.joined(separator: ";")
    }

    static let light = PagePalette(
        named: [
            "page": "#ffffff", "soft": "#f3f5f8", "line": "#d9dfe6", "edge": "#9aa6b3",
            "text": "#1b2430", "muted": "#566373", "accent": "#1a5fb4",
            "good": "#176b3a", "goodsoft": "#e5f4ea", "warn": "#8f4700", "warnsoft": "#fdf0df",
            "bad": "#b01f1f", "badsoft": "#fbe9e7", "mark": "#d9480f", "none": "#e3e8ee",
        ],
        steps: ["#ffffff", "#d6e4f2", "#abcae8", "#80b0db", "#5996cb", "#2c6cae", "#174a7e"],
        text: ["#1b2430", "#1b2430", "#1b2430", "#0d1722", "#08111b", "#ffffff", "#ffffff"]
    )

    /// The strongest step is the lightest: it stands out of a dark ground.
    static let dark = PagePalette(
        named: [
            "page": "#10151c", "soft": "#1a212a", "line": "#2b3541", "edge": "#5c6876",
            "text": "#e6ebf1", "muted": "#9ba8b7", "accent": "#7db4f5",
            "good": "#7bd39a", "goodsoft": "#14301f", "warn": "#f3b562", "warnsoft": "#38280f",
            "bad": "#ff968c", "badsoft": "#421f1d", "mark": "#ff8a3d", "none": "#242d38",
        ],
        steps: ["#10151c", "#17293c", "#1d4063", "#23598a", "#3177b3", "#5a9fdb", "#93c8f2"],
        text: ["#e6ebf1", "#e6ebf1", "#e6ebf1", "#ffffff", "#ffffff", "#05101a", "#08131f"]
    )

    private init(named: KeyValuePairs<String, String>, steps: [String], text: [String]) {
        colors =
            named.map { (name: $0.key, value: $0.value) }
            + steps.enumerated().map { (name: "h\($0)", value: $1) }
            + text.enumerated().map { (name: "t\($0)", value: $1) }
    }
}
