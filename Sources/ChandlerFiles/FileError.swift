import Glibc

/// A call of the file system that failed.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, such as `write`.
    public let action: String
    /// To which file or folder.
    public let path: String
    /// The system's number.
    public let number: Int32

    /// Creates an error.
    public init(_ action: String, _ path: String, _ number: Int32) {
        self.action = action
        self.path = path
        self.number = number
    }

    /// What was being done to what, and the system's words for what was wrong with it.
    public var description: String {
        "\(action) \"\(path)\": \(FileError.words(number)) (errno \(number))\(hint)"
    }

    private var hint: String {
        switch number {
        case ENOSPC, EDQUOT: "; free some space or choose another folder"
        case EACCES, EPERM, EROFS: "; choose a folder this user may write to"
        case ENOENT: "; the folder must exist"
        default: ""
        }
    }

    /// The system's words for a number.
    public static func words(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "unknown error" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }
}
