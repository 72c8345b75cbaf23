import ChandlerCore
import ChandlerScheduling

/// Looks at what entries of a pipeline say together.
struct PipelineChecks {
    let file: PipelineFile

    func run(_ inspection: inout Inspection) {
        lookForRepeatedSeries(&inspection)
        lookForRepeatedPools(&inspection)
        lookForRepeatedTests(&inspection)
        checkDataset(&inspection)
        checkSchedule(&inspection)
    }

    /// A series that two entries name would have two spans and two selections.
    private func lookForRepeatedSeries(_ inspection: inout Inspection) {
        var seen: [SeriesID: String] = [:]
        for (entry, path) in zip(file.series, inspection.items["series"] ?? []) {
            guard inspection.isSound("\(path).venue") else { continue }
            let symbols = zip(entry.symbols, inspection.items["\(path).symbols"] ?? [])
            for (symbol, place) in symbols {
                var repeated: [(interval: Interval, first: String)] = []
                for interval in entry.intervals {
                    let id = SeriesID(venue: entry.venue, symbol: symbol, interval: interval)
                    if let first = seen[id] {
                        repeated.append((interval, first))
                    } else {
                        seen[id] = place
                    }
                }
                guard let first = repeated.first?.first else { continue }
                let intervals = repeated.map(\.interval.rawValue).joined(separator: " ")
                inspection.report(
                    "the series \(entry.venue) \(symbol) \(intervals) is listed twice",
                    hint: "it is in line \(inspection.place(of: first).position.line) too",
                    about: place
                )
            }
        }
    }

    private func lookForRepeatedPools(_ inspection: inout Inspection) {
        var seen: [String: String] = [:]
        for (entry, path) in zip(file.pools, inspection.items["pools"] ?? []) {
            guard inspection.isSound("\(path).venue") else { continue }
            for (pool, place) in zip(entry.pools, inspection.items["\(path).pools"] ?? []) {
                for interval in entry.intervals {
                    let token = entry.token ?? ""
                    let key =
                        "\(entry.venue) \(entry.network) \(pool) \(token) \(interval.rawValue)"
                    guard let first = seen.updateValue(place, forKey: key) else { continue }
                    inspection.report(
                        "the candles of \(Secrets.shown(pool)) of \(interval.rawValue) are listed "
                            + "twice",
                        hint: "they are in line \(inspection.place(of: first).position.line) too",
                        about: place
                    )
                }
            }
        }
    }

    private func lookForRepeatedTests(_ inspection: inout Inspection) {
        var seen: Set<String> = []
        for (test, path) in zip(file.tests, inspection.items["tests"] ?? []) {
            guard inspection.isSound("\(path).name"), !seen.insert(test.name).inserted else {
                continue
            }
            inspection.report(
                "two test cases are called \(Secrets.shown(test.name))",
                hint: "give each a name of its own",
                about: "\(path).name"
            )
        }
    }

    private func checkDataset(_ inspection: inout Inspection) {
        guard file.dataset != nil, file.series.isEmpty, !inspection.isFaulty("series") else {
            return
        }
        inspection.report(
            "a dataset is written of series, and the pipeline has none",
            hint: "add series, or remove dataset",
            at: Inspection.Place(position: inspection.place(of: "dataset").position, length: nil),
            "dataset"
        )
    }

    /// A run that hangs would keep all later ones from their turn.
    private func checkSchedule(_ inspection: inout Inspection) {
        guard let schedule = file.schedule, inspection.isSound("schedule.cron"),
            !inspection.isFaulty("schedule.deadline")
        else { return }
        let advice = "a deadline shorter than the time between two runs ends it in time"
        guard let deadline = schedule.deadlineSeconds else {
            return inspection.report(
                "the schedule has no deadline: a run that hangs keeps later ones from starting",
                severity: .warning,
                hint: advice,
                about: "schedule.cron"
            )
        }
        guard let period = schedule.shortestPeriod, deadline >= period else { return }
        inspection.report(
            "the deadline is not shorter than the \(Spans.text(period, Spans.unitsOfDurations)) "
                + "between two runs: a run that hangs keeps the next from starting",
            severity: .warning,
            hint: advice,
            about: "schedule.deadline"
        )
    }
}

extension ScheduleEntry {
    /// The fewest seconds between two of the next runs, counted from any moment.
    fileprivate var shortestPeriod: Int64? {
        let begin = Timestamp(seconds: 1_704_067_200)
        let runs = cron.next(after: begin, count: 64)
        return zip(runs, runs.dropFirst()).map { ($1 - $0) / 1_000_000 }.min()
    }
}
