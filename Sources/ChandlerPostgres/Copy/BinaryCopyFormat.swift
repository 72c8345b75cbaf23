/// Constants of PostgreSQL's binary COPY format.
///
/// **Source:** PostgreSQL manual, "COPY", Binary Format; `src/include/datatype/timestamp.h`.
@usableFromInline
enum BinaryCopyFormat {
    /// The eleven bytes in front of everything.
    static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]

    /// The length of signature, flags and the length of the header's extension.
    static let headerSize = 19

    /// What stands where the next row's field count would.
    static let trailer: Int16 = -1

    /// The length that means NULL.
    @usableFromInline static let null: Int32 = -1

    /// The first byte of jsonb's wire form.
    @usableFromInline static let jsonbVersion: UInt8 = 1

    /// Microseconds from 1970, where Chandler counts from, to 2000, where PostgreSQL does.
    @usableFromInline static let epochOffset: Int64 = 946_684_800_000_000

    /// PostgreSQL's first microsecond, 4714-11-24 BC, counted from 1970; its last is later
    /// than 64 bits from 1970 reach.
    @usableFromInline static let firstMicrosecond: Int64 = -210_866_803_200_000_000

    /// The largest number of columns that a table has.
    static let largestFieldCount = 1600
}
