/// Passes bytes on to the sink and keeps the offset in the file.
struct CountingOutput {
    let sink: any ByteSink
    private(set) var offset: Int64 = 0

    init(sink: any ByteSink) { self.sink = sink }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ParquetError) {
        do {
            try sink.write(bytes)
        } catch {
            throw .sinkFailed(error, offset: offset)
        }
        offset += Int64(bytes.count)
    }
}
