/// The header in front of every page.
struct PageHeader {
    let type: FormatPageType
    let encoding: FormatEncoding
    let valueCount: Int32
    let uncompressedSize: Int32
    let compressedSize: Int32
    /// CRC-32 of the stored bytes.
    var checksum: UInt32?

    func write(to encoder: inout CompactProtocolEncoder) {
        encoder.field(1, int32: type.rawValue)
        encoder.field(2, int32: uncompressedSize)
        encoder.field(3, int32: compressedSize)
        if let checksum { encoder.field(4, int32: Int32(bitPattern: checksum)) }
        switch type {
        case .data: writeDataPart(to: &encoder)
        case .dictionary: writeDictionaryPart(to: &encoder)
        }
        encoder.stop()
    }

    private func writeDataPart(to encoder: inout CompactProtocolEncoder) {
        encoder.beginField(5)
        encoder.field(1, int32: valueCount)
        encoder.field(2, int32: encoding.rawValue)
        encoder.field(3, int32: FormatEncoding.rle.rawValue)
        encoder.field(4, int32: FormatEncoding.rle.rawValue)
        encoder.endStruct()
    }

    private func writeDictionaryPart(to encoder: inout CompactProtocolEncoder) {
        encoder.beginField(7)
        encoder.field(1, int32: valueCount)
        encoder.field(2, int32: encoding.rawValue)
        encoder.endStruct()
    }
}
