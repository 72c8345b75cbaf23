import Foundation
import TestSupport

/// A browser without a window, started anew for each picture with a profile of its own.
struct Browser {
    /// Where one is; `nil` where there is none.
    static let path: String? = {
        let candidates =
            TestPlaces.environment["CHANDLER_CHROMIUM"].map { [$0] }
            ?? ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].flatMap {
                ["/usr/bin/\($0)", "/usr/local/bin/\($0)"]
            }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Why tests with a browser are left out.
    static let skipReason = "no Chromium was found; apt-get install chromium, or CHANDLER_CHROMIUM"

    /// Whether tests with a browser are run: in CI they fail where there is none.
    static let isUsable = path != nil || TestPlaces.isCI

    /// What the reader prefers.
    enum Scheme: String, CaseIterable {
        case light
        case dark
    }

    let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder("browser")
    }

    /// The document of a page after its scripts have run.
    func document(of file: String, _ scheme: Scheme) async throws -> String {
        try await run(file, scheme, ["--dump-dom"])
    }

    /// What a page looks like.
    func screenshot(
        of file: String,
        _ scheme: Scheme,
        width: Int,
        height: Int
    ) async throws -> Screenshot {
        let picture = "\(scratch.path)/\(scheme)-\(width).png"
        _ = try await run(
            file,
            scheme,
            ["--screenshot=\(picture)", "--window-size=\(width),\(height)"]
        )
        return try Screenshot(png: Data(contentsOf: URL(fileURLWithPath: picture)))
    }

    private func run(_ file: String, _ scheme: Scheme, _ more: [String]) async throws -> String {
        guard let path = Self.path else { throw TestFailure(Self.skipReason) }
        let home = try scratch.folder("home-\(UInt32.random(in: 0...UInt32.max))")
        var environment = RunningProgram.plainEnvironment
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR"] {
            environment[name] = home
        }
        let flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            "--force-color-profile=srgb", "--user-data-dir=\(home)/profile",
            "--virtual-time-budget=4000",
            "--blink-settings=preferredColorScheme=\(scheme == .dark ? 0 : 1)",
        ]
        let program = try RunningProgram(
            [path] + flags + more + ["file://\(file)"],
            environment: environment
        )
        let ended = try await program.end(within: .seconds(90))
        guard ended.exitCode == 0 else { throw TestFailure("\(ended)") }
        return ended.output
    }
}
