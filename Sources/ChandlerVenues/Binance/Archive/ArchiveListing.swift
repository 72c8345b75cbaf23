import ChandlerHTTP

/// What a folder of the archive holds: for each file its size and its fingerprint.
///
/// The fingerprint (S3's ETag) of a small object is the MD5 of its bytes. That of a `.CHECKSUM`
/// file therefore tells whether it holds the SHA-256 of a ZIP without its being fetched: the text
/// it must have follows from the ZIP. So one request stands for the checksums of a whole folder.
///
/// **Source:** Amazon S3 API, "ListObjects" and "Object".
struct ArchiveListing: Sendable, Equatable {
    /// What is listed of a file.
    struct Entry: Sendable, Equatable {
        let size: Int
        /// The ETag without its quotes.
        let fingerprint: String
    }

    /// By key: the path without a slash at its beginning.
    private(set) var entries: [String: Entry] = [:]
    /// Where the listing goes on, or `nil` at its end.
    private(set) var marker: String?

    /// Reads one answer.
    ///
    /// - Throws: ``ArchiveFault`` where the body is no listing.
    init(_ body: HTTPBody) throws(ArchiveFault) {
        let text = body.text[...]
        guard text.contains("<ListBucketResult"), text.contains("</ListBucketResult>") else {
            throw .rows("a listing was expected, it begins with \(body.excerpt())")
        }
        var last: String?
        var rest = text
        while let contents = Self.element("Contents", in: &rest) {
            var (key, size, tag) = (contents, contents, contents)
            guard let key = Self.element("Key", in: &key).map(String.init),
                let size = Self.element("Size", in: &size).flatMap({ Int($0) }),
                let tag = Self.element("ETag", in: &tag)
            else { throw .rows("an entry of the listing lacks its key, its size or its ETag") }
            let fingerprint = tag.replacing("&quot;", with: "").replacing("\"", with: "")
            entries[key] = Entry(size: size, fingerprint: fingerprint.lowercased())
            last = key
        }
        var head = text
        let isTruncated = Self.element("IsTruncated", in: &head) == "true"
        marker = isTruncated ? last : nil
    }

    /// Adds the next answer of the same folder.
    mutating func append(_ next: ArchiveListing) {
        entries.merge(next.entries) { _, new in new }
        marker = next.marker
    }

    /// What is listed of a file, or `nil` where it is not there.
    func entry(_ file: ArchiveFile, _ name: String) -> Entry? { entries[file.prefix + name] }

    /// The text between the first pair of tags, which `text` is moved behind.
    private static func element(_ name: String, in text: inout Substring) -> Substring? {
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        defer { text = text[end.upperBound...] }
        return text[start.upperBound..<end.lowerBound]
    }
}
