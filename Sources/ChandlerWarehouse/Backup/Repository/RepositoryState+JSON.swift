import Foundation

extension RepositoryState {
    /// Reads the answer of `pgbackrest info --output=json`; a stanza that was never made holds nothing.
    ///
    /// - Parameters:
    ///   - text: The answer.
    ///   - stanza: Whose backups.
    /// - Throws: `DecodingError` when pgBackRest speaks otherwise than it does since 2.19.
    init(json text: String, stanza: String) throws {
        let decoder = JSONDecoder()
        let stanzas = try decoder.decode([InfoStanza].self, from: Data(text.utf8))
        let found = stanzas.first { $0.name == stanza }
        sets = (found?.backup ?? []).map(\.set)
            .sorted { ($0.finished, $0.label) < ($1.finished, $1.label) }
        lastSegment = (found?.archive ?? []).compactMap(\.max).max()
    }
}

private struct InfoStanza: Decodable {
    let name: String
    let backup: [InfoBackup]?
    let archive: [InfoArchive]?
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
