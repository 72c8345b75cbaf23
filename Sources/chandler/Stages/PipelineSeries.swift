import ChandlerCore
import ChandlerDatasets
import ChandlerHTTP
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPipelineFiles
import ChandlerVenues

/// The series of a pipeline with their sources: what its entries and rules come to.
struct PipelineSeries {
    /// The series of the part that is worked on, each once, in the order of the file.
    private(set) var entries: [SeriesStage.Entry] = []
    /// Where they come from, each once.
    private(set) var sources: [any CandleSource] = []
    /// Entries that came to no series, and why.
    private(set) var failures: [(subject: String, error: any Error)] = []
    private var known: Set<SeriesID> = []
    private var places: [Place: any CandleSource] = [:]

    private struct Place: Hashable {
        let venue: String
        let joined: Interval?
    }

    /// Opens the sources and asks for what rules pick; a rule that fails stops no other entry.
    init(
        _ file: PipelineFile,
        _ selection: PipelineSelection,
        over network: HTTPNetwork,
        _ access: VenueArguments
    ) async {
        for entry in file.series {
            do {
                let symbols = try await symbols(of: entry, over: network, access)
                for interval in entry.intervals {
                    let source = try source(entry, interval, over: network, access)
                    for symbol in symbols {
                        add(symbol, interval, entry, source, file, selection)
                    }
                }
            } catch {
                failures.append((Self.name(of: entry), Interruption.seen(error)))
            }
        }
    }

    private static func name(of entry: SeriesEntry) -> String {
        let symbols = entry.symbols.map(\.text) + (entry.rule.map { ["\($0)"] } ?? [])
        let more = symbols.count > 3 ? " and \(symbols.count - 3) more" : ""
        return "\(entry.venue) \(symbols.prefix(3).joined(separator: " "))\(more)"
    }

    private mutating func add(
        _ symbol: Symbol,
        _ interval: Interval,
        _ entry: SeriesEntry,
        _ source: any CandleSource,
        _ file: PipelineFile,
        _ selection: PipelineSelection
    ) {
        let series = SeriesID(venue: source.venue, symbol: symbol, interval: interval)
        guard selection.holds(series), known.insert(series).inserted else { return }
        entries.append(
            SeriesStage.Entry(
                series: series,
                source: source,
                from: entry.from.resolved(at: selection.begins),
                to: selection.end(entry.to, interval),
                indicators: entry.indicators ?? file.indicators,
                dataset: nil
            )
        )
    }

    private mutating func symbols(
        of entry: SeriesEntry,
        over network: HTTPNetwork,
        _ access: VenueArguments
    ) async throws -> [Symbol] {
        guard let rule = entry.rule, let interval = entry.intervals.first else {
            return entry.symbols
        }
        let source = try source(entry, interval, over: network, access)
        let picked = rule.selection(from: try await source.turnover(), at: source.venue)
        if let note = picked.note {
            guard !picked.ranked.isEmpty else {
                throw CommandFailure(exit: .usage, message: note)
            }
            Console.note(note)
        }
        return entry.symbols + picked.symbols
    }

    private mutating func source(
        _ entry: SeriesEntry,
        _ interval: Interval,
        over network: HTTPNetwork,
        _ access: VenueArguments
    ) throws -> any CandleSource {
        let venue = try VenueCatalogue().venue(named: entry.venue)
        let isJoined = entry.resample && !venue.intervals.contains(interval)
        let place = Place(venue: venue.name, joined: isJoined ? interval : nil)
        if let source = places[place] { return source }
        let source = try access.source(of: venue.name, over: network, joining: place.joined)
        places[place] = source
        sources.append(source)
        return source
    }
}

extension PipelineSeries {
    /// Has every series write its dataset in the same pass.
    mutating func addDatasets(_ dataset: DatasetEntry) {
        entries = entries.map { entry in
            var entry = entry
            entry.dataset = dataset.request(for: entry.series)
            return entry
        }
    }
}

extension DatasetEntry {
    /// Describes the dataset of a series, in a folder of its own.
    func request(for series: SeriesID) -> DatasetRequest {
        { range, indicators in
            DatasetOptions(
                directory: "\(folder)/\(series.fileStem)",
                series: [series],
                range: range,
                indicators: indicators,
                programVersion: Chandler.version,
                horizons: horizons,
                directionThreshold: directionThreshold,
                barrierATR: barrierATR,
                split: split,
                embargo: embargo,
                dropUnlabelled: dropUnlabelled,
                format: format
            )
        }
    }
}
