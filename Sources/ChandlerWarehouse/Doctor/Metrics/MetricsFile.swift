import Glibc

/// A file for the textfile collector of node_exporter.
///
/// The collector reads whenever it likes, so the file appears whole under its name or stays as it
/// was: it is written beside its place and then renamed.
public struct MetricsFile: Sendable {
    /// Where it is; the collector takes names that end in `.prom`.
    public let path: String

    /// Names a file; nothing is written yet.
    public init(path: String) {
        self.path = path
    }

    /// Writes what a doctor found.
    ///
    /// - Parameter diagnosis: What was found.
    /// - Throws: ``WarehouseError`` with code `cannotWrite`; the file stays as it was.
    public func write(_ diagnosis: Diagnosis) throws(WarehouseError) {
        try write(diagnosis.metricsText)
    }

    func write(_ text: String) throws(WarehouseError) {
        // No collector reads a name that does not end in `.prom`.
        let draft = "\(path).\(getpid()).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(errno) }
        var number = Self.fill(descriptor, Array(text.utf8))
        // The collector is another user: the umask is not to keep it out.
        if number == 0, fchmod(descriptor, 0o644) != 0 { number = errno }
        if close(descriptor) != 0, number == 0 { number = errno }
        if number == 0, rename(draft, path) != 0 { number = errno }
        guard number != 0 else { return }
        unlink(draft)
        throw failure(number)
    }

    private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    private func failure(_ number: Int32) -> WarehouseError {
        WarehouseError(
            .cannotWrite,
            "write the metrics to \"\(path)\": \(String(cString: strerror(number))) "
                + "(errno \(number)); the file stays as it was"
        )
    }
}
