/// What the database must look like: the contract of the three systems and Chandler's own tables.
///
/// Written down apart from the migrations, so that comparing the server's catalog with it proves
/// them. Names of checks, keys and indexes are not part of it.
enum ExpectedSchema {
    /// The version of the schema that is described.
    static let version = 12

    /// Every relation, in the order in which people look for them.
    static let relations: [SchemaRelation] =
        candles + ledger + tradingBot + spreadTrading + tokens + tokenTrades + upkeep

    /// The rules of a candle's prices.
    static let candleChecks = [
        "CHECK high >= low AND high >= open AND high >= close",
        "CHECK low <= open AND low <= close",
    ]
}
