/// Dictionary and indices of the texts of one column chunk.
struct TextIndices: ~Copyable {
    /// Above this size the dictionary of an `automatic` column saves little and costs memory.
    static let dictionaryLimit = 1 << 20

    var dictionary = StringDictionary()
    private(set) var indices: [UInt32] = []

    init() {}

    /// Numbers all texts, or gives up where the dictionary passes `limit` bytes.
    init?(_ values: [String], flags: [Bool]?, limit: Int) {
        indices.reserveCapacity(values.count)
        for (row, value) in values.enumerated() {
            guard flags?[row] ?? true else {
                indices.append(0)
                continue
            }
            indices.append(value.withTextBytes { dictionary.index(of: $0) })
            if dictionary.page.count > limit { return nil }
        }
    }
}
