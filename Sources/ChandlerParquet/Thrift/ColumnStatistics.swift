/// Null count and bounds of a column chunk, in the plain form of its type.
struct ColumnStatistics {
    let nullCount: Int64
    /// Missing where no value can be ordered, or where a bound would be very long.
    let bounds: (minimum: [UInt8], maximum: [UInt8])?

    func write(to encoder: inout CompactProtocolEncoder) {
        encoder.beginField(12)
        encoder.field(3, int64: nullCount)
        if let bounds {
            encoder.field(5, bytes: bounds.maximum)
            encoder.field(6, bytes: bounds.minimum)
            encoder.field(7, bool: true)
            encoder.field(8, bool: true)
        }
        encoder.endStruct()
    }
}
