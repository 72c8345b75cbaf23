import Glibc

/// Files read and written as a whole.
enum TextFile {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// How many bytes a file has.
    static func size(of path: String) throws(BenchError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw fault("look at", path) }
        return Int(status.st_size)
    }

    static func bytes(of path: String) throws(BenchError) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw fault("read", path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&block, 1, block.count, file), count > 0 {
            bytes += block[..<count]
        }
        return bytes
    }

    static func text(of path: String) throws(BenchError) -> String {
        String(decoding: try bytes(of: path), as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws(BenchError) {
        try write(Array(text.utf8), to: path)
    }

    static func write(_ bytes: [UInt8], to path: String) throws(BenchError) {
        guard let file = fopen(path, "wb") else { throw fault("write", path) }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw fault("write", path) }
    }

    /// The error about the last failed call.
    static func fault(_ action: String, _ path: String) -> BenchError {
        BenchError(.fileFault, "\(action) \"\(path)\": \(String(cString: strerror(errno)))")
    }
}
