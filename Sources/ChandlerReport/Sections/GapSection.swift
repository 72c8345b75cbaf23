import ChandlerCore

/// What is missing: the open gaps first.
struct GapSection {
    let data: ReportData

    /// How many gaps stand open to view; the others are folded away.
    private static let unfolded = 25

    var markup: Markup {
        let gaps = data.gaps
        if gaps.count == 0 {
            return Markup(
                "p",
                [:],
                Markup(data.series.isEmpty ? EmptyPage.words(data) : "There is no gap.")
            )
        }
        let folded = gaps.entries.dropFirst(Self.unfolded)
        return Markup("p", ["class": "lead"], Markup(summary))
            + table(gaps.entries.prefix(Self.unfolded), "Gaps")
            + (folded.isEmpty
                ? .empty
                : Markup(
                    "details",
                    [:],
                    Markup("summary", [:], Markup(Figures.plural(folded.count, "further gap"))),
                    table(folded, "Further gaps")
                )) + rest
    }

    private func table(_ entries: ArraySlice<GapList.Entry>, _ label: String) -> Markup {
        PageTable(
            columns: [
                .text("Status"), .text("Series"), .text("From"), .text("To"), .number("Missing"),
                .text("Reason"),
            ],
            rows: entries.map(cells)
        ).markup(label)
    }

    private var summary: String {
        let gaps = data.gaps
        return
            "\(Figures.plural(gaps.count, "gap")), \(Figures.count(gaps.openCount)) of them open; "
            + "\(Figures.plural(gaps.missing, "candle")) missing"
            + (gaps.missingBeyond > 0
                ? ", of them \(Figures.count(gaps.missingBeyond)) after the last candle of a series."
                : ".")
    }

    private var rest: Markup {
        let left = data.gaps.count - data.gaps.entries.count
        if left == 0 { return .empty }
        return Markup(
            "p",
            ["class": "note"],
            Markup("\(Figures.plural(left, "more gap")) not listed; all of them: "),
            Markup("code", [:], Markup("chandler gaps\(data.options.filterArguments)"))
        )
    }

    private func cells(_ entry: GapList.Entry) -> [Markup] {
        let gap = entry.gap
        let isOpen = gap.status == .open
        return [
            Markup(
                "span",
                ["class": isOpen ? "badge warn" : "badge"],
                Markup(isOpen ? "open" : "confirmed")
            ),
            SeriesName.markup(entry.series), Markup(gap.range.start.compact),
            Markup(gap.range.end.compact), Markup(Figures.count(gap.missing)),
            Markup(words(gap)),
        ]
    }

    private func words(_ gap: Gap) -> String {
        switch gap.reason {
        case nil: "not fetched yet"
        case .outage: "outage: the venue has no candle"
        case .silence: "silence: nothing was traded"
        case .late: "late: it may still come"
        case .unserved: "unserved: too old for the venue"
        }
    }
}
