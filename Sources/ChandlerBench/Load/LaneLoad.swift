import ChandlerStore
import Synchronization

/// Chandler's own loader, fed with rows that are ready: whichever lane is free takes the next.
struct LaneLoad: Sendable {
    private let jobs: [LoadJob]
    private let lanes: Int

    init(_ jobs: MonthJobs, lanes: Int) {
        self.jobs = jobs.jobs
        self.lanes = lanes
    }

    /// Loads all months into an empty database.
    func measure(_ database: LoadDatabase) throws -> LoadRun {
        try database.empty()
        let configuration = database.configuration
        let runID = try waiting {
            let control = try StoreLane(configuration, applicationName: "chandler-bench")
            _ = try await control.migrate()
            return try await control.beginRun(command: "load", arguments: "{}", version: "bench")
        }
        let figures = try database.measure {
            try waiting {
                let store = try Store(
                    configuration,
                    lanes: lanes,
                    applicationName: "chandler-bench"
                )
                try await load(over: store.lanes, runID: runID)
            }
        }
        return figures.run(rows: try database.count(of: "market_data"))
    }

    private func load(over lanes: [StoreLane], runID: Int64) async throws {
        let turns = Turns()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes {
                group.addTask { try await load(on: lane, runID: runID, turns) }
            }
            try await group.waitForAll()
        }
    }

    private func load(on lane: StoreLane, runID: Int64, _ turns: Turns) async throws {
        while case let turn = turns.take(), turn < jobs.count {
            do {
                try await lane.load(jobs[turn], runID: runID, turns.order, turn: turn)
            } catch {
                await turns.order.stop()
                throw error
            }
        }
    }
}

/// Which month is next, for all lanes.
private final class Turns: Sendable {
    let order = CommitOrder()
    private let next = Atomic(0)

    func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}
