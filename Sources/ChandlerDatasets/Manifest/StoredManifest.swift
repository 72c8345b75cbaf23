import FoundationEssentials

/// The part of a manifest on disk that tells whose files are in a folder.
struct StoredManifest: Sendable, Equatable {
    /// The word that marks a manifest as ours.
    static let format = "chandler-dataset"

    /// The files it lists, relative to its folder; only such as this program would write.
    let paths: [String]

    /// Reads a manifest; `nil` where there is none or it is not ours.
    init?(path: String) {
        guard let bytes = SystemCalls.contents(path, limit: 1 << 28),
            let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.format == Self.format
        else { return nil }
        paths = document.files.map(\.path).filter(Self.isOurs)
    }

    /// Whether a path stays inside the folder: the card, or a file directly in a split's folder.
    private static func isOurs(_ path: String) -> Bool {
        if path == OutputFolder.cardName { return true }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, Split(rawValue: String(parts[0])) != nil else { return false }
        return !parts[1].isEmpty && parts[1] != "." && parts[1] != ".."
    }

    private struct Document: Decodable {
        let format: String
        let files: [File]
    }

    private struct File: Decodable {
        let path: String
    }
}
