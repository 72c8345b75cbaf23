import ChandlerCore
import ChandlerDigest
import ChandlerParquet
import Glibc

/// A file that is being written under its name in the staging folder, with its running digest.
///
/// Bytes are collected and handed on in pieces that begin and end where pages of the system's cache
/// do, which saves the system a fifth of its work.
final class StagedFile: ByteSink {
    /// How much is handed on at once.
    private static let pieceSize = 256 << 10

    private let path: String
    private let write: SystemCalls.Write
    private var descriptor: Int32
    private var digest: SHA256? = SHA256()
    private let piece: UnsafeMutableRawPointer
    private var filled = 0
    private(set) var byteCount: Int64 = 0

    init(path: String, write: @escaping SystemCalls.Write) throws(DatasetError) {
        self.path = path
        self.write = write
        piece = .allocate(byteCount: Self.pieceSize, alignment: 4_096)
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw SystemCalls.failure("create", path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        piece.deallocate()
    }

    /// Appends bytes after all bytes of earlier calls; what is wrong with the disk may be told by a
    /// later call.
    func write(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = min(rest.count, Self.pieceSize - filled)
            (piece + filled).copyMemory(from: start, byteCount: count)
            filled += count
            byteCount += Int64(count)
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            if filled == Self.pieceSize { try handOn() }
        }
    }

    private func handOn() throws(DatasetError) {
        digest?.update(UnsafeRawBufferPointer(start: piece, count: filled))
        var written = 0
        while written < filled {
            let count = write(descriptor, piece + written, filled - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw SystemCalls.failure("write", path, count < 0 ? errno : EIO)
            }
            written += count
        }
        filled = 0
    }

    /// Makes the bytes survive a power cut, closes the file and returns its SHA-256.
    func finish() throws(DatasetError) -> String {
        try handOn()
        guard fsync(descriptor) == 0 else { throw SystemCalls.failure("sync", path, errno) }
        let closing = descriptor
        descriptor = -1
        // Network file systems report a full disk only here.
        guard close(closing) == 0 else { throw SystemCalls.failure("close", path, errno) }
        guard let digest = digest.take() else {
            preconditionFailure("Invariant: a file is finished once")
        }
        return digest.finishHex()
    }
}

extension StagedFile {
    /// Appends a text as UTF-8.
    func write(_ text: String) throws(DatasetError) {
        var failure: DatasetError?
        var copy = text
        copy.withUTF8 { bytes in
            do throws(DatasetError) {
                try write(UnsafeRawBufferPointer(bytes))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
