import Foundation

extension RepositoryState {
    /// Reads the answer of `pgbackrest info --output=json`, which ends with 0 also where it could
    /// read nothing.
    ///
    /// - Parameters:
    ///   - text: The answer.
    ///   - stanza: Whose backups.
    /// - Throws: `UnreadableRepository` where the stanza is not there or not to be decrypted;
    ///   `DecodingError` when pgBackRest speaks otherwise than it does since 2.19.
    init(json text: String, stanza: String) throws {
        let decoder = JSONDecoder()
        let stanzas = try decoder.decode([InfoStanza].self, from: Data(text.utf8))
        let found = stanzas.first { $0.name == stanza }
        if let found { try found.check() }
        sets = (found?.backup ?? []).map(\.set)
            .sorted { ($0.finished, $0.label) < ($1.finished, $1.label) }
        lastSegment = (found?.archive ?? []).compactMap(\.max).max()
    }
}

/// That a repository could not be read, in pgBackRest's words.
struct UnreadableRepository: Error {
    let status: Int
    let words: String
}

private struct InfoStanza: Decodable {
    struct Status: Decodable {
        let code: Int
        let message: String
    }
    struct Repository: Decodable {
        let status: Status
    }

    let name: String
    let backup: [InfoBackup]?
    let archive: [InfoArchive]?
    let status: Status?
    let repo: [Repository]?

    /// **Source:** pgBackRest, `src/command/info/info.c`: 1 missing stanza path, 3 missing stanza
    /// data, 99 other; with the others, such as 2 no valid backups, the repository was read.
    func check() throws {
        guard let status, [1, 3, 99].contains(status.code) else { return }
        let words = (repo ?? []).map(\.status).filter { $0.code != 0 }.map(\.message)
        throw UnreadableRepository(
            status: status.code,
            words: words.isEmpty ? status.message : words.joined(separator: "; ")
        )
    }
}

private struct InfoArchive: Decodable {
    let max: String?
}

private struct InfoBackup: Decodable {
    struct Segments: Decodable {
        let start: String?
        let stop: String?
    }
    struct Times: Decodable {
        let start: Int64
        let stop: Int64
    }
    struct Sizes: Decodable {
        struct Repository: Decodable {
            let delta: Int64?
        }
        let size: Int64
        let repository: Repository
    }

    let label: String
    let type: BackupKind
    let archive: Segments
    let timestamp: Times
    let info: Sizes
    let reference: [String]?
    let error: Bool?

    var set: BackupSet {
        BackupSet(
            label: label,
            kind: type,
            started: timestamp.start,
            finished: timestamp.stop,
            firstSegment: archive.start ?? "",
            lastSegment: archive.stop ?? "",
            clusterSize: info.size,
            repositorySize: info.repository.delta ?? 0,
            references: reference ?? [],
            isGood: error != true
        )
    }
}
