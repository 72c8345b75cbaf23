// swift-tools-version: 6.2
import PackageDescription

// Settings of every Swift target of ours. Imports are internal unless a public declaration needs
// them, so that what leaks between modules is visible where it does.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let asyncAlgorithms = Target.Dependency.product(
    name: "AsyncAlgorithms",
    package: "swift-async-algorithms"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let hummingbird = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "chandler",
    products: [
        .executable(name: "chandler", targets: ["chandler"]),
        .executable(name: "fixture-exchange", targets: ["fixture-exchange"]),
        .executable(name: "chandler-bench", targets: ["ChandlerBench"]),
        .library(name: "FixtureExchange", targets: ["FixtureExchange"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries: a module map and a shim header each, nothing else.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(
            name: "CLibcrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CLibcurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(
            name: "CSimdjson",
            // Debian builds libsimdjson with threads; the header must agree with the library.
            cxxSettings: [.define("SIMDJSON_THREADS_ENABLED", to: "1")],
            linkerSettings: [.linkedLibrary("simdjson")]
        ),

        // The way of the data, from values to files.
        .target(name: "ChandlerCore", swiftSettings: settings),
        .target(name: "ChandlerDigest", dependencies: ["CLibcrypto"], swiftSettings: settings),
        .target(
            name: "ChandlerIndicators",
            dependencies: ["ChandlerCore"],
            swiftSettings: settings
        ),
        .target(name: "ChandlerFiles", swiftSettings: settings),
        .target(name: "ChandlerProcesses", swiftSettings: settings),
        .target(name: "ChandlerHTTP", dependencies: ["CLibcurl"], swiftSettings: settings),
        .target(
            name: "ChandlerVenues",
            dependencies: [
                "ChandlerCore", "ChandlerDigest", "ChandlerHTTP", "CSimdjson", "CZlib",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerPostgres",
            dependencies: ["CLibpq", "ChandlerProcesses"],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerStore",
            dependencies: ["ChandlerCore", "ChandlerDigest", "ChandlerPostgres"],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerParquet",
            dependencies: ["CZlib", "CZstd"],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerDatasets",
            dependencies: [
                "ChandlerCore", "ChandlerDigest", "ChandlerIndicators", "ChandlerParquet",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerPipeline",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerDigest", "ChandlerIndicators",
                "ChandlerStore", asyncAlgorithms,
            ],
            swiftSettings: settings
        ),
        // What is done with the database over the years.
        .target(
            name: "ChandlerWarehouse",
            dependencies: [
                "ChandlerCore", "ChandlerDigest", "ChandlerFiles", "ChandlerParquet",
                "ChandlerPostgres", "ChandlerStore", "CZlib",
            ],
            swiftSettings: settings
        ),
        // When pipelines run, what they do, and how it is told afterwards.
        .target(
            name: "ChandlerScheduling",
            dependencies: ["ChandlerCore", "ChandlerProcesses"],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerPipelineFiles",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerIndicators", "ChandlerScheduling",
                "ChandlerVenues", "ChandlerWarehouse", yams,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerTelemetry",
            dependencies: [
                "ChandlerCore", "ChandlerFiles", "ChandlerHTTP", "ChandlerProcesses", metrics,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChandlerReport",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerIndicators", "ChandlerParquet",
                "ChandlerPostgres", "ChandlerStore",
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "chandler",
            dependencies: [
                "CMalloc", "ChandlerCore", "ChandlerDatasets", "ChandlerFiles", "ChandlerHTTP",
                "ChandlerIndicators", "ChandlerPipeline", "ChandlerPipelineFiles",
                "ChandlerPostgres", "ChandlerReport", "ChandlerScheduling", "ChandlerStore",
                "ChandlerTelemetry", "ChandlerVenues", "ChandlerWarehouse", argumentParser,
            ],
            swiftSettings: settings
        ),

        // A stand-in for the real venues.
        .target(
            name: "FixtureExchange",
            dependencies: [
                "ChandlerCore", "CLibcrypto", "CZlib", httpTypes, hummingbird, logging, nioCore,
                nioPosix, serviceLifecycle,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "fixture-exchange",
            dependencies: ["ChandlerCore", "FixtureExchange", argumentParser, unixSignals],
            swiftSettings: settings
        ),

        // Measures the stages, and whole runs beside what else does the work.
        .executableTarget(
            name: "ChandlerBench",
            dependencies: [
                "ChandlerCore", "ChandlerHTTP", "ChandlerIndicators", "ChandlerParquet",
                "ChandlerPostgres", "ChandlerStore", "ChandlerVenues", argumentParser,
            ],
            swiftSettings: settings
        ),

        // One test target a module, in the same order, and whole programs at the end.
        .target(
            name: "TestSupport",
            dependencies: ["ChandlerPostgres"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerBenchTests",
            dependencies: ["ChandlerBench", "ChandlerCore", "ChandlerIndicators", argumentParser],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerCoreTests",
            dependencies: ["ChandlerCore"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerDigestTests",
            dependencies: ["ChandlerDigest"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerFilesTests",
            dependencies: ["ChandlerFiles", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerProcessesTests",
            dependencies: ["ChandlerProcesses"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerIndicatorsTests",
            dependencies: ["ChandlerCore", "ChandlerIndicators"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerHTTPTests",
            dependencies: ["ChandlerHTTP", "CLibcurl"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerVenuesTests",
            dependencies: [
                "ChandlerCore", "ChandlerDigest", "ChandlerHTTP", "ChandlerVenues", "CSimdjson",
                "CZlib", "FixtureExchange",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerPostgresTests",
            dependencies: ["ChandlerPostgres"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerStoreTests",
            dependencies: ["ChandlerCore", "ChandlerPostgres", "ChandlerStore"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerPipelineTests",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerDigest", "ChandlerIndicators",
                "ChandlerPipeline", "ChandlerPostgres", "ChandlerStore",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerParquetTests",
            dependencies: ["ChandlerParquet", "CZstd"],
            exclude: ["Readers"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerDatasetsTests",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerIndicators", "ChandlerParquet",
            ],
            exclude: ["Readers"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerWarehouseTests",
            dependencies: [
                "ChandlerCore", "ChandlerDigest", "ChandlerParquet", "ChandlerPostgres",
                "ChandlerStore", "ChandlerWarehouse", "TestSupport",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerSchedulingTests",
            dependencies: ["ChandlerCore", "ChandlerScheduling", "TestSupport", yams],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerPipelineFilesTests",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerIndicators", "ChandlerPipelineFiles",
                "ChandlerScheduling", "ChandlerWarehouse", "TestSupport", yams,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerTelemetryTests",
            dependencies: [
                "ChandlerCore", "ChandlerHTTP", "ChandlerTelemetry", metrics, "TestSupport",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChandlerReportTests",
            dependencies: [
                "ChandlerCore", "ChandlerDatasets", "ChandlerIndicators", "ChandlerParquet",
                "ChandlerPostgres", "ChandlerReport", "ChandlerStore", "CZlib", "TestSupport",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FixtureExchangeTests",
            dependencies: [
                "ChandlerCore", "CLibcrypto", "CZlib", "FixtureExchange", "fixture-exchange",
                nioCore,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "ChandlerCore", "ChandlerPipelineFiles", "ChandlerPostgres", "ChandlerScheduling",
                "FixtureExchange", "TestSupport",
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
