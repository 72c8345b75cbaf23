/// A place in the WAL.
struct WALPlace {
    let bytes: Int64

    /// The end of an archived segment, by its file's name; `nil` for other files.
    init?(endOf segment: String, segmentBytes: Int64) {
        guard segment.utf8.count == 24, segmentBytes > 0,
            let log = Int64(segment.dropFirst(8).prefix(8), radix: 16),
            let number = Int64(segment.suffix(8), radix: 16)
        else { return nil }
        bytes = log << 32 + (number + 1) * segmentBytes
    }
}
