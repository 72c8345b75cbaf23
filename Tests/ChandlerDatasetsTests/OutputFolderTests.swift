import ChandlerCore
import Foundation
import Testing

@testable import ChandlerDatasets

@Suite struct OutputFolderTests {
    private let folder: TestFolder
    private var dataset: TestDataset
    private var path: String { folder.path + "/set" }

    init() throws {
        folder = try TestFolder()
        dataset = try TestDataset(seed: 21, count: 1_200, directory: folder.path + "/set")
    }

    @Test func aRerunGivesTheSameBytes() throws {
        try dataset.write()
        let first = try folder.contents()
        try dataset.write()
        #expect(try folder.contents() == first)
        #expect(first["set/manifest.json"] != nil)
        #expect(!first.keys.contains { $0.contains(OutputFolder.stagingName) })
    }

    @Test func aNewDatasetTakesTheFilesOfTheOldOneAway() throws {
        try dataset.write()
        var smaller = dataset
        smaller.options.format = .parquetZstd
        smaller.options.split = try SplitFractions(parsing: "100/0/0")
        let report = try smaller.write()
        let found = Set(try folder.contents(of: "set").keys)
        #expect(found == Set(report.files.map(\.path) + ["manifest.json"]))
        #expect(!FileManager.default.fileExists(atPath: path + "/test"))
    }

    @Test func otherFilesBesideADatasetStay() throws {
        try dataset.write()
        try folder.put("mine", at: "set/notes.txt")
        try folder.put("git", at: "set/.git/config")
        try dataset.write()
        let found = try folder.contents(of: "set")
        #expect(found["notes.txt"] == Data("mine".utf8))
        #expect(found[".git/config"] == Data("git".utf8))
    }

    @Test(arguments: ["notes.txt", "train/other.parquet", "manifest.json", "README.md"])
    func aFolderWithForeignFilesIsRefusedAndLeftAlone(name: String) throws {
        try folder.put("{\"format\": \"something else\", \"files\": []}", at: "set/" + name)
        let before = try folder.contents()
        let error = #expect(throws: DatasetError.self) { try dataset.write() }
        #expect(error?.code == .outputNotEmpty)
        #expect(error?.message.contains("nothing was written") == true)
        #expect(try folder.contents() == before)
    }

    @Test func aForeignFileAmongTheRowsOfADatasetIsRefused() throws {
        try dataset.write()
        try folder.put("x", at: "set/train/other.parquet")
        let error = #expect(throws: DatasetError.self) { try dataset.write() }
        #expect(error?.code == .outputNotEmpty)
        #expect(error?.message.contains("train/other.parquet") == true)
    }

    @Test func aManifestCannotMakeTheNextRunRemoveFilesElsewhere() throws {
        try folder.put("precious", at: "precious.txt")
        try folder.put(
            """
            {"format": "chandler-dataset", "files": [{"path": "../precious.txt"},
            {"path": "train/../../precious.txt"}, {"path": "/etc/hostname"}, {"path": "train/.."}]}
            """,
            at: "set/manifest.json"
        )
        try dataset.write()
        #expect(try folder.contents()["precious.txt"] == Data("precious".utf8))
    }

    @Test func anAbandonedWriterLeavesNothingBehind() throws {
        do {
            let writer = try DatasetWriter(options: dataset.options)
            try writer.begin(series: dataset.series)
            try writer.append(
                candles: dataset.candles,
                features: PlainFeatures(dataset.candles).frame,
                atr14: PlainFeatures(dataset.candles).atr14
            )
            #expect(FileManager.default.fileExists(atPath: path))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func twoRunsCannotWriteIntoOneFolder() throws {
        let writer = try DatasetWriter(options: dataset.options)
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(options: dataset.options)
        }
        #expect(error?.code == .outputInUse)
        #expect(error?.isRetryable == true)
        writer.abandon()
        try dataset.write()
    }

