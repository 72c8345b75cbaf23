import CoreMetrics
import Testing

@testable import ChandlerTelemetry

@Suite struct MetricsRegistryTests {
    private func texts(_ registry: MetricsRegistry) throws -> (Exposition, Exposition) {
        let families = registry.families
        return (
            try Exposition(PrometheusText(families).text, .prometheus),
            try Exposition(OpenMetricsText(families).text, .openMetrics)
        )
    }

    @Test func everyKindOfSwiftMetricsIsWritten() throws {
        let registry = MetricsRegistry()
        registry.describe("requests", "Requests that were sent.")
        let dimensions = [("venue", "binance")]
        Counter(label: "requests.total", dimensions: dimensions, factory: registry)
            .increment(by: 3)
        FloatingPointCounter(label: "waited.seconds", factory: registry).increment(by: 0.25)
        Meter(label: "queue-length", factory: registry).set(7)
        Recorder(label: "page.size", factory: registry).record(100)
        Recorder(label: "page.size", factory: registry).record(50.5)
        Recorder(label: "level", aggregate: false, factory: registry).record(2.5)
        Timer(label: "request", factory: registry).recordMilliseconds(30)
        let (prometheus, open) = try texts(registry)
        #expect(prometheus["requests_total", ["venue": "binance"]] == 3)
        #expect(prometheus.types["requests_total"] == "counter")
        #expect(open.types["requests"] == "counter")
        #expect(open.helps["requests"] == "Requests that were sent.")
        #expect(prometheus.helps["requests_total"] == "Requests that were sent.")
        for text in [prometheus, open] {
            #expect(text["requests_total", ["venue": "binance"]] == 3)
            #expect(text["waited_seconds_total"] == 0.25)
            #expect(text["queue_length"] == 7)
            #expect(text["page_size_count"] == 2)
            #expect(text["page_size_sum"] == 150.5)
            #expect(text["level"] == 2.5)
            #expect(text["request_seconds_count"] == 1)
            #expect(abs((text["request_seconds_sum"] ?? 0) - 0.03) < 1e-12)
        }
        #expect(open.units == ["waited_seconds": "seconds", "request_seconds": "seconds"])
        #expect(prometheus.units.isEmpty)
    }

    @Test(arguments: [
        ("http.server-requests", "http_server_requests"), ("9lives", "_9lives"), ("", "_"),
        ("a:b", "a:b"), ("größe", "gr__e"), ("a\nb{c=\"d\"}", "a_b_c__d__"),
    ])
    func namesBecomeValid(_ label: String, _ name: String) throws {
        let registry = MetricsRegistry()
        Meter(label: label, dimensions: [("x.y", "1"), ("__z", "2")], factory: registry).set(1)
        let (prometheus, open) = try texts(registry)
        #expect(prometheus[name, ["x_y": "1", "exported_z": "2"]] == 1)
        #expect(open[name, ["x_y": "1", "exported_z": "2"]] == 1)
    }

    @Test func labelsOfBucketsBelongToNobodyElse() throws {
        let registry = MetricsRegistry()
        let dimensions = [("le", "x"), ("quantile", "y"), ("a:b", "z")]
        Timer(label: "t", dimensions: dimensions, factory: registry).recordSeconds(1)
        let labels = ["exported_le": "x", "exported_quantile": "y", "a_b": "z"]
        #expect(try texts(registry).1["t_seconds_count", labels] == 1)
    }

    @Test func sameNameAndLabelsShareAValueInAnyOrder() throws {
        let registry = MetricsRegistry()
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
        Counter(label: "c.total", dimensions: [("b", "2"), ("a", "1")], factory: registry)
            .increment()
        #expect(try texts(registry).0.all("c_total") == [["a": "1", "b": "2"]: 2])
    }

    @Test func noTwoMetricsWriteTheSameSample() throws {
        let registry = MetricsRegistry()
        Timer(label: "x", factory: registry).recordSeconds(1)
        Meter(label: "x_seconds", factory: registry).set(1)
        Meter(label: "x_seconds_count", factory: registry).set(2)
        Counter(label: "y", factory: registry).increment()
        Meter(label: "y_total", factory: registry).set(3)
        Recorder(label: "y", factory: registry).record(4)
        Meter(label: "z_sum", factory: registry).set(5)
        Recorder(label: "z", factory: registry).record(6)
        let (prometheus, open) = try texts(registry)
        #expect(prometheus.types.count == 8)
        #expect(open["x_seconds_gauge"] == 1)
        #expect(open["x_seconds_count_gauge"] == 2)
        #expect(open["y_total_gauge"] == 3)
        #expect(open["y_summary_sum"] == 4)
        #expect(open["z_summary_sum"] == 6)
    }

