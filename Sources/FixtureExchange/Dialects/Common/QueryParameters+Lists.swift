extension QueryParameters {
    /// A whole number within bounds: the preset where it is not sent, `nil` where it is wrong.
    func count(_ name: String, preset: Int, within bounds: ClosedRange<Int>) -> Int? {
        guard let text = self[name] else { return preset }
        return Int(text).flatMap { bounds.contains($0) ? $0 : nil }
    }

    /// The pieces of a list that is joined by commas; empty ones are dropped.
    func list(_ name: String) -> [String] {
        (self[name] ?? "").split(separator: ",").map(String.init)
    }
}