    /// The disk fills up after some bytes, wherever that is.
    @Test(arguments: [0, 1, 40, 80, 99, 100])
    func aFullDiskIsSaidSoAndLeavesTheOlderDataset(percent: Int64) throws {
        // At 100 percent all files fit but the manifest, which is not among them.
        let room = Int(try dataset.write().bytes * percent / 100)
        let before = try folder.contents()
        let disk = SmallDisk(room: room)
        let error = #expect(throws: DatasetError.self) { try dataset.write(write: disk.write) }
        #expect(error?.code == .outputFull)
        #expect(error?.context.errno == ENOSPC)
        #expect(error?.message.contains("No space left on device") == true)
        #expect(try folder.contents() == before)
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: DatasetError.self) { try dataset.write(write: SmallDisk(room: room).write) }
        #expect(try folder.contents().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func shortWritesAndInterruptionsAreContinued() throws {
        try dataset.write()
        let expected = try folder.contents()
        let calls = Counter()
        try dataset.write(write: { descriptor, bytes, count in
            if calls.next() % 3 == 0 {
                errno = EINTR
                return -1
            }
            return write(descriptor, bytes, max(1, count / 2))
        })
        #expect(try folder.contents() == expected)
    }

    @Test func afterAFailureTheWriterTakesNoMore() throws {
        let writer = try DatasetWriter(options: dataset.options, write: SmallDisk(room: 0).write)
        let features = PlainFeatures(dataset.candles)
        let first = #expect(throws: DatasetError.self) {
            try TestDataset.append(dataset.candles, features, as: dataset.series, to: writer)
        }
        #expect(first?.code == .outputFull)
        let second = #expect(throws: DatasetError.self) { try writer.finish(watermarks: [:]) }
        #expect(second?.code == .writerClosed)
        #expect(second?.message.contains("outputFull") == true)
    }

    /// A run that was killed before, while or after the files were swapped.
    @Test(arguments: ["staging", "swapping", "swapped", "placed"])
    func aKilledRunIsClearedByTheNext(moment: String) throws {
        let files = FileManager.default
        try dataset.write()
        let expected = try folder.contents()
        let staging = path + "/" + OutputFolder.stagingName
        try folder.put("half", at: "set/\(OutputFolder.stagingName)/train/half.csv.gz")
        let manifest = path + "/manifest.json"
        switch moment {
        case "swapping":
            // The old manifest was taken away; an old file and some new ones are in place.
            try files.moveItem(atPath: manifest, toPath: staging + "/replaced-manifest.json")
            try folder.put(
                "{\"format\": \"chandler-dataset\", \"files\": [{\"path\": \"train/new.csv.gz\"}]}",
                at: "set/\(OutputFolder.stagingName)/manifest.json"
            )
            try folder.put("new", at: "set/train/new.csv.gz")
        case "swapped":
            // The first dataset in this folder: all files are in place, the manifest is not.
            try files.moveItem(atPath: manifest, toPath: staging + "/manifest.json")
        case "placed":
            try folder.put("{}", at: "set/\(OutputFolder.stagingName)/replaced-manifest.json")
        default: break
        }
        try dataset.write()
        #expect(try folder.contents() == expected)
    }

    @Test func aFolderThatCannotBeCreatedIsNamedWithTheReason() throws {
        try folder.put("a file", at: "file")
        for (place, number) in [("/file", ENOTDIR), ("/file/below", ENOTDIR)] {
            var broken = dataset
            broken.options.directory = folder.path + place
            let error = #expect(throws: DatasetError.self) { try broken.write() }
            #expect(error?.code == .outputNotWritable)
            #expect(error?.context.errno == number)
            #expect(error?.message.contains("Not a directory") == true)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func aReadOnlyFolderIsRefusedBeforeAnyWork() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        chmod(path, 0o555)
        defer { chmod(path, 0o755) }
        let error = #expect(throws: DatasetError.self) {
            try DatasetWriter(options: dataset.options)
        }
        #expect(error?.code == .outputNotWritable)
        #expect(error?.context.errno == EACCES)
    }

    @Test(.enabled(if: SmallMount.isPossible, "a small file system can be mounted by root only"))
    func aReallyFullDiskLeavesNothing() throws {
        let mount = try SmallMount(path: folder.path + "/disk", size: "48k")
        var small = dataset
        small.options.directory = mount.path + "/set"
        let error = #expect(throws: DatasetError.self) { try small.write() }
        #expect(error?.code == .outputFull)
        #expect(try FileManager.default.contentsOfDirectory(atPath: mount.path).isEmpty)
        try mount.makeReadOnly()
        let refused = #expect(throws: DatasetError.self) { try small.write() }
        #expect(refused?.code == .outputNotWritable)
        #expect(refused?.context.errno == EROFS)
    }
}
