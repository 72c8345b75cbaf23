import ChandlerCore

extension SyntheticMarket {
    /// The candles as a candle file, not compressed.
    public var csv: [UInt8] {
        var text = Array(
            ("open_time_ms,open,high,low,close,volume,quote_volume,trade_count,"
                + "taker_buy_volume,taker_buy_quote_volume\n").utf8
        )
        text.reserveCapacity(minuteCount * 90)
        var walk = SyntheticWalk(self)
        for minute in 0..<minuteCount {
            guard let candle = walk.candle(at: minute) else { continue }
            append(candle, openTime: start.milliseconds + Int64(minute) * 60_000, to: &text)
        }
        return text
    }

    private func append(
        _ candle: SyntheticCandle,
        openTime: Int64,
        to text: inout [UInt8]
    ) {
        let quoteDecimals = priceDecimals + volumeDecimals
        SyntheticMarket.append(openTime, decimals: 0, end: ",", to: &text)
        for price in [candle.open, candle.high, candle.low, candle.close] {
            SyntheticMarket.append(price, decimals: priceDecimals, end: ",", to: &text)
        }
        SyntheticMarket.append(candle.volume, decimals: volumeDecimals, end: ",", to: &text)
        SyntheticMarket.append(
            candle.volume * candle.meanPrice,
            decimals: quoteDecimals,
            end: ",",
            to: &text
        )
        SyntheticMarket.append(candle.tradeCount, decimals: 0, end: ",", to: &text)
        SyntheticMarket.append(
            candle.takerBuyVolume,
            decimals: volumeDecimals,
            end: ",",
            to: &text
        )
        SyntheticMarket.append(
            candle.takerBuyVolume * candle.meanPrice,
            decimals: quoteDecimals,
            end: "\n",
            to: &text
        )
    }

    /// Writes a count of smallest steps as a decimal.
    private static func append(
        _ value: Int64,
        decimals: Int,
        end: Unicode.Scalar,
        to text: inout [UInt8]
    ) {
        var digits = 1
        var power: Int64 = 1
        while digits <= decimals || value / power >= 10 {
            digits += 1
            power *= 10
        }
        while digits > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / power % 10))
            power /= 10
            digits -= 1
            if digits == decimals, decimals > 0 { text.append(UInt8(ascii: ".")) }
        }
        text.append(UInt8(ascii: end))
    }
}
