/// Reads column chunks one after another, reusing its buffers.
struct ChunkReader: ~Copyable {
    private let source: any RandomAccessBytes
    private var chunk = ByteBuffer()
    private var opener = PageOpener()

    init(source: any RandomAccessBytes) { self.source = source }

    /// Reads the chunk of one column, whose place in the file was checked before.
    mutating func read(
        _ record: StoredColumnChunk,
        _ layout: ColumnLayout,
        rows: Int,
        rowGroup: Int
    ) throws(ParquetError) -> ParquetColumnData {
        let place = FilePlace(
            column: layout.column.name,
            rowGroup: rowGroup,
            offset: record.startOffset
        )
        guard let codec = StoredCodec(rawValue: record.codec) else {
            throw place.unsupported(codec: record.codec)
        }
        chunk.removeAll()
        try source.append(
            Int(record.storedSize),
            at: record.startOffset,
            to: &chunk,
            "column \(quoted(layout.column.name)) of row group \(rowGroup)"
        )
        var job = Job(record: record, layout: layout, codec: codec, rows: rows, place: place)
        return try job.run(chunk.bytes, &opener)
    }
}

/// The reading of one chunk.
private struct Job {
    let record: StoredColumnChunk
    let layout: ColumnLayout
    let codec: StoredCodec
    let rows: Int
    let place: FilePlace

    mutating func run(
        _ bytes: UnsafeRawBufferPointer,
        _ opener: inout PageOpener
    ) throws(ParquetError) -> ParquetColumnData {
        switch layout.physicalType {
        case .boolean:
            let (values, validity) = try rows(bytes, BooleanDecoder(), &opener)
            return .booleans(values, validity: validity)
        case .int32:
            let (values, validity) = try rows(bytes, NumberDecoder<Int32>(), &opener)
            return data(values, validity)
        case .int64:
            let (values, validity) = try rows(bytes, NumberDecoder<Int64>(), &opener)
            return try data(values, validity)
        case .float:
            let (values, validity) = try rows(bytes, NumberDecoder<Float>(), &opener)
            return .exactDoubles(values.map { Double($0) }, validity: validity)
        case .double:
            let (values, validity) = try rows(bytes, NumberDecoder<Double>(), &opener)
            return .exactDoubles(values, validity: validity)
        case .fixedLengthByteArray:
            let decoder = DecimalDecoder(width: layout.typeLength)
            let (values, validity) = try rows(bytes, decoder, &opener)
            return .decimals(values, validity: validity)
        case .byteArray:
            if case .decimal = layout.column.type {
                let (values, validity) = try rows(bytes, DecimalDecoder(width: nil), &opener)
                return .decimals(values, validity: validity)
            }
            let (values, validity) = try rows(bytes, TextDecoder(), &opener)
            return layout.column.type == .json
                ? .json(values, validity: validity) : .strings(values, validity: validity)
        case .int96:
            throw place.unsupported(
                "it is INT96",
                instead: ColumnAnnotation.none.instead(of: .int96)
            )
        }
    }

    private func data(_ values: [Int32], _ validity: [Bool]?) -> ParquetColumnData {
        switch layout.column.type {
        case .date: .dates(values, validity: validity)
        case .decimal: .decimals(values.map { Int128($0) }, validity: validity)
        case .int64: .int64(values.map { Int64(UInt32(bitPattern: $0)) }, validity: validity)
        default: .int32(values, validity: validity)
        }
    }

    private func data(
        _ values: [Int64],
        _ validity: [Bool]?
    ) throws(ParquetError) -> ParquetColumnData {
        switch layout.column.type {
        case .decimal where layout.isUnsigned:
            return .decimals(values.map { Int128(UInt64(bitPattern: $0)) }, validity: validity)
        case .decimal: return .decimals(values.map { Int128($0) }, validity: validity)
        case .timestampMicroseconds:
            return .timestamps(try microseconds(values), validity: validity)
        default: return .int64(values, validity: validity)
        }
    }

    private func microseconds(_ values: [Int64]) throws(ParquetError) -> [Int64] {
        switch layout.unitsPerSecond {
        case 1_000: try milliseconds(values)
        case 1_000_000: values
        default: try nanoseconds(values)
        }
    }

    private func milliseconds(_ values: [Int64]) throws(ParquetError) -> [Int64] {
        var scaled = values
        for row in values.indices {
            let (value, overflows) = values[row].multipliedReportingOverflow(by: 1_000)
            guard !overflows else {
                throw place.unsupported("a time of row \(row) is beyond 64 bits of microseconds")
            }
            scaled[row] = value
        }
        return scaled
    }

