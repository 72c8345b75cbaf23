/// Why the content of an archive's file is not used, not even in part.
enum ArchiveFault: Error, Equatable, CustomStringConvertible {
    /// The file is not the ZIP that was expected.
    case zip(ZipFault)
    /// The rows as a whole are not those of the file's month or day.
    case rows(String)

    /// What was wrong.
    var description: String {
        switch self {
        case .zip(let fault): fault.description
        case .rows(let words): "the rows cannot be used: \(words)"
        }
    }
}
