import ArgumentParser
import ChandlerCore

/// A length of time on the command line, such as `90s`, `5m` or `2h`; a bare number is seconds.
struct SpanOfTime: ExpressibleByArgument {
    let seconds: Int
    private let text: String

    init(seconds: Int) {
        self.seconds = seconds
        text = seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
        let unit = argument.last.flatMap { units[$0] }
        guard let count = Int(unit == nil ? argument : String(argument.dropLast())),
            (1...1_000_000).contains(count)
        else { return nil }
        seconds = count * (unit ?? 1)
        text = argument
    }

    var duration: Duration { .seconds(seconds) }

    var defaultValueDescription: String { text }
}
