/// The report as one file that needs nothing beside it.
///
/// The page forbids itself every script and every request (its content security policy), and is
/// well-formed as XML too. The same data gives the same bytes.
///
/// **Shape:** ``ReportOptions`` bounds each part: 200 series of 180 months, 200 gaps and 6 charts of
/// 200 candles at most by default, which together stay below 6 MB; 50 series of 2 years below 1 MB.
/// A dataset adds about 0.1 MB.
public struct ReportPage: Sendable {
    private let data: ReportData
    private let datasets: [DatasetSummary]
    private let failures: [(folder: String, words: String)]

    /// Prepares a page.
    ///
    /// - Parameters:
    ///   - data: What was read from the database.
    ///   - datasets: The datasets to describe.
    ///   - failures: Folders of datasets that could not be read, and why in words.
    public init(
        _ data: ReportData,
        datasets: [DatasetSummary] = [],
        failures: [(folder: String, words: String)] = []
    ) {
        self.data = data
        self.datasets = datasets
        self.failures = failures
    }

    /// The page's text, in UTF-8.
    public var html: String {
        "<!DOCTYPE html>\n" + Markup("html", ["lang": "en"], head, body).html + "\n"
    }

    private var head: Markup {
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        return Markup(
            "head",
            [:],
            Markup("meta", ["charset": "utf-8"]),
            Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            Markup(
                "meta",
                ["name": "viewport", "content": "width=device-width, initial-scale=1"]
            ),
            Markup("meta", ["name": "color-scheme", "content": "light dark"]),
            Markup("meta", ["name": "referrer", "content": "no-referrer"]),
            Markup("meta", ["name": "generator", "content": "chandler \(data.version)"]),
            Markup("title", [:], Markup("\(data.database): Chandler report")),
            // A style sheet is no text to HTML and would be to XML: it holds no & and no <.
            Markup("style", [:], Markup(html: PageStyle.sheet))
        )
    }

    private var body: Markup {
        Markup(
            "body",
            [:],
            HeadSection(data: data).markup,
            Markup(
                "nav",
                ["aria-label": "Sections"],
                parts.map { name, id, _ in
                    Markup("a", ["href": "#\(id)"], Markup(name))
                }
            ),
            Markup("main", [:], parts.map(section)),
            Markup(
                "footer",
                [:],
                Markup(
                    "Made by chandler \(data.version) from the ledger of the database; times are UTC. "
                        + "Nothing on this page is loaded from anywhere."
                )
            )
        )
    }

    private var parts: [(name: String, id: String, content: Markup)] {
        let isBlank = data.series.isEmpty && data.runs.isEmpty && datasets.isEmpty
        if isBlank, data.options.filterWords.isEmpty {
            return [("First steps", "start", EmptyPage.help)]
        }
        return [
            (
                "Coverage", "coverage",
                HeatMapSection(data).markup + SeriesTable(data: data).markup
                    + PoolTable(data: data).markup
            ),
            ("Candles", "candles", CandleSection(data: data).markup),
            ("Gaps", "gaps", GapSection(data: data).markup),
            ("Runs", "runs", RunSection(data: data).markup),
            ("Datasets", "datasets", datasetContent),
        ]
    }

    private var datasetContent: Markup {
        if datasets.isEmpty, failures.isEmpty {
            return Markup(
                "p",
                [:],
                Markup("No dataset was found; name one with "),
                Markup("code", [:], Markup("chandler report --dataset FOLDER"))
            )
        }
        return Markup(html: DatasetSection.html(datasets, failures: failures))
    }

    private func section(_ name: String, _ id: String, _ content: Markup) -> Markup {
        Markup(
            "section",
            ["id": id, "aria-labelledby": "\(id)-title"],
            Markup("h2", ["id": "\(id)-title"], Markup(name)),
            content
        )
    }
}
