extension RawRepresentable where RawValue == String {
    /// Reads the path below a prefix, or returns `nil` where it has another one.
    init?(path: String, below prefix: String) {
        guard path.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(path.dropFirst(prefix.count)))
    }
}
