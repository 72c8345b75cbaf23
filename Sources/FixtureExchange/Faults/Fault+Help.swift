extension Fault {
    /// All kinds of faults and rules with an example each, for a command line's help.
    public static let help = """
        FAULTS are written KIND[:ARGUMENT][@RULE,...].
        Refusals, in each venue's own words:
          429[:SECONDS]          too many requests        429:1@first=2
          418[:SECONDS]          banned                   418:120@after=3,first=1
          403                    a firewall's page        403@p=0.1,seed=7
          451                    a blocked country        451@path=*
          500                    the venue's own error    500@every=3
          503-html               maintenance in HTML      503-html@first=1
        Transport:
          cut                    half a body, then closed cut@start=1704067200000
          slow[:MILLISECONDS]    a stall in mid body      slow:1500@symbol=BTCUSDT
          garbage                200 and no JSON          garbage@first=1
          html                   200 and an HTML page     html@interval=1h
          content-type[:TYPE]    a wrong content type     content-type:text/plain
          truncated-gzip         a gzip body that ends    truncated-gzip@first=1
        Rows:
          duplicate[:KIND]       a row twice              duplicate@first=1
                                 KIND altered or edge     duplicate:altered
          unordered[:reversed]   two rows, or all         unordered:reversed
          late:TIME              a row is not there       late:2024-01-01T00:11:00Z
          hide:TIME..TIME        rows are not there       hide:2024-01-01..2024-01-02
          silent[:PERCENT]       rows without trades      silent:40@path=/ohlcv/minute
          revise:TIME:FIELD:TEXT a field is another       revise:2024-01-01:close:101.5
        RULES, joined by commas:
          first=K after=K every=N p=0.1 seed=S   which of the requests
          start=TIME symbol=S interval=I         what they ask for; a mint or pool
                                                 is a symbol
          path=SUFFIX                            which paths, or * for all; without
                                                 it those for candles or tokens
        TIME is in milliseconds since 1970 or written 2024-06-15T12:34:30Z.
        """
}
