import ChandlerCore
import ChandlerScheduling
import ChandlerVenues

extension FirstPipeline {
    /// The file: what a person chose, what that means, and what else there is.
    var text: String {
        [head, series, indicators, datasetText, scheduleText, rest].joined(separator: "\n")
    }

    private var head: String {
        """
        # yaml-language-server: $schema=\(schema)
        #
        #   chandler pipeline lint FILE    find mistakes, all at once
        #   chandler pipeline plan FILE    say what a run would do, and do nothing
        #   chandler run FILE              do it; what is stored already is not fetched again

        # The ledger, locks and units know it by this name: letters, digits and hyphens.
        name: \(Self.scalar(name))

        """
    }

    private var series: String {
        """
        # Candles. Another entry ("- venue: ...") adds another venue, or other symbols or lengths.
        series:
          - venue: \(Self.scalar(venue.lowercased()))
        \(selection)
            # Any of 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M that the venue has.
            intervals: [\(Self.scalar(interval))]\(resampling)
            # A date, a time such as 2024-01-01T12:00:00Z, or a span back from the run such as 90d.
            from: \(Self.scalar(from))

        """
    }

    private var resampling: String {
        guard let length = Interval(rawValue: interval),
            let known = try? VenueCatalogue().venue(named: venue), !known.intervals.contains(length)
        else { return "" }
        return """

                # The venue has none of this length: they are joined from shorter ones.
                resample: true
            """
    }

    private var selection: String {
        if let rule {
            return """
                    # The most traded of a quote asset when the run begins; `symbols:` names them.
                    rule: \(Self.scalar(rule))
                """
        }
        let list = tickers.map { "      - \(Self.scalar($0.uppercased()))" }
        return """
                # The venue's own tickers without separators: "chandler symbols --venue \(plainVenue)".
                symbols:
            \(list.joined(separator: "\n"))
            """
    }

    /// The venue where it stands in a comment, which ends with the line.
    private var plainVenue: String {
        venue.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    private var indicators: String {
        """
        # core has 25, full 72, none none; or name them: [rsi_14, atr_14, sma_37].
        indicators: core

        """
    }

    private var datasetText: String {
        guard let dataset else {
            return """
                # A training dataset of each series, written by the same run.
                # dataset:
                #   folder: datasets

                """
        }
        return """
            # A training dataset of each series, a folder each inside this one.
            dataset:
              folder: \(Self.scalar(dataset))
              # parquet, parquet-gzip or csv.gz.
              format: parquet
              # Train, validation and test, by time.
              split: 70/15/15

            """
    }

    private var scheduleText: String {
        guard let schedule else {
            return """
                # When it runs by itself, as in crontab and in UTC: "chandler schedule install FILE".
                # schedule:
                #   cron: "*/10 * * * *"

                """
        }
        return """
            # When it runs by itself, as in crontab and in UTC: "chandler schedule install FILE".
            schedule:
              cron: \(Self.scalar(schedule))
              # Starts are spread over so long, so that not all machines ask a venue in one second.
              jitter: 20s
              # A run that takes longer ends at its next batch, and the next one goes on there.
              deadline: \(deadline)

            """
    }

    /// Four fifths of the shortest time between two runs, six hours at most.
    private var deadline: String {
        let times = (try? CronExpression(parsing: schedule ?? ""))?
            .next(after: Timestamp(seconds: 1_704_067_200), count: 60)
        let pauses = zip(times ?? [], (times ?? []).dropFirst()).map { $1 - $0 }
        let seconds = min(6 * 3_600, (pauses.min() ?? .max) / 1_000_000 / 5 * 4)
        return seconds >= 120 ? "\(seconds / 60)m" : "\(seconds)s"
    }

    private var rest: String {
        """
        # Who is told how a run ended. The webhook is the name of a variable that holds the address.
        # notifications:
        #   - on: [failure, recovery]
        #     webhook: CHANDLER_WEBHOOK_URL

        """
    }

    /// A value as YAML has it: plain where nothing can be misread, else in quotes.
    static func scalar(_ text: String) -> String {
        let isReserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(text.lowercased())
        let isWord = text.wholeMatch(of: /[A-Za-z]([A-Za-z0-9_.\/:-]*[A-Za-z0-9_])?/) != nil
        let isSpan = text.wholeMatch(of: /[0-9]+[a-zA-Z]/) != nil
        let isDate = text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
        return isWord && !isReserved || isSpan || isDate ? text : inQuotes(text)
    }

    private static func inQuotes(_ text: String) -> String {
        let inner = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(inner)\""
    }
}
