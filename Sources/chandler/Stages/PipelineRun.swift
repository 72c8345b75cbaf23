import ChandlerCore
import ChandlerDatasets
import ChandlerHTTP
import ChandlerPipeline
import ChandlerPipelineFiles
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse

/// A run of a pipeline: its stages one after the other, whatever becomes of each.
///
/// A stage, or a series, that fails stops no other. A run that is told to end begins nothing more.
struct PipelineRun {
    let file: PipelineFile
    let selection: PipelineSelection
    let network: HTTPNetwork
    let access: VenueArguments
    let database: DatabaseArguments
    /// Where the pipeline's lock and the ledger's run are; nothing is loaded over it meanwhile.
    let lane: StoreLane
    let ledger: LedgerRun
    /// Whether indicators of stored rows are computed anew.
    let recompute: Bool
    private(set) var outcome = PipelineOutcome()
    private var told: Set<FinishedStage> = []

    init(
        file: PipelineFile,
        selection: PipelineSelection,
        network: HTTPNetwork,
        access: VenueArguments,
        database: DatabaseArguments,
        lane: StoreLane,
        ledger: LedgerRun,
        recompute: Bool
    ) {
        self.file = file
        self.selection = selection
        self.network = network
        self.access = access
        self.database = database
        self.lane = lane
        self.ledger = ledger
        self.recompute = recompute
    }

    /// Does the work.
    mutating func run() async {
        for stage in StageName.allCases where selection.wants(stage) && isAskedFor(stage) {
            if Task.isCancelled {
                outcome.results.append(.skipped(stage.rawValue))
                continue
            }
            switch stage {
            case .series: await ingestSeries()
            case .pools: await ingestPools()
            case .tokens: for entry in file.tokens { await collect(entry) }
            case .dataset: await exportDatasets()
            case .retention: await retain()
            case .maintenance: await maintain()
            }
            await logStages()
        }
        noteWhatIsNot()
    }

    /// Says what was asked for by name and is not in the file.
    private mutating func noteWhatIsNot() {
        for stage in StageName.allCases where selection.only?.contains(stage) == true {
            guard selection.wants(stage), !isInFile(stage) else { continue }
            outcome.results.append(
                .skipped(stage.rawValue, because: "the pipeline has none of it")
            )
        }
    }

    /// The stages that the ledger was not told of.
    var untold: [FinishedStage] { outcome.stages.filter { !told.contains($0) } }

    /// Tells the ledger of what has ended, so that it is known if the run is killed.
    private mutating func logStages() async {
        // A run that is to end has no time for it: the end tells of the rest.
        if Task.isCancelled { return }
        let stages = untold
        await ledger.log(stages)
        told.formUnion(stages)
    }

    private var runID: Int64 { ledger.id }

    private func isAskedFor(_ stage: StageName) -> Bool {
        isInFile(stage) && !(stage == .dataset && writesDatasetsAlong)
    }

    private func isInFile(_ stage: StageName) -> Bool {
        switch stage {
        case .series: !file.series.isEmpty
        case .pools: !file.pools.isEmpty
        case .tokens: !file.tokens.isEmpty
        case .dataset: file.dataset != nil && !file.series.isEmpty
        case .retention: file.retention != nil
        case .maintenance: file.maintenance != nil
        }
    }

    /// Whether datasets are written in the pass that loads the rows: where they are of its span.
    private var writesDatasetsAlong: Bool {
        guard let dataset = file.dataset, selection.wants(.series), selection.wants(.dataset)
        else { return false }
        return dataset.from == nil && dataset.to == nil
    }
}

// MARK: - Candles

extension PipelineRun {
    private mutating func ingestSeries() async {
        var series = await PipelineSeries(file, selection, over: network, access)
        outcome.addFailures("series", series.failures)
        if writesDatasetsAlong, let dataset = file.dataset { series.addDatasets(dataset) }
        guard !series.entries.isEmpty else {
            if series.failures.isEmpty {
                outcome.results.append(
                    .skipped("series", because: "no series is in this part of the pipeline")
                )
            }
            return
        }
        let stage = SeriesStage(
            entries: series.entries,
            sources: series.sources,
            options: options,
            runID: runID,
            progress: RunProgress(isQuiet: false, seriesCount: series.entries.count)
        )
        let lanes = options.lanes(for: series.entries.count)
        let open = { @Sendable [runID = ledger.id, lane] () throws(StoreError) in
            try Store(
                lane.configuration,
                lanes: lanes,
                applicationName: "chandler run run \(runID)"
            )
        }
        do {
            outcome.ingest = await stage.run(over: try open(), open: open)
        } catch {
            outcome.addFailures("series", series.entries.map { ("\($0.series)", error) })
        }
        await readGaps()
        guard let dataset = file.dataset else { return }
        let bare = stage.withoutDataset
        for entry in series.entries where bare.contains(entry.series) && !Task.isCancelled {
            outcome.results.append(await export(entry, dataset))
        }
    }

