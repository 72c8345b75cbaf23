import ChandlerCore
import ChandlerPipeline
import Foundation
import Synchronization

/// Shows how far a run is: one line that is redrawn on a terminal, now and then a line otherwise.
final class RunProgress: ProgressSink {
    private struct State {
        var expected = 0
        var fetched = 0
        var loaded = 0
        var label = ""
        var begun: Set<String> = []
        var began = ContinuousClock.now
        var shown = ContinuousClock.now
        var isDrawn = false
    }

    private let state = Mutex(State())
    private let isQuiet: Bool
    private let seriesCount: Int
    private let unit: String

    /// Creates a progress line.
    ///
    /// - Parameters:
    ///   - isQuiet: Whether to show nothing at all.
    ///   - seriesCount: Of how many series; those of many are counted together.
    ///   - unit: What is counted.
    init(isQuiet: Bool, seriesCount: Int = 1, unit: String = "candles") {
        self.isQuiet = isQuiet
        self.seriesCount = seriesCount
        self.unit = unit
    }

    func began(_ series: String, expected: Int) {
        state.withLock { state in
            clear(&state)
            if seriesCount == 1 {
                state = State(expected: expected, label: series)
            } else {
                state.begun.insert(series)
                state.expected += expected
                state.label = "\(seriesCount) series, \(state.begun.count) begun,"
            }
        }
    }

    func fetched(_ count: Int) {
        advance { $0.fetched += count }
    }

    func loaded(_ count: Int) {
        advance { $0.loaded += count }
    }

    func recomputed(_ count: Int) {
        advance {
            $0.fetched += count
            $0.loaded += count
        }
    }

    /// Removes the line, so that other text can follow.
    func end() {
        state.withLock { clear(&$0) }
    }

    private func advance(_ change: (inout State) -> Void) {
        guard !isQuiet else { return }
        state.withLock { state in
            change(&state)
            let now = ContinuousClock.now
            let pause: Duration = Console.isTerminal ? .milliseconds(100) : .seconds(5)
            guard state.shown.duration(to: now) >= pause else { return }
            state.shown = now
            let line = line(state, now)
            if Console.isTerminal {
                Console.write(
                    "\r\u{1B}[2K" + String(line.prefix(Console.width - 1)),
                    to: STDERR_FILENO
                )
                state.isDrawn = true
            } else {
                Console.note(line, fields: fields(state, now))
            }
        }
    }

    private func clear(_ state: inout State) {
        guard state.isDrawn else { return }
        Console.write("\r\u{1B}[2K", to: STDERR_FILENO)
        state.isDrawn = false
    }

    /// What a line says, as numbers.
    private func fields(
        _ state: State,
        _ now: ContinuousClock.Instant
    ) -> KeyValuePairs<String, LogLine.Value> {
        let seconds = state.began.duration(to: now) / .seconds(1)
        return [
            "expected": .int(state.expected), "fetched": .int(state.fetched),
            "loaded": .int(state.loaded), "seconds": .number(seconds), "unit": .text(unit),
        ]
    }

    private func line(_ state: State, _ now: ContinuousClock.Instant) -> String {
        let elapsed = state.began.duration(to: now) / .seconds(1)
        let rate = elapsed > 0 ? Double(state.fetched) / elapsed : 0
        let share = state.expected > 0 ? Double(state.fetched) / Double(state.expected) : 0
        let left = rate > 0 ? Double(max(0, state.expected - state.fetched)) / rate : 0
        let filled = Int((min(1, share) * 20).rounded(.down))
        let bar =
            Console.isTerminal
            ? "▕" + String(repeating: "█", count: filled)
                + String(repeating: " ", count: 20 - filled) + "▏ " : ""
        return "\(state.label) \(bar)\(Int(min(1, share) * 100)) % · "
            + "\(Words.seconds(left)) left · \(Words.count(Int(rate)))/s · "
            + "\(Words.count(state.fetched)) of \(Words.count(state.expected)) \(unit)"
    }
}
