/// Why a file is not the ZIP that was expected; nothing of such a file is used.
enum ZipFault: Error, Equatable, CustomStringConvertible {
    /// The file ends before what it announces, or is no ZIP at all.
    case truncated(String)
    /// The parts of the file contradict each other, or it has parts that were not expected.
    case malformed(String)
    /// The member's name leads out of the folder, or into another one.
    case path(String)
    /// The member has another name than it should have.
    case otherName(String)
    /// So many members.
    case members(Int)
    /// The member is encrypted, or made by a method other than deflate.
    case unsupported(String)
    /// The member is far larger than its place in the archive allows.
    case bomb(String)
    /// The member's content is not what its checksum or its size says.
    case damaged(String)

    /// What was wrong.
    var description: String {
        switch self {
        case .truncated(let words): "the ZIP is cut: \(words)"
        case .malformed(let words): "the ZIP contradicts itself: \(words)"
        case .path(let name): "the ZIP's member has a path in its name: \(name)"
        case .otherName(let name): "the ZIP's member has another name: \(name)"
        case .members(let count): "the ZIP has \(count) members, one was expected"
        case .unsupported(let words): "the ZIP cannot be read: \(words)"
        case .bomb(let words): "the ZIP is larger inside than it may be: \(words)"
        case .damaged(let words): "the ZIP is damaged: \(words)"
        }
    }
}