    @Test func bucketsCountWhatIsNoMoreThanTheirBound() throws {
        let registry = MetricsRegistry()
        let timer = Timer(label: "t", factory: registry)
        for nanoseconds: Int64 in [0, 5_000_000, 5_000_001, 1_000_000_000, -7, 4_000_000_000_000] {
            timer.recordNanoseconds(nanoseconds)
        }
        for format in [Exposition.Format.prometheus, .openMetrics] {
            let families = registry.families
            let text =
                format == .prometheus
                ? PrometheusText(families).text : OpenMetricsText(families).text
            let parsed = try Exposition(text, format)
            let whole = format == .prometheus ? "1" : "1.0"
            #expect(parsed["t_seconds_bucket", ["le": "0.005"]] == 3)
            #expect(parsed["t_seconds_bucket", ["le": "0.01"]] == 4)
            #expect(parsed["t_seconds_bucket", ["le": "0.5"]] == 4)
            #expect(parsed["t_seconds_bucket", ["le": whole]] == 5)
            let last = format == .prometheus ? "3600" : "3600.0"
            #expect(parsed["t_seconds_bucket", ["le": last]] == 5)
            #expect(parsed["t_seconds_bucket", ["le": "+Inf"]] == 6)
            #expect(parsed["t_seconds_count"] == 6)
        }
        #expect(MetricsRegistry.timerBounds == MetricsRegistry.timerBounds.sorted())
    }

    @Test func countersOnlyGrow() throws {
        let registry = MetricsRegistry()
        let counter = registry.makeFloatingPointCounter(label: "c", dimensions: [])
        for amount in [1.5, -1, .nan, .infinity, 0] { counter.increment(by: amount) }
        #expect(try texts(registry).0["c_total"] == 1.5)
        counter.reset()
        #expect(try texts(registry).0["c_total"] == 0)
    }

    @Test func gaugeWithoutAValueIsLeftOut() throws {
        let registry = MetricsRegistry()
        let meter = Meter(label: "g", factory: registry)
        #expect(PrometheusText(registry.families).text == "")
        #expect(OpenMetricsText(registry.families).text == "# EOF\n")
        meter.increment(by: 2)
        meter.decrement(by: 5)
        #expect(try texts(registry).0["g"] == -3)
    }

    @Test func whatIsDestroyedIsForgotten() throws {
        let registry = MetricsRegistry()
        let counter = Counter(label: "c", factory: registry)
        counter.increment()
        let timer = Timer(label: "t", factory: registry)
        timer.recordSeconds(1)
        counter.destroy()
        #expect(registry.families.map(\.name) == ["t_seconds"])
        timer.destroy()
        #expect(registry.families.isEmpty)
        Counter(label: "c", factory: registry).increment()
        #expect(try texts(registry).0["c_total"] == 1, "it begins anew")
    }

    @Test func orderDoesNotDependOnWhoCameFirst() throws {
        let names = ["b", "a", "c"]
        var texts: Set<String> = []
        for shift in 0..<3 {
            let registry = MetricsRegistry()
            for place in 0..<3 {
                let name = names[(place + shift) % 3]
                for value in ["2", "10", "1"] {
                    Meter(label: name, dimensions: [("l", value + name)], factory: registry).set(1)
                }
            }
            texts.insert(OpenMetricsText(registry.families).text)
        }
        #expect(texts.count == 1)
    }

    @Test func noValueIsLostAmongThreads() async throws {
        let registry = MetricsRegistry()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<2_000 {
                        let dimensions = [("w", "\(number % 4)")]
                        Counter(label: "c", dimensions: dimensions, factory: registry).increment()
                        Timer(label: "t", factory: registry).recordNanoseconds(1_000)
                        Recorder(label: "r", factory: registry).record(1)
                        if number % 500 == worker { _ = registry.families }
                    }
                }
            }
        }
        let (prometheus, open) = try texts(registry)
        #expect(prometheus.all("c_total").values.sorted() == [4_000, 4_000, 4_000, 4_000])
        #expect(open["t_seconds_count"] == 16_000)
        #expect(open["t_seconds_bucket", ["le": "0.005"]] == 16_000)
        #expect(open["r_sum"] == 16_000)
    }

    @Test func codeThatNamesNoRegistryFindsThatOfTheProcess() throws {
        let registry = MetricsRegistry()
        registry.bootstrap()
        Counter(label: "bootstrapped").increment(by: 2)
        #expect(try texts(registry).0["bootstrapped_total"] == 2)
    }
}
