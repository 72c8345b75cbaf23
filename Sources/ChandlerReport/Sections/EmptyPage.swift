/// What a page says where nothing is stored, or nothing that matches.
enum EmptyPage {
    static func words(_ data: ReportData) -> String {
        let filter = data.options.filterWords
        return filter.isEmpty
            ? "No series is stored yet." : "No series is stored that matches \(filter)."
    }

    /// How to get the first series.
    static let help = Markup(
        "div",
        ["class": "help"],
        Markup("p", [:], Markup("Load a first series, and make the report again:")),
        Markup(
            "pre",
            [:],
            Markup("code", [:], Markup("chandler ingest --symbol BTCUSDT --from 30d")),
            Markup(html: "\n"),
            Markup("code", [:], Markup("chandler report"))
        )
    )
}
