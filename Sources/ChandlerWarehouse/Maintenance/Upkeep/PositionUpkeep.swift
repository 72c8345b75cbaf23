import ChandlerPostgres
import ChandlerStore

/// Brings open positions in line with trades and the newest closes.
struct PositionUpkeep {
    let runner: StepRunner
    let lane: StoreLane

    func run() async throws {
        let positions = try doing("count the open positions") {
            try runner.connection.query("SELECT count(*) FROM open_positions").firstRow().int64(0)
        }
        if positions == 0 { return }
        let step = MaintenanceStep(
            .positions,
            "refresh",
            "open_positions",
            reason: "\(positions) open positions follow trades and the newest closes"
        )
        try await runner.perform(step) {
            let refresh = try await lane.refreshOpenPositions()
            if refresh.unpriced > 0 {
                runner.find("\(refresh.unpriced) open positions have symbols without candles")
            }
            if refresh.removed + refresh.updated == 0 { return .needless }
            return .done("\(refresh.updated) priced, \(refresh.removed) closed ones removed")
        }
    }
}
