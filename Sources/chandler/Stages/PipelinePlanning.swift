import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPipelineFiles
import ChandlerStore
import ChandlerVenues
import ChandlerWarehouse

/// Tells what a run of a pipeline would do; asks no venue and writes nothing.
struct PipelinePlanning {
    let file: PipelineFile
    let selection: PipelineSelection
    let database: DatabaseArguments
    /// Whether indicators of stored rows would be computed anew.
    var recompute = false

    /// Shows the plan.
    func show(asJSON isJSON: Bool) async throws {
        let plan = try await plan()
        if isJSON {
            try Console.printJSON(PlanDocument(plan))
        } else {
            PlanPage(plan: plan).lines.forEach(Console.print)
        }
    }

    private func plan() async throws -> PipelinePlan {
        let ledger = try await PlanLedger(
            database.preferring(file.load.databaseVariable)
        )
        var plan = PipelinePlan(name: file.name, selection: selection, note: ledger.note)
        if selection.wants(.series) || selection.wants(.dataset) {
            for entry in file.series { try await add(entry, ledger, to: &plan) }
        }
        if selection.wants(.pools) { try await addPools(ledger, to: &plan) }
        if selection.wants(.tokens) {
            for entry in file.tokens { plan.add("tokens", entry.subject, entry.planned) }
        }
        if selection.wants(.retention), let retention = file.retention {
            addRetention(retention, ledger, to: &plan)
        }
        if selection.wants(.maintenance), let maintenance = file.maintenance {
            await addMaintenance(maintenance, ledger, to: &plan)
        }
        return plan
    }

    // MARK: - Candles

    private func add(
        _ entry: SeriesEntry,
        _ ledger: PlanLedger,
        to plan: inout PipelinePlan
    ) async throws {
        let venue = try VenueCatalogue().venue(named: entry.venue)
        if let rule = entry.rule {
            plan.add(
                "series",
                "\(venue.name) \(rule)",
                "picked when the run begins, in \(entry.intervals.map(\.rawValue).joined(separator: " "))"
            )
        }
        for interval in entry.intervals {
            for symbol in entry.symbols {
                let series = SeriesID(venue: venue.name, symbol: symbol, interval: interval)
                let isNew = !plan.series.contains { $0.plan.series == series }
                guard selection.holds(series), isNew else { continue }
                plan.series.append(try await planned(series, entry, venue, ledger))
                try await addIndicators(of: series, entry, ledger, to: &plan)
            }
        }
    }

    /// Says what would become of indicators that are stored in another selection.
    private func addIndicators(
        of series: SeriesID,
        _ entry: SeriesEntry,
        _ ledger: PlanLedger,
        to plan: inout PipelinePlan
    ) async throws {
        guard selection.wants(.series), ledger.isCurrent,
            let record = try await ledger.lane?.record(of: series),
            let wanted = entry.indicators ?? file.indicators
        else { return }
        if recompute {
            plan.add("indicators", "\(series)", "the stored rows' are computed anew")
        } else if Set(record.indicators) != Set(wanted.names) {
            plan.add(
                "indicators",
                "\(series)",
                "stored in another selection: the run ends with 78 and changes nothing of it; "
                    + "\"chandler run --recompute\" rewrites the stored rows"
            )
        }
    }

    private func planned(
        _ series: SeriesID,
        _ entry: SeriesEntry,
        _ venue: Venue,
        _ ledger: PlanLedger
    ) async throws -> PipelinePlan.Series {
        let from = entry.from.resolved(at: selection.begins)
        let to = selection.end(entry.to, series.interval)
        let now = selection.begins
        let plan = try await ledger.planner.plan(
            series,
            from: from,
            to: to,
            now: now,
            overlap: file.load.overlap
        )
        var planned = PipelinePlan.Series(
            plan: plan,
            isFetched: selection.wants(.series),
            cost: venue.cost(of: series, plan.ranges, at: now, readsArchive: readsArchive(venue))
        )
        if let dataset = file.dataset, selection.wants(.dataset) {
            planned.folder = "\(dataset.folder)/\(series.fileStem)"
            planned.datasetRows = rows(of: dataset, plan)
        }
        return planned
    }

