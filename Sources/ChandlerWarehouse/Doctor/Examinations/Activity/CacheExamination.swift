import ChandlerPostgres

/// How many blocks are found in memory when they are needed.
struct CacheExamination: Examination {
    let subject = Subject("cache", "cache hit ratio")

    func examine(_ patient: Patient) throws -> Examined {
        let row = try patient.rows(
            """
            SELECT coalesce(sum(heap_blks_hit), 0)::bigint, coalesce(sum(heap_blks_read), 0)::bigint,
                coalesce(sum(idx_blks_hit), 0)::bigint, coalesce(sum(idx_blks_read), 0)::bigint
            FROM pg_statio_user_tables
            """
        ).firstRow()
        let tables = HitRatio(hits: try row.int64(0), reads: try row.int64(1))
        let indexes = HitRatio(hits: try row.int64(2), reads: try row.int64(3))
        let metric = Metric(
            "chandler_cache_hit_ratio",
            "Share of blocks found in the server's memory, since its statistics began.",
            [("tables", tables), ("indexes", indexes)].compactMap { kind, ratio in
                ratio.value.map { .init(["kind": kind], $0) }
            }
        )
        return Examined(
            [
                judge(tables, Subject("cache.tables", "cache hit ratio of tables"), patient),
                judge(indexes, Subject("cache.indexes", "cache hit ratio of indexes"), patient),
            ],
            [metric]
        )
    }

    private struct HitRatio {
        let hits: Int64
        let reads: Int64

        var value: Double? { hits + reads > 0 ? Double(hits) / Double(hits + reads) : nil }
    }

    private func judge(_ ratio: HitRatio, _ subject: Subject, _ patient: Patient) -> Finding {
        let blocks = ratio.hits + ratio.reads
        guard let value = ratio.value, blocks >= patient.thresholds.cacheBlocks else {
            return subject.healthy(
                "too little was read to tell: \(Figure.plural(blocks, "block"))",
                ["blocks": .int(blocks)]
            )
        }
        return subject.finding(
            value < patient.thresholds.cacheHitRatio ? .warning : .healthy,
            "\(Figure.percent(value)) of \(Figure.plural(blocks, "block")) were in memory",
            ["blocks": .int(blocks), "hit_ratio": .number(value)],
            remedy: "give the server more memory (shared_buffers), or see which statements read so "
                + "much; SELECT pg_stat_reset() begins to count anew"
        )
    }
}