    private func nanoseconds(_ values: [Int64]) throws(ParquetError) -> [Int64] {
        var scaled = values
        for row in values.indices {
            let (value, rest) = values[row].quotientAndRemainder(dividingBy: 1_000)
            guard rest == 0 else {
                throw place.unsupported(
                    "a time of row \(row) is finer than a microsecond: its nanoseconds end in "
                        + "\(rest.magnitude)",
                    instead:
                        "write its times in microseconds, in pyarrow with coerce_timestamps='us'"
                )
            }
            scaled[row] = value
        }
        return scaled
    }

    // MARK: - Pages

    private func rows<Decoder: ValueDecoder>(
        _ bytes: UnsafeRawBufferPointer,
        _ decoder: Decoder,
        _ opener: inout PageOpener
    ) throws(ParquetError) -> ([Decoder.Value], [Bool]?) {
        var assembly = ColumnAssembly(decoder, rows: rows, nullable: layout.column.nullable)
        var pages = ChunkPages(bytes, place: place)
        while let page = try pages.next() { try take(page, &assembly, &opener) }
        guard assembly.rowCount == rows else {
            throw place.damaged("its pages have \(assembly.rowCount) rows, its row group \(rows)")
        }
        return (assembly.values, assembly.validity)
    }
    private func take(
        _ page: ChunkPages.Page,
        _ assembly: inout ColumnAssembly<some ValueDecoder>,
        _ opener: inout PageOpener
    ) throws(ParquetError) {
        let nullable = layout.column.nullable
        switch page.header.content {
        case .other: return
        case .dictionary(let header):
            _ = try encoding(header.encoding, of: page, among: [.plain, .plainDictionary])
            let values = try opener.openDictionary(page, codec)
            try faults(of: page) { () throws(PageFault) in
                try assembly.takeDictionary(values, count: Int(header.valueCount))
            }
        case .data(let header):
            let encoding = try encoding(header.encoding, of: page)
            let content = try opener.openData(page, header, codec, nullable: nullable)
            try append(content, Int(header.valueCount), encoding, of: page, to: &assembly)
        case .dataV2(let header):
            let encoding = try encoding(header.encoding, of: page)
            let content = try opener.openDataV2(page, header, codec, nullable: nullable)
            try append(content, Int(header.valueCount), encoding, of: page, to: &assembly)
        }
    }

    private func append<Decoder>(
        _ content: PageOpener.Content,
        _ rowCount: Int,
        _ encoding: FormatEncoding,
        of page: ChunkPages.Page,
        to assembly: inout ColumnAssembly<Decoder>
    ) throws(ParquetError) {
        try faults(of: page) { () throws(PageFault) in
            try assembly.append(
                ColumnAssembly<Decoder>.Page(
                    encoding: encoding,
                    rowCount: rowCount,
                    levels: content.levels,
                    values: content.values
                )
            )
        }
    }

    private func faults(
        of page: ChunkPages.Page,
        _ body: () throws(PageFault) -> Void
    ) throws(ParquetError) {
        do throws(PageFault) {
            try body()
        } catch {
            throw page.place.error(error)
        }
    }

    /// The encoding that a page's header names, which must be one that the footer lists: doubles
    /// are as long when they are split into streams as when they are not.
    private func encoding(
        _ number: Int32,
        of page: ChunkPages.Page,
        among allowed: [FormatEncoding]? = nil
    ) throws(ParquetError) -> FormatEncoding {
        let name = FormatNames.encoding(number)
        guard let found = FormatEncoding(rawValue: number), allowed?.contains(found) ?? true else {
            throw page.place.unsupported(encoding: name)
        }
        guard allowed == nil else { return found }
        let listed = record.dataEncodings ?? record.encodings
        guard listed.isEmpty || listed.contains(where: { Self.isSame($0, number) }) else {
            throw page.place.damaged("it is encoded as \(name), which the footer does not list")
        }
        return found
    }

    /// Some writers name a dictionary by its older number in one place only.
    private static func isSame(_ first: Int32, _ second: Int32) -> Bool {
        let dictionary = [
            FormatEncoding.plainDictionary.rawValue, FormatEncoding.rleDictionary.rawValue,
        ]
        return first == second || dictionary.contains(first) && dictionary.contains(second)
    }
}
