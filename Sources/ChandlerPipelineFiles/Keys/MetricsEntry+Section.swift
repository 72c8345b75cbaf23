extension MetricsEntry {
    static let section = Section<MetricsEntry>(
        make: { MetricsEntry() },
        fields: [
            Field(
                "file",
                \.file,
                .place("a file"),
                otherwise: "none",
                example: "/var/lib/node_exporter/chandler.prom",
                "A file in Prometheus' text format, for the node exporter's collector."
            ),
            Field(
                "push",
                \.pushVariable,
                .variable,
                otherwise: "none",
                example: "METRICS_PUSH_URL",
                "The variable of the environment that holds the address of a push gateway."
            ),
        ]
    )
}
