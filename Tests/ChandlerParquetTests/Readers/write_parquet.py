#!/usr/bin/env python3
"""Writes Parquet files of other writers, and what is in them, for our reader.

  write_parquet.py FOLDER

Makes FOLDER/<name>.parquet and FOLDER/files.json: a list of name, rows, and either columns (name, type,
nullable and values: text or null, a double as its bits in hexadecimal, a decimal without its point, a
date in days, a time in microseconds) or refused (words that the error must have).
"""
import datetime
import decimal
import json
import os
import struct
import sys

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

COUNT = 500
UTC = datetime.timezone.utc
FOLDER = sys.argv[1]
FILES = []


def null(row, value):
    return None if row % 7 == 3 else value


def bits(value):
    return format(struct.unpack("<Q", struct.pack("<d", value))[0], "x")


def columns():
    """Name, Arrow type, type of ours, values for Arrow and values as text."""
    rows = range(COUNT)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=UTC)
    doubles = [float("inf") if r == 1 else -0.0 if r == 2 else r / 7 for r in rows]
    times = [1_640_995_200_000_000 + r * 61_000_000 for r in rows]
    moments = [epoch + datetime.timedelta(microseconds=t) for t in times]
    result = [
        ("double", pa.float64(), "double", doubles, bits),
        ("float", pa.float32(), "double", [r / 8 for r in rows], bits),
        ("int64", pa.int64(), "int64", [(-1) ** r * r * 10**15 for r in rows], str),
        ("int32", pa.int32(), "int32", [(-1) ** r * r * 10**6 for r in rows], str),
        ("int16", pa.int16(), "int32", [r - 250 for r in rows], str),
        ("uint32", pa.uint32(), "int64", [r * 8_000_000 for r in rows], str),
        ("uint64", pa.uint64(), "decimal", [2**64 - 1 - r * 10**12 for r in rows], str),
        ("nanos", pa.timestamp("ns", "UTC"), "timestamp", moments,
         lambda v: str((v - epoch) // datetime.timedelta(microseconds=1))),
        ("uint8", pa.uint8(), "int32", [r % 256 for r in rows], str),
        ("boolean", pa.bool_(), "boolean", [r % 3 == 0 for r in rows],
         lambda v: "true" if v else "false"),
        ("string", pa.string(), "string", [f"é text {r % 20}" for r in rows], str),
        ("date", pa.date32(), "date", [datetime.date(1970, 1, 1) + datetime.timedelta(days=r - 9)
                                       for r in rows],
         lambda v: str((v - datetime.date(1970, 1, 1)).days)),
        ("micros", pa.timestamp("us", "UTC"), "timestamp", moments,
         lambda v: str((v - epoch) // datetime.timedelta(microseconds=1))),
        ("millis", pa.timestamp("ms", "UTC"), "timestamp", moments,
         lambda v: str((v - epoch) // datetime.timedelta(microseconds=1))),
    ]
    for precision in (5, 9, 12, 18, 19, 28, 38):
        values = [decimal.Decimal((-1) ** r * (r % 9 + 1) * 10 ** (precision - 1) // (r + 1))
                  .scaleb(-2, decimal.Context(prec=60)) for r in rows]
        result.append((f"decimal{precision}", pa.decimal128(precision, 2), "decimal", values,
                       lambda v: str(int(v.scaleb(2, decimal.Context(prec=60))))))
    return result


def described(found, nullable):
    return [
        {"name": name, "type": type_, "nullable": nullable,
         "values": [None if v is None else text(v) for v in values]}
        for name, _, type_, values, text in found
    ]


def arrow(name, nullable=True, **options):
    found = columns()
    if nullable:
        found = [(n, t, o, [null(r, v) for r, v in enumerate(values)], text)
                 for n, t, o, values, text in found]
    schema = pa.schema([pa.field(n, t, nullable=nullable) for n, t, *_ in found])
    table = pa.table({n: pa.array(v, t) for n, t, _, v, _ in found}, schema=schema)
    pq.write_table(table, os.path.join(FOLDER, name + ".parquet"), **options)
    FILES.append({"name": name, "rows": COUNT, "columns": described(found, nullable)})


def refused(name, words, column, table=None, **options):
    table = table or pa.table({column: pa.array([1, 2], pa.int64())})
    pq.write_table(table, os.path.join(FOLDER, name + ".parquet"), **options)
    FILES.append({"name": name, "rows": 0, "refused": words, "column": column})


def main():
    for codec in ("zstd", "gzip", "snappy", "none"):
        for version in ("1.0", "2.0"):
            name = f"pyarrow-{codec}-pages-{version}"
            options = {"compression": codec, "data_page_version": version}
            arrow(name, **options)
            arrow(name + "-required", nullable=False, **options)
            arrow(name + "-plain", use_dictionary=False, data_page_size=300,
                  write_batch_size=16, write_page_checksum=True, **options)
    arrow("pyarrow-small-decimals", compression="zstd", store_decimal_as_integer=True)
    arrow("pyarrow-format-1", compression="zstd", version="1.0",
          coerce_timestamps="us", allow_truncated_timestamps=True)
    arrow("pyarrow-encodings", compression="zstd", use_dictionary=False, column_encoding={
        "double": "BYTE_STREAM_SPLIT", "float": "BYTE_STREAM_SPLIT", "boolean": "RLE",
        "int64": "DELTA_BINARY_PACKED", "int32": "DELTA_BINARY_PACKED",
        "int16": "BYTE_STREAM_SPLIT", "micros": "DELTA_BINARY_PACKED",
    })
    arrow("pyarrow-groups", compression="zstd", row_group_size=99)

    found = [c for c in columns() if c[0] not in ("millis", "nanos", "uint8", "uint32", "uint64", "int16",
                                                "decimal5")]
    found = [(n, t, o, [null(r, v) for r, v in enumerate(values)], text)
             for n, t, o, values, text in found]
    table = pa.table({n: pa.array(v, t) for n, t, _, v, _ in found})
    duckdb_copy(table, "zstd")
    FILES.append({"name": "duckdb-zstd", "rows": COUNT, "columns": described(found, True)})
    duckdb_copy(table, "snappy")
    FILES.append({"name": "duckdb-snappy", "rows": COUNT, "columns": described(found, True)})
    pl.from_arrow(table).write_parquet(os.path.join(FOLDER, "polars.parquet"), compression="zstd")
    FILES.append({"name": "polars", "rows": COUNT, "columns": described(found, True)})

    refused("brotli", "BROTLI", "a", compression="brotli")
    refused("lz4", "LZ4_RAW", "a", compression="lz4")
    refused("list", "nested", "a", pa.table({"a": [[1, 2], [3]]}), compression="none")
    refused("struct", "nested", "a", pa.table({"a": [{"b": 1}]}), compression="none")
    moments = pa.array([datetime.datetime(2022, 1, 1)], pa.timestamp("us"))
    refused("local", "without a time zone", "a", pa.table({"a": moments}), compression="none")
    refused("nanos", "finer than a microsecond", "a", compression="none",
            table=pa.table({"a": pa.array([1_001], pa.timestamp("ns", "UTC"))}))
    refused("int96", "INT96", "a", pa.table({"a": moments}), compression="none",
            use_deprecated_int96_timestamps=True)
    refused("time", "TIME", "a", pa.table({"a": pa.array([1], pa.time64("us"))}),
            compression="none")
    refused("delta-text", "DELTA_BYTE_ARRAY", "a", pa.table({"a": ["x", "y"]}),
            compression="none", use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"})
    with open(os.path.join(FOLDER, "files.json"), "w", encoding="utf-8") as file:
        json.dump(FILES, file)


def duckdb_copy(table, codec):
    connection = duckdb.connect()
    connection.register("given", table)
    path = os.path.join(FOLDER, f"duckdb-{codec}.parquet").replace("'", "''")
    connection.execute(f"COPY (SELECT * FROM given) TO '{path}' (FORMAT parquet, CODEC {codec})")


main()
