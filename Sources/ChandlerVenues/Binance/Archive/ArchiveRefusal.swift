import ChandlerHTTP

/// Why a file of the archive was not used; its candles are then read over REST.
enum ArchiveRefusal: Error, CustomStringConvertible {
    /// There is no such file: not yet, or not for that instrument.
    case absent(String)
    /// The archive could not be read.
    case unreachable(HTTPError)
    /// The archive failed before and is left alone.
    case leftAlone(String)
    /// The file is not the one that the published SHA-256 is of.
    case wrongChecksum(String)
    /// The file or its rows are not as they should be.
    case unusable(String, ArchiveFault)

    /// What was asked for and what was found.
    var description: String {
        switch self {
        case .absent(let name): "\(name): the archive has no such file"
        case .unreachable(let error): error.message
        case .leftAlone(let words): words
        case .wrongChecksum(let words): words
        case .unusable(let name, let fault): "\(name): \(fault)"
        }
    }

    /// Whether it says something about the file that was there, rather than that it was not.
    var isFlaw: Bool {
        switch self {
        case .wrongChecksum, .unusable: true
        case .absent, .unreachable, .leftAlone: false
        }
    }

    /// Whether the run was stopped.
    var isCancellation: Bool {
        if case .unreachable(let error) = self { error.code == .cancelled } else { false }
    }
}
