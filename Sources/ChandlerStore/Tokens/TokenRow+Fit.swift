import ChandlerCore

extension TokenRow {
    private static let longestMint = 44
    private static let longestSymbol = 32
    /// PostgreSQL's timestamps reach further, but their text must have four digits for the year.
    static let years =
        Month(year: 1, month: 1).start..<Month(year: 9_999, month: 1).start

    /// The row as the table holds it, or why it cannot.
    ///
    /// What cannot be part of the key is a reason to reject the row. What stands beside it is given
    /// up alone: the column stays NULL, the doubts say why, and the source's own words are kept in
    /// `raw_data`. A longer ticker is cut.
    func fitted() -> Result<TokenRow, TokenReject> {
        if let (rule, reason) = keyFault {
            return .failure(reject(rule, reason))
        }
        var row = self
        row.fitSymbol()
        row.fit(\.price, "price")
        row.fit(\.liquidity, "liquidity")
        row.fit(\.volume, "volume")
        if let count = holderCount, !(0...Int64(Int32.max)).contains(count) {
            row.giveUp("holder_count", "\(count)")
            row.holderCount = nil
        }
        if let time = createdAt, !Self.years.contains(time) {
            row.giveUp("created_at", "\(time.microseconds) microseconds since 1970")
            row.createdAt = nil
        }
        row.raw = raw.map { row.fit($0) }
        row.doubts = row.doubts.map(\.withoutNUL)
        return .success(row)
    }

    private var keyFault: (rule: String, reason: String)? {
        let length = mint.unicodeScalars.count
        if length == 0 || length > Self.longestMint || mint.utf8.contains(0) {
            return (
                "address_length",
                "the address \(quoted(mint)) has \(length) characters; the table holds 1 to "
                    + "\(Self.longestMint), none of them NUL"
            )
        }
        if network.utf8.contains(0) || source.utf8.contains(0) {
            return ("nul_in_name", "the network \(quoted(network)) or the source has a NUL in it")
        }
        guard Self.years.contains(observedAt) else {
            return (
                "time_out_of_range",
                "the time \(observedAt.microseconds) microseconds since 1970 is outside the years "
                    + "1 to 9998"
            )
        }
        return nil
    }

    private func reject(_ rule: String, _ reason: String) -> TokenReject {
        TokenReject(
            source: source,
            mint: mint,
            row: RejectedRow(
                openTime: nil,
                rule: rule,
                reason: reason,
                payload: raw.first?.text ?? mint
            )
        )
    }

    private mutating func fitSymbol() {
        guard let text = symbol else { return }
        var fitting = text.withoutNUL
        if fitting != text { doubts.append("symbol: it was sent with a NUL character in it") }
        if fitting.unicodeScalars.count > Self.longestSymbol {
            let cut = fitting.unicodeScalars.prefix(Self.longestSymbol)
            fitting = String(String.UnicodeScalarView(cut))
        }
        symbol = fitting
    }

    private mutating func fit(_ path: WritableKeyPath<TokenRow, Double?>, _ column: String) {
        guard let value = self[keyPath: path], !(value >= 0 && value.isFinite) else { return }
        giveUp(column, "\(value)")
        self[keyPath: path] = nil
    }

    private mutating func giveUp(_ column: String, _ value: String) {
        let teller = origins.removeValue(forKey: column) ?? source
        doubts.append("\(column): \(teller) says \(value), which the column does not hold")
    }

    /// A source's object, or its text as a string where `jsonb` cannot hold the object.
    private mutating func fit(_ raw: Raw) -> Raw {
        guard let obstacle = JSONScan.obstacle(in: raw.text) else { return raw }
        doubts.append("raw_data: \(raw.source)'s answer is kept as text: \(obstacle.rawValue)")
        return Raw(
            source: raw.source,
            text: JSONText.object([("as_text", JSONText.string(raw.text))])
        )
    }
}

extension TokenReject: Error {}
