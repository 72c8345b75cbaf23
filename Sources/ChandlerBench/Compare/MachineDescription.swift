import Glibc

/// What a figure was measured on and with.
enum MachineDescription {
    /// Machine, versions and commit, a line each.
    ///
    /// - Parameter more: Versions of what else was measured.
    /// - Returns: Three lines.
    static func text(_ more: [String]) -> String {
        "Machine: \(machine).\nVersions: \(versions(more)).\nCommit: \(commit)."
    }

    /// The processor, its cores and the memory.
    private static var machine: String {
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return "\(field("model name", in: "/proc/cpuinfo")), \(cores) cores, "
            + "\(fixed(memoryKilobytes / 1_048_576, 1)) GiB"
    }

    /// A quarter of the memory, but no more than `limit`.
    static func memoryMegabytes(upTo limit: Int) -> Int {
        memoryKilobytes.isFinite ? min(limit, Int(memoryKilobytes / 4_096)) : limit
    }

    private static var memoryKilobytes: Double {
        let text = field("MemTotal", in: "/proc/meminfo").split(separator: " ").first ?? ""
        return Double(text) ?? .nan
    }

    /// The kernel and the compiler, and whatever else is asked.
    private static func versions(_ more: [String]) -> String {
        let kernel = "Linux " + firstLine(of: ["uname", "-r"])
        let swift = firstLine(of: ["swift", "--version"])
        let words = swift.split(separator: " ")
        let number = words.firstIndex(of: "version").map { words[$0 + 1] }
        return ([kernel, "Swift \(number ?? "unknown")"] + more).joined(separator: ", ")
    }

    /// The commit that the program beside this one was built from, if this is known.
    private static var commit: String {
        let folder = "/" + Programs.own.split(separator: "/").dropLast().joined(separator: "/")
        let commit = firstLine(of: ["git", "-C", folder, "rev-parse", "--short", "HEAD"])
        guard !commit.isEmpty else { return "unknown" }
        let changes = firstLine(of: ["git", "-C", folder, "status", "--porcelain", "-uno"])
        return changes.isEmpty ? commit : commit + "-dirty"
    }

    private static func firstLine(of command: [String]) -> String {
        let output = (try? Program(command).run().output) ?? ""
        return output.split(separator: "\n").first.map(String.init) ?? ""
    }

    private static func field(_ name: String, in path: String) -> String {
        let text = (try? TextFile.text(of: path)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        let value = line?.split(separator: ":").last.map { String($0) } ?? "unknown"
        return String(value.drop { $0 == " " })
    }
}
