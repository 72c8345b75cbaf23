import ChandlerCore
import ChandlerPostgres

/// Writes the indicators of ascending rows, as JSON text or as the image of a stored `jsonb`.
///
/// A block of rows at a time is split into digits and powers of ten, or made into images, column by
/// column, which is several times faster than value by value.
package struct IndicatorWriter: ~Copyable {
    /// What is written.
    package enum Form {
        /// JSON text without spaces, for any server.
        case text
        /// What a `jsonb` column holds, for servers of this machine's byte order.
        case image
    }

    /// More bytes than ``write(row:to:)`` ever touches.
    package let maximumLength: Int

    private static let blockSize = 64

    private let columns: IndicatorColumns
    private let form: Form
    /// The image of a row with all values.
    private let whole: JSONBObjectImage
    /// The image of the last row without some, and which values it has.
    private var part: (image: JSONBObjectImage, keys: [Int])?
    private var firstRow = -IndicatorWriter.blockSize
    /// The block's digits and powers of ten, one column after the other; for text.
    private let mantissas: UnsafeMutablePointer<Int64>
    private let exponents: UnsafeMutablePointer<Int16>
    /// The block's numbers as they are stored, likewise; for images.
    private let heads: UnsafeMutablePointer<UInt64>
    private let groups: UnsafeMutablePointer<UInt64>
    /// Whether no value of the block is undefined.
    private var isWhole = false
    /// The numbers of one row's defined values.
    private var defined: (heads: [UInt64], groups: [UInt64]) = ([], [])

    package init(_ columns: IndicatorColumns, as form: Form) {
        self.columns = columns
        self.form = form
        whole = JSONBObjectImage(keys: columns.names)
        maximumLength = max(columns.maximumLength, whole.maximumLength)
        let room = columns.names.count * Self.blockSize + 1
        mantissas = .allocate(capacity: room)
        exponents = .allocate(capacity: room)
        heads = .allocate(capacity: room)
        groups = .allocate(capacity: room)
    }

    deinit {
        mantissas.deallocate()
        exponents.deallocate()
        heads.deallocate()
        groups.deallocate()
    }

    /// Writes one row's object.
    ///
    /// - Parameters:
    ///   - row: The row's position; rows in ascending order are fast.
    ///   - target: At least ``maximumLength`` writable bytes.
    /// - Returns: The object's length.
    package mutating func write(row: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        if row < firstRow || row >= firstRow + Self.blockSize { begin(row) }
        switch form {
        case .text: return writeText(row - firstRow, to: target)
        case .image: return writeImage(row - firstRow, to: target)
        }
    }

    /// Prepares the block of rows that begins with `row`.
    private mutating func begin(_ row: Int) {
        firstRow = row
        isWhole = true
        let count = min(Self.blockSize, columns.count - row)
        for column in columns.names.indices {
            let place = column * Self.blockSize
            columns.withColumn(column) { values in
                switch form {
                case .text:
                    TenDigits.split(
                        values + row,
                        count: count,
                        mantissas: mantissas + place,
                        exponents: exponents + place
                    )
                case .image:
                    let areDefined = NumericImages.make(
                        of: values + row,
                        count: count,
                        heads: heads + place,
                        groups: groups + place
                    )
                    isWhole = isWhole && areDefined
                }
            }
        }
    }

    private func writeText(_ row: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        columns.withKeys { keys, ends in
            var length = 0
            var begin = 0
            var place = row
            for column in 0..<ends.count {
                let end = ends[column]
                let exponent = exponents[place]
                // An undefined value leaves nothing behind, not even its key.
                if exponent != TenDigits.undefined {
                    IndicatorWriter.copy(keys + begin, end - begin, to: target + length)
                    length += end - begin
                    length += TenDigits.write(
                        mantissa: mantissas[place],
                        exponent: exponent,
                        to: target + length
                    )
                }
                begin = end
                place += Self.blockSize
            }
            // The first key's comma gives way to the brace.
            target[0] = UInt8(ascii: "{")
            if length == 0 { length = 1 }
            target[length] = UInt8(ascii: "}")
            return length + 1
        }
    }

    /// Copies a key; most fit into two loads and stores, which a call would cost already.
    @inline(__always)
    private static func copy(
        _ source: UnsafePointer<UInt8>,
        _ count: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) {
        guard count <= IndicatorColumns.keyPadding else {
            return target.update(from: source, count: count)
        }
        let bytes = UnsafeRawPointer(source)
        let place = UnsafeMutableRawPointer(target)
        let head = bytes.loadUnaligned(as: SIMD16<UInt8>.self)
        let tail = bytes.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self)
        place.storeBytes(of: head, as: SIMD16<UInt8>.self)
        place.storeBytes(of: tail, toByteOffset: 16, as: SIMD16<UInt8>.self)
    }

    private mutating func writeImage(_ row: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        guard isWhole else { return writePart(row, to: target) }
        return whole.write(
            heads: heads + row,
            groups: groups + row,
            stride: Self.blockSize,
            to: target
        )
    }

    /// Writes a row of a block in which some values are undefined.
    private mutating func writePart(_ row: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        defined.heads.removeAll(keepingCapacity: true)
        defined.groups.removeAll(keepingCapacity: true)
        var keys: [Int] = []
        for column in columns.names.indices {
            let place = column * Self.blockSize + row
            if heads[place] == 0 { continue }
            keys.append(column)
            defined.heads.append(heads[place])
            defined.groups.append(groups[place])
        }
        if part?.keys != keys {
            part = (JSONBObjectImage(keys: keys.map { columns.names[$0] }), keys)
        }
        return part?.image.write(
            heads: defined.heads,
            groups: defined.groups,
            stride: 1,
            to: target
        ) ?? 0
    }
}