    /// The rows that a dataset has room for; those without features are among them.
    private func rows(of dataset: DatasetEntry, _ plan: SeriesPlan) -> Int {
        guard let wanted = plan.wanted else { return 0 }
        let interval = plan.series.interval
        let start = dataset.from.map { interval.ceiling($0.resolved(at: selection.begins)) }
        let end = dataset.to.map { interval.ceiling($0.resolved(at: selection.begins)) }
        let first = max(start ?? wanted.start, wanted.start)
        let last = min(end ?? wanted.end, wanted.end)
        return first < last ? interval.count(in: TimeRange(first, last)) : 0
    }

    /// An address given for REST alone says that the venue's own archive is not to be asked.
    private func readsArchive(_ venue: Venue) -> Bool {
        NetworkArguments.variable("URL", of: venue.name) == nil
            || NetworkArguments.variable("ARCHIVE_URL", of: venue.name) != nil
    }

    private func addPools(_ ledger: PlanLedger, to plan: inout PipelinePlan) async throws {
        let stored = ledger.isCurrent ? try await ledger.lane?.allPoolSeries() ?? [] : []
        for entry in file.pools {
            for interval in entry.intervals {
                for pool in entry.pools
                where selection.shard?.holds(pool: pool, venue: entry.venue, interval) ?? true {
                    let known = stored.first { series in
                        series.venue == entry.venue && series.interval == interval
                            && series.pool.network == entry.network
                            && [series.pool.address, series.pool.mint].contains(pool)
                    }
                    var coverage = Coverage()
                    if let known, let lane = ledger.lane {
                        coverage = try await lane.record(of: known)?.coverage ?? coverage
                    }
                    plan.add(
                        "pools",
                        "\(entry.venue) \(entry.network) \(pool) \(interval.rawValue)",
                        words(entry, interval, coverage)
                    )
                }
            }
        }
    }

    private func words(_ entry: PoolEntry, _ interval: Interval, _ coverage: Coverage) -> String {
        let from = interval.ceiling(entry.from.resolved(at: selection.begins))
        let end = selection.end(entry.to, interval) ?? selection.begins
        let to = min(interval.ceiling(end), interval.floor(selection.begins))
        guard from < to else { return "nothing is complete yet" }
        let missing = coverage.missing(in: TimeRange(from, to))
        let candles = missing.reduce(0) { $0 + interval.count(in: $1) }
        guard let first = missing.first, let last = missing.last else {
            return "nothing is missing"
        }
        return "up to \(Words.plural(candles, "candle")) of "
            + "\(TimeRange(first.start, last.end)), as far back as they are served"
    }
}

// MARK: - Upkeep

extension PipelinePlanning {
    private func addRetention(
        _ retention: RetentionEntry,
        _ ledger: PlanLedger,
        to plan: inout PipelinePlan
    ) {
        guard let lane = ledger.lane, ledger.isCurrent else {
            plan.add("retention", "", "told when there is a database")
            return
        }
        do {
            let report = try RetentionStage(
                now: selection.begins,
                archive: retention.archive,
                keep: retention.keep,
                only: retention.only,
                isDryRun: true
            ).run(over: try RetentionStage.connect(lane.configuration), runID: nil)
            plan.add("retention", "", report.words)
        } catch {
            plan.add("retention", "", "cannot be told: \(error)")
        }
    }

    private func addMaintenance(
        _ maintenance: MaintenanceEntry,
        _ ledger: PlanLedger,
        to plan: inout PipelinePlan
    ) async {
        let subjects = MaintenanceSubject.allCases.filter(maintenance.subjects.contains)
        var words = subjects.map(\.rawValue).joined(separator: ", ")
        if let lane = ledger.lane, ledger.isCurrent {
            do {
                let report = try await MaintenanceStage(
                    options: MaintenanceOptions(
                        isDryRun: true,
                        subjects: maintenance.subjects,
                        reindexing: maintenance.reindex
                    ),
                    now: selection.begins
                ).run(over: lane)
                words += ": " + report.summary
            } catch {
                words += ": cannot be told: \(error)"
            }
        }
        plan.add("maintenance", "", words)
        if maintenance.backup { plan.add("backup", "", "where one is set up") }
        if maintenance.doctor { plan.add("doctor", "", "at the end") }
    }
}

extension TokenEntry {
    /// What a run would ask, as far as that is known before.
    fileprivate var planned: String {
        let others =
            enrich.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") } ?? "all others"
        return "snapshots of now; what is missing is asked of \(others)"
    }
}
