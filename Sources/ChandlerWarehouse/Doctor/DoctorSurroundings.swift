public import ChandlerCore
import Glibc

/// What a doctor learns from the machine it runs on instead of from the database.
public struct DoctorSurroundings: Sendable {
    /// The space of a file system.
    public struct Volume: Sendable, Hashable {
        /// All of it.
        public let sizeBytes: Int64
        /// What an ordinary user can still fill.
        public let freeBytes: Int64

        /// Creates a space.
        public init(sizeBytes: Int64, freeBytes: Int64) {
            self.sizeBytes = sizeBytes
            self.freeBytes = freeBytes
        }
    }

    /// The space of the file system that holds a path; `nil` where it cannot be seen.
    public var volume: @Sendable (_ path: String) -> Volume?
    /// Whether a process of the server runs on this machine, seen by its number.
    public var isServerProcess: @Sendable (_ processID: Int32) -> Bool
    /// The memory of this machine.
    public var memoryBytes: @Sendable () -> Int64?
    /// Where a program is; `nil` where it is missing.
    public var program: @Sendable (_ name: String) -> String?
    /// The time.
    public var now: @Sendable () -> Timestamp

    /// The machine as it is.
    ///
    /// - Parameter environment: The process's variables; `PATH` is looked at.
    public init(environment: [String: String]) {
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        volume = Self.volume
        isServerProcess = Self.isServerProcess
        memoryBytes = {
            Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
        }
        program = { name in
            folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
        }
        now = {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(
                microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
            )
        }
    }

    private static func volume(_ path: String) -> Volume? {
        var space = statvfs()
        guard statvfs(path, &space) == 0 else { return nil }
        let block = UInt64(space.f_frsize)
        return Volume(
            sizeBytes: Int64(
                clamping: UInt64(space.f_blocks).multipliedReportingOverflow(by: block).partialValue
            ),
            freeBytes: Int64(
                clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: block).partialValue
            )
        )
    }

    /// The number alone proves nothing: inside a container others count anew.
    private static func isServerProcess(_ processID: Int32) -> Bool {
        guard let file = fopen("/proc/\(processID)/comm", "r") else { return false }
        defer { fclose(file) }
        var name = [CChar](repeating: 0, count: 64)
        guard fgets(&name, Int32(name.count), file) != nil else { return false }
        let text = String(
            decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        return text.hasPrefix("postgres") || text.hasPrefix("postmaster")
    }
}
