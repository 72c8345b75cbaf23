#!/usr/bin/env python3
"""Writes and reads Parquet files with pyarrow and DuckDB, for `chandler-bench parquet`.

  bench_parquet.py FILE    whose columns are kept in memory and written with its options

Reads questions from standard input and answers each with one line: `write FILE` processor seconds
for writing the columns with pyarrow; `read pyarrow FILE` and `read duckdb FILE` processor seconds
for reading all of them on one thread; `compare FILE FILE` "same", or what differs; `version`.

The options are FILE's: codec and level, the encoding of each type, row groups, one page a chunk,
statistics, no schema of Arrow's. Keys are handed over as dictionaries, so that
pyarrow need not make them.
"""
import sys
import time

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = ["venue", "symbol", "interval"]
ENCODINGS = {pa.float64(): "BYTE_STREAM_SPLIT", pa.int32(): "DELTA_BINARY_PACKED"}


def table(path):
    return pq.read_table(path, use_threads=False, read_dictionary=KEYS)


meta = pq.read_metadata(sys.argv[1])
GROUP = meta.row_group(0).num_rows
rows = table(sys.argv[1]).unify_dictionaries().combine_chunks()
encodings = {f.name: ENCODINGS.get(f.type, "DELTA_BINARY_PACKED") for f in rows.schema if f.name not in KEYS}
con = duckdb.connect(config={"threads": 1})
con.execute("SET enable_external_file_cache = false")


def write(path):
    start = time.process_time()
    pq.write_table(
        rows, path, row_group_size=GROUP, compression="zstd", compression_level=3,
        use_dictionary=KEYS, column_encoding=encodings, store_schema=False,
        data_page_size=8 * GROUP + (1 << 20), max_rows_per_page=GROUP,
    )
    return time.process_time() - start


def total(field):
    name = '"%s"' % field.name
    if field.name in KEYS:
        return "sum(strlen(%s))" % name
    return "sum(%s)" % ("epoch_us(%s)" % name if pa.types.is_timestamp(field.type) else name)


# Every value has to be looked at, and little else be done.
SUMS = "SELECT %s FROM read_parquet(?)" % ", ".join(total(field) for field in rows.schema)


def read(reader, path):
    start = time.process_time()
    if reader == "pyarrow":
        pq.read_table(path, use_threads=False)
    else:
        con.execute(SUMS, [path]).fetchone()
    return time.process_time() - start


def layout(path):
    """Row groups, and codec and encodings of each column."""
    meta = pq.read_metadata(path)
    groups = [meta.row_group(i) for i in range(meta.num_row_groups)]
    chunks = [groups[0].column(i) for i in range(meta.num_columns)]
    return [group.num_rows for group in groups], {
        c.path_in_schema: (c.compression, sorted(set(c.encodings) - {"RLE", "PLAIN"})) for c in chunks
    }


def compare(one, other):
    a, b = layout(one), layout(other)
    if a[0] != b[0]:
        return "their row groups have %s... and %s... rows" % (a[0][:3], b[0][:3])
    for name in a[1]:
        if a[1][name] != b[1].get(name):
            return "%s is stored as %s and as %s" % (name, a[1][name], b[1].get(name))
    mine, theirs = table(one), table(other)
    for name in mine.column_names:
        if not mine[name].equals(theirs[name]):
            return "the values of %s differ" % name
    return "same" if mine.column_names == theirs.column_names else "their columns differ"


for line in sys.stdin:
    question, *words = line.split()
    if question == "write":
        print(repr(write(words[0])), flush=True)
    elif question == "read":
        print(repr(read(*words)), flush=True)
    elif question == "compare":
        print(compare(*words), flush=True)
    else:
        print("pyarrow %s, DuckDB %s" % (pa.__version__, duckdb.__version__), flush=True)
