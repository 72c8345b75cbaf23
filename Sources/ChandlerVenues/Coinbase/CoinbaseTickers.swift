/// What the list of products tells about turnover.
///
/// `approximate_quote_24h_volume` is taken where it is there, otherwise the volume times the last
/// price. Products that are other names of a book, such as `BTC-USDC`, tell the book's volume.
///
/// **Doubts, and how they are read:** What the venue's approximation leaves out is not documented;
/// recorded answers are the volume times the last price.
///
/// **Source:** Coinbase Advanced Trade API, "List Public Products".
struct CoinbaseTickers: Decodable {
    struct Product: Decodable {
        let product_id: String
        let price: TickerNumber?
        let volume_24h: TickerNumber?
        let approximate_quote_24h_volume: TickerNumber?
    }

    let products: [Product]

    /// The tickers that tell an amount.
    var tickers: [Ticker] {
        products.compactMap { product in
            Ticker(product.product_id, quoteVolume: product.approximate_quote_24h_volume)
                ?? Ticker(product.product_id, volume: product.volume_24h, price: product.price)
        }
    }
}
