/// Finds the columns of a schema that are read, and those that are not.
struct FileColumns {
    private(set) var layouts: [ColumnLayout] = []
    private(set) var unread: [ParquetUnreadColumn] = []
    /// Columns that each row group has.
    private(set) var chunkCount = 0

    private let elements: [StoredSchemaElement]
    private let place: FilePlace
    private let options: ParquetReadOptions
    private var next = 1

    init(
        _ elements: [StoredSchemaElement],
        _ place: FilePlace,
        _ options: ParquetReadOptions
    ) {
        self.elements = elements
        self.place = place
        self.options = options
    }

    /// Walks over the columns behind the root of the schema.
    mutating func walk() throws(ParquetError) {
        guard let root = elements.first else { throw place.damaged("it has no schema") }
        var count: Int32 = 0
        while next < elements.count {
            count += 1
            let element = elements[next]
            guard element.childCount == 0 else {
                try pass(element, nested(element))
                try skip(element)
                continue
            }
            next += 1
            chunkCount += 1
            do throws(ParquetError) {
                layouts.append(
                    try ColumnLayout(element, chunk: chunkCount - 1, options, place: place)
                )
            } catch {
                guard error.code == .unsupported else { throw error }
                try pass(element, error)
            }
        }
        guard root.childCount == count else {
            throw place.damaged(
                "its schema should have \(root.childCount) columns and has \(count)"
            )
        }
    }

    private func nested(_ element: StoredSchemaElement) -> ParquetError {
        var place = place
        place.column = element.name
        return place.unsupported("it is nested", instead: ColumnAnnotation.insteadOfNesting)
    }

    private mutating func pass(
        _ element: StoredSchemaElement,
        _ error: ParquetError
    ) throws(ParquetError) {
        guard options.passesUnreadColumns else { throw error }
        unread.append(ParquetUnreadColumn(name: element.name, error: error))
    }

    /// Passes an element with all that is below it, which takes no recursion.
    private mutating func skip(_ element: StoredSchemaElement) throws(ParquetError) {
        var open: Int64 = 1
        while open > 0 {
            guard next < elements.count, elements[next].childCount >= 0 else {
                throw place.damaged("its schema ends within \(quoted(element.name))")
            }
            let children = elements[next].childCount
            if children == 0 { chunkCount += 1 }
            open += Int64(children) - 1
            next += 1
        }
    }
}
