import ChandlerCore
import Glibc

/// The folder of a dataset: checks it, stages new files in it, and swaps them in at the end.
///
/// New files are written into a hidden folder inside, so that a rename can put them in place.
/// Until ``publish(_:replacing:)`` nothing that loaders see changes; after a crash the next run
/// finds the hidden folder and clears it. While the object lives, no other run gets the folder.
final class OutputFolder {
    static let stagingName = ".chandler-dataset-partial"
    static let manifestName = "manifest.json"
    static let cardName = "README.md"
    /// The old manifest while files are swapped; tells the next run what a crash left behind.
    static let replacedName = "replaced-manifest.json"

    let path: String
    /// The dataset that is in the folder now, if there is one.
    private(set) var existing: StoredManifest?

    private let write: SystemCalls.Write
    private let isNew: Bool
    private var descriptor: Int32 = -1
    private var hasStaging = false

    /// Takes the folder: creates it if needed, locks it, clears what a crashed run left.
    ///
    /// - Throws: ``DatasetError`` with code `outputNotEmpty` where it holds other files,
    ///   `outputInUse`, `outputNotWritable` or `outputFull`.
    init(
        path: String,
        write: @escaping SystemCalls.Write = SystemCalls.write
    ) throws(DatasetError) {
        self.path = Self.withoutTrailingSlashes(path)
        self.write = write
        isNew = try SystemCalls.makeDirectories(self.path)
        do throws(DatasetError) {
            try lock()
            try clearInterruptedRun()
            existing = StoredManifest(path: "\(self.path)/\(Self.manifestName)")
            try refuseForeignFiles()
            try SystemCalls.makeDirectory(staging)
            hasStaging = true
            for split in Split.allCases {
                try SystemCalls.makeDirectory("\(staging)/\(split.rawValue)")
            }
        } catch {
            discard()
            if isNew { rmdir(self.path) }
            throw error
        }
    }

    deinit { discard() }

    /// Where new files are until they are published.
    var staging: String { "\(path)/\(Self.stagingName)" }

    /// Begins a file under its final name inside the staging folder.
    func createFile(_ name: String) throws(DatasetError) -> StagedFile {
        try StagedFile(path: "\(staging)/\(name)", write: write)
    }

    /// Removes what was staged; an older dataset stays as it was.
    ///
    /// Where publishing had begun already, what it moved is removed too.
    func discard() {
        guard descriptor >= 0 else { return }
        // Nothing better can be done about a failure: the next run tries again.
        if hasStaging { try? clearInterruptedRun() }
        hasStaging = false
        if isNew { rmdir(path) }
        unlock()
    }

    /// Ends the work after everything was published.
    func close() throws(DatasetError) {
        try SystemCalls.removeTree(staging)
        hasStaging = false
        try SystemCalls.syncDirectory(path)
        unlock()
    }

    private func lock() throws(DatasetError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCalls.failure("open the folder", path, errno) }
        // Where a file system has no locks, two runs into one folder are the caller's affair.
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
        throw DatasetError(
            .outputInUse,
            "write a dataset into \(quoted(path)): another run is writing there; "
                + "wait for it or choose another folder",
            path: path,
            errno: EWOULDBLOCK
        )
    }

    private func unlock() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var result = path[...]
        while result.count > 1, result.hasSuffix("/") { result.removeLast() }
        return String(result)
    }
}
