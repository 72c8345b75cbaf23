@testable import ChandlerParquet

/// What `write` puts into an empty buffer.
func bytes(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
    var buffer = ByteBuffer(capacity: 1)
    write(&buffer)
    return Array(buffer.bytes)
}

/// What `write` makes of an empty Thrift encoder.
func thrift(_ write: (inout CompactProtocolEncoder) -> Void) -> [UInt8] {
    var encoder = CompactProtocolEncoder()
    write(&encoder)
    return Array(encoder.buffer.bytes)
}
