import CZlib
import Glibc

extension SyntheticMarket {
    /// Writes the market's candle file `SYMBOL-1m.csv.gz` into a folder.
    ///
    /// The content is the same on every machine; the compressed bytes depend on zlib's version.
    ///
    /// - Returns: The file's path.
    /// - Throws: ``FixtureExchangeError`` with code `cannotWrite`; the folder must exist.
    public func write(into folder: String) throws(FixtureExchangeError) -> String {
        let path = "\(folder)/\(symbol)-1m.csv.gz"
        let content = csv
        guard let file = gzopen(path, "wb9") else {
            throw FixtureExchangeError(
                .cannotWrite,
                "write \(path): \(String(cString: strerror(errno))) (errno \(errno))"
            )
        }
        let written = content.withUnsafeBytes {
            gzwrite(file, $0.baseAddress, UInt32($0.count))
        }
        guard gzclose(file) == Z_OK, Int(written) == content.count else {
            throw FixtureExchangeError(
                .cannotWrite,
                "write \(path): \(written) of \(content.count) bytes were written"
            )
        }
        return path
    }
}
