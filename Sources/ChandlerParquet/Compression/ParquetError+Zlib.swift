import CZlib

extension ParquetError {
    /// Wraps a zlib status with zlib's own words.
    static func zlib(
        _ action: String,
        _ status: Int32,
        _ words: UnsafePointer<CChar>?,
        code: Code = .compressionFailed
    ) -> Self {
        Self(code, "\(action): zlib said \(zlibWords(status, words))")
    }

    /// A status as text: its name, its number, and what zlib says about it.
    static func zlibWords(_ status: Int32, _ words: UnsafePointer<CChar>?) -> String {
        let name = zlibNames[status] ?? "status"
        let detail = words.map { " " + quoted(String(cString: $0)) } ?? ""
        return "\(name) (\(status))\(detail)"
    }

    private static let zlibNames: [Int32: String] = [
        Z_STREAM_END: "Z_STREAM_END", Z_NEED_DICT: "Z_NEED_DICT", Z_ERRNO: "Z_ERRNO",
        Z_STREAM_ERROR: "Z_STREAM_ERROR", Z_DATA_ERROR: "Z_DATA_ERROR",
        Z_MEM_ERROR: "Z_MEM_ERROR", Z_BUF_ERROR: "Z_BUF_ERROR",
        Z_VERSION_ERROR: "Z_VERSION_ERROR",
    ]
}
