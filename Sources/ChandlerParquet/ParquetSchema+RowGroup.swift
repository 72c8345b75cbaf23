extension ParquetSchema {
    /// Checks the data of a row group against the columns and returns its number of rows.
    func checkRowGroup(
        _ data: [ParquetColumnData],
        number: Int
    ) throws(ParquetError) -> Int {
        guard data.count == columns.count else {
            throw .columnCount(data.count, schema: self, rowGroup: number)
        }
        let rows = data[0].rowCount
        for (part, column) in zip(data, columns) {
            guard part.fits(column.type) else {
                throw .columnType(part.typeName, column: column, rowGroup: number)
            }
            guard part.rowCount == rows else {
                throw .columnLength(
                    part.rowCount,
                    of: "data",
                    column: column.name,
                    expected: rows,
                    as: "column \(quoted(columns[0].name))",
                    rowGroup: number
                )
            }
            try column.checkValidity(of: part, rowGroup: number)
            try column.checkDecimals(of: part, rowGroup: number)
        }
        guard rows >= 0 else {
            throw .columnLength(
                rows,
                of: "data",
                column: columns[0].name,
                expected: 0,
                as: "and needs at least",
                rowGroup: number
            )
        }
        return rows
    }
}

extension ParquetColumn {
    fileprivate func checkValidity(
        of data: ParquetColumnData,
        rowGroup: Int
    ) throws(ParquetError) {
        guard let validity = data.validity else { return }
        guard validity.count == data.rowCount else {
            throw .columnLength(
                validity.count,
                of: "validity",
                column: name,
                expected: data.rowCount,
                as: "its values",
                rowGroup: rowGroup
            )
        }
        guard !nullable, let row = validity.firstIndex(of: false) else { return }
        throw .nullInRequired(column: name, row: row, rowGroup: rowGroup)
    }

    fileprivate func checkDecimals(
        of data: ParquetColumnData,
        rowGroup: Int
    ) throws(ParquetError) {
        guard case .decimals(let values, let validity) = data,
            case .decimal(let precision, _) = type,
            let row = DecimalDigits.firstBeyond(precision, in: values, validity: validity)
        else { return }
        throw .decimalOverflow(values[row], column: self, row: row, rowGroup: rowGroup)
    }
}
