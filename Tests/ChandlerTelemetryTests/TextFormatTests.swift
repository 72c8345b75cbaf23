import Testing

@testable import ChandlerTelemetry

@Suite struct TextFormatTests {
    private func family(_ series: [MetricSeries], help: String? = "h") -> MetricFamily {
        MetricFamily(name: "m", kind: .gauge, help: help, series: series)
    }

    @Test(arguments: [
        "", "\\", "\\\\n", "\"", "\n", "\\\"\n\\n\"} 1\n# HELP x", "a=\"b\",c", "Ä→🕯", "\r", "\t",
        " x ",
        "# EOF",
    ])
    func everyCharacterOfALabelAndOfHelpComesBack(_ value: String) throws {
        let families = [
            family([.init(labels: [MetricLabel("l", value)], value: .number(1))], help: value)
        ]
        for (text, format) in [
            (PrometheusText(families).text, Exposition.Format.prometheus),
            (OpenMetricsText(families).text, .openMetrics),
        ] {
            let parsed = try Exposition(text, format)
            #expect(parsed.all("m") == [["l": value]: 1])
            #expect(parsed.helps["m"] == value)
        }
    }

    @Test(arguments: [
        (0, "0"), (1, "1"), (-1.5, "-1.5"), (1_700_000_000.25, "1700000000.25"),
        (9_007_199_254_740_992, "9007199254740992"), (1e300, "1e+300"), (1e-7, "1e-07"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func numbersAreWrittenInFull(_ value: Double, _ text: String) throws {
        let families = [family([.init(labels: [], value: .number(value))], help: nil)]
        #expect(PrometheusText(families).text == "# TYPE m gauge\nm \(text)\n")
        #expect(OpenMetricsText(families).text == "# TYPE m gauge\nm \(text)\n# EOF\n")
        let parsed = try #require(try Exposition(OpenMetricsText(families).text, .openMetrics)["m"])
        #expect(parsed == value || parsed.isNaN && value.isNaN)
    }

    @Test func metricsWithoutSeriesAreLeftOut() {
        #expect(PrometheusText([family([])]).text == "")
        #expect(OpenMetricsText([family([])]).text == "# EOF\n")
    }

    @Test func textsAreWrittenToTheLetter() {
        let buckets = [
            MetricSeries.Bucket(bound: 0.5, count: 1), .init(bound: 2, count: 1),
            .init(bound: .infinity, count: 3),
        ]
        let families = [
            MetricFamily(
                name: "jobs",
                kind: .counter,
                help: "Jobs \"done\".",
                series: [.init(labels: [MetricLabel("a", "1")], value: .number(4))]
            ),
            MetricFamily(
                name: "t_seconds",
                kind: .histogram,
                help: nil,
                series: [
                    .init(labels: [], value: .histogram(buckets: buckets, count: 3, sum: 12.25))
                ]
            ),
        ]
        #expect(
            PrometheusText(families).text == """
                # HELP jobs_total Jobs "done".
                # TYPE jobs_total counter
                jobs_total{a="1"} 4
                # TYPE t_seconds histogram
                t_seconds_bucket{le="0.5"} 1
                t_seconds_bucket{le="2"} 1
                t_seconds_bucket{le="+Inf"} 3
                t_seconds_count 3
                t_seconds_sum 12.25

                """
        )
        #expect(
            OpenMetricsText(families).text == """
                # TYPE jobs counter
                # HELP jobs Jobs \\"done\\".
                jobs_total{a="1"} 4
                # TYPE t_seconds histogram
                # UNIT t_seconds seconds
                t_seconds_bucket{le="0.5"} 1
                t_seconds_bucket{le="2.0"} 1
                t_seconds_bucket{le="+Inf"} 3
                t_seconds_count 3
                t_seconds_sum 12.25
                # EOF

                """
        )
    }
}
