import FixtureExchange

/// The discussion of `serve --help`.
enum ServeHelp {
    static let text = """
        The base URL is the first line on standard output. A candle file is named \
        SYMBOL-INTERVAL.csv.gz (or .csv) and begins with the header \
        open_time_ms,open,high,low,close,volume.

        All venues answer on the one port: Binance and its archive, Bybit, OKX, Kraken, \
        Coinbase, KuCoin, Bitstamp, Gate, and of tokens Jupiter, CoinGecko, DexScreener and \
        GeckoTerminal. `fixture-exchange tokens` lists the mints and pools.

        \(Fault.help)

        CONTROL, over HTTP while it runs:
          GET    /control/requests        what came, newest last; DELETE forgets it
          GET    /control/faults          the faults, and how often each fired
          POST   /control/faults          adds those in the body, one a line
          DELETE /control/faults          switches all off
          POST   /control/now?value=TIME  stops the clock; value=real lets it run
          POST   /control/revise?openTime=TIME&field=FIELD&value=TEXT
          POST   /control/hide?from=TIME&through=TIME, both with &symbol= &interval=
          POST   /control/weight?used=N   how much of the limit counts as used
          POST   /control/reset           everything back to the start
          such as: curl -d 429:1@first=2 http://127.0.0.1:PORT/control/faults
        """
}