    private var options: SeriesStage.Options {
        SeriesStage.Options(
            overlap: file.load.overlap,
            recompute: recompute,
            loadsWithoutDataset: true,
            maxRejects: file.load.maxRejects,
            concurrency: file.load.concurrency,
            connections: file.load.connections
        )
    }

    /// A series that failed tells no watermark: the ledger does.
    private mutating func readGaps() async {
        for entry in outcome.ingest?.series ?? [] where entry.report == nil && !Task.isCancelled {
            outcome.watermarks[entry.series] =
                (try? await lane.record(of: entry.series))?.watermark
        }
    }

    private mutating func ingestPools() async {
        let pools = PipelinePools(file, selection, over: network, access)
        outcome.addFailures("pools", pools.failures)
        guard !pools.entries.isEmpty else { return }
        outcome.pools = await PoolStage(
            entries: pools.entries,
            sources: pools.sources,
            overlap: file.load.overlap,
            recompute: recompute,
            maxRejects: file.load.maxRejects,
            runID: runID,
            progress: RunProgress(isQuiet: false, seriesCount: pools.entries.count)
        ).run(over: lane)
    }

    private mutating func collect(_ entry: TokenEntry) async {
        outcome.results.append(
            await StageResult.of("tokens", entry.subject) { result in
                let roles = try TokenStage.roles(
                    try TokenStage.aggregators(
                        entry.source,
                        others: entry.enrich,
                        on: entry.network
                    ),
                    on: entry.network,
                    over: network,
                    access
                )
                let report = try await TokenStage(
                    roles: roles,
                    question: entry.question,
                    runID: runID
                ).run(over: lane)
                result.totals = report.totals
                result.words =
                    "\(Words.count(report.found)) found · \(Words.count(report.inserted)) "
                    + "inserted · \(Words.count(report.unchanged)) unchanged · "
                    + "\(Words.count(report.rejected)) rejected"
                result.notes = report.failures.sorted { $0.key < $1.key }.map {
                    "\($0.key) could not be asked: \($0.value)"
                }
            }
        )
    }

    private mutating func exportDatasets() async {
        guard let dataset = file.dataset else { return }
        let series = await PipelineSeries(file, selection, over: network, access)
        if !selection.wants(.series) { outcome.addFailures("dataset", series.failures) }
        let failed = outcome.failedSeries
        for entry in series.entries {
            // What could not be brought up to date keeps the dataset that it has.
            if failed.contains(entry.series) { continue }
            if Task.isCancelled {
                outcome.results.append(.skipped("dataset"))
                break
            }
            outcome.results.append(await export(entry, dataset))
        }
    }

    private func export(
        _ entry: SeriesStage.Entry,
        _ dataset: DatasetEntry
    ) async -> StageResult {
        await StageResult.of("dataset", "\(entry.series)") { result in
            let written = try await DatasetStage(
                series: entry.series,
                indicators: entry.indicators,
                from: dataset.from?.resolved(at: selection.begins) ?? entry.from,
                to: dataset.to?.resolved(at: selection.begins) ?? entry.to,
                request: dataset.request(for: entry.series)
            ).run(over: lane)
            let report = written.dataset
            result.totals = RunTotals(bytes: report.bytes)
            result.dataset = RunDocument.Dataset(report)
            result.words =
                "\(Words.plural(report.totalRows, "row")) · \(Words.bytes(report.bytes)) in "
                + report.directory
            result.notes = report.warnings
        }
    }
}

// MARK: - Upkeep

extension PipelineRun {
    private mutating func retain() async {
        guard let retention = file.retention else { return }
        outcome.results.append(
            await StageResult.of("retention") { result in
                let report = try RetentionStage(
                    now: selection.begins,
                    archive: retention.archive,
                    keep: retention.keep,
                    only: retention.only
                ).run(over: try RetentionStage.connect(lane.configuration), runID: runID)
                result.totals = report.totals
                result.failure = report.failure
                result.words = report.words
            }
        )
    }

    private mutating func maintain() async {
        guard let maintenance = file.maintenance else { return }
        outcome.results.append(
            await StageResult.of("maintenance") { result in
                let report = try await MaintenanceStage(
                    options: MaintenanceOptions(
                        subjects: maintenance.subjects,
                        deadline: maintenance.deadlineSeconds.map { .seconds($0) },
                        reindexing: maintenance.reindex
                    ),
                    now: selection.begins
                ).run(over: lane)
                result.failure = report.failure(isDryRun: false)
                result.words = report.summary
                result.notes = report.findings
            }
        )
        if maintenance.backup { await backUp() }
        if maintenance.doctor { await examine() }
    }

    private mutating func backUp() async {
        let result = await StageResult.of("backup") { result in
            guard let stage = try BackupStage(database) else {
                result.status = .skipped
                result.words = "no backup is set up for this database (\"chandler backup setup\")"
                return
            }
            try stage.run(&result)
        }
        outcome.results.append(result)
    }

    private mutating func examine() async {
        outcome.results.append(
            await StageResult.of("doctor") { result in
                await DoctorStage(configuration: lane.configuration).run(&result)
            }
        )
    }
}
