import ArgumentParser
import FoundationEssentials
import Glibc

/// Where the measured programs are: beside this one, unless named.
struct Programs: ParsableArguments {
    @Option(help: "The program to measure (default: chandler beside this program).")
    var chandler: String?

    @Option(help: "The stand-in for the venue (default: fixture-exchange beside this program).")
    var fixtureExchange: String?

    var chandlerPath: String {
        get throws { try path(chandler, else: "chandler") }
    }

    var exchangePath: String {
        get throws { try path(fixtureExchange, else: "fixture-exchange") }
    }

    /// This program's own path.
    static var own: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    /// A file of the package, found upwards from this program and from the current folder.
    static func packageFile(_ name: String) -> String? {
        let starts = [own, FileManager.default.currentDirectoryPath + "/."]
        for start in starts {
            var parts = start.split(separator: "/").dropLast()
            while !parts.isEmpty {
                let candidate = "/" + parts.joined(separator: "/") + "/" + name
                if TextFile.exists(candidate) { return candidate }
                parts.removeLast()
            }
        }
        return nil
    }

    private func path(_ chosen: String?, else name: String) throws -> String {
        let folder = "/" + Self.own.split(separator: "/").dropLast().joined(separator: "/")
        let path = chosen ?? "\(folder)/\(name)"
        guard access(path, X_OK) == 0 else {
            throw BenchError(
                .programMissing,
                "find \(name): \"\(path)\" is not there or no program; build it first (swift "
                    + "build -c release --product \(name)) or name it"
            )
        }
        return path
    }
}
