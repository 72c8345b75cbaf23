#!/usr/bin/env python3
"""Compares Parquet files with what was meant to be in them, through one reader.

  check_parquet.py READER FOLDER        READER is pyarrow, pandas, polars or duckdb

FOLDER holds pairs <case>.parquet and <case>.json. The JSON says: name, codec, created_by,
metadata, row_groups (rows of each) and columns: name, type (double, int64, int32,
timestampMicroseconds, string, boolean, date, json, decimal(precision,scale)), nullable, encodings,
statistics ("full", "nulls" or "none") and values, where null is null, a double is its bit pattern in
hexadecimal, a date is days since 1970 and a decimal is the text of its digits without a point.

Ends with 0 if all is equal, 1 with one line per difference, 2 if the reader is not installed.
"""
import datetime
import decimal
import glob
import importlib
import json
import math
import os
import re
import struct
import sys


def bits(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


class Column:
    def __init__(self, spec):
        self.name = spec["name"]
        self.type = spec["type"]
        self.nullable = spec["nullable"]
        self.encodings = spec["encodings"]
        self.statistics = spec["statistics"]
        self.values = spec["values"]
        # Doubles of which NaN is a value have no bounds where there is one.
        self.exact = spec["exact"]
        if self.type == "double":
            self.values = [
                v if v is None else struct.unpack("<d", struct.pack("<Q", int(v, 16)))[0]
                for v in self.values
            ]
        self.digits = None
        if match := re.fullmatch(r"decimal\((\d+),(\d+)\)", self.type):
            self.type = "decimal"
            self.digits = int(match[1]), int(match[2])
            exact = decimal.Context(prec=60)
            self.values = [
                v if v is None else decimal.Decimal(v).scaleb(-self.digits[1], exact)
                for v in self.values
            ]
        if self.type == "date":
            day = datetime.date(1970, 1, 1)
            self.values = [
                v if v is None else day + datetime.timedelta(days=v) for v in self.values
            ]

    def same(self, was, expected):
        if was is None or expected is None:
            return was is None and expected is None
        if self.type == "double":
            if not isinstance(was, float):
                return False
            return math.isnan(was) if math.isnan(expected) else bits(was) == bits(expected)
        return type(was) is type(expected) and was == expected

    def ordered(self, values):
        """The values that bounds are made of."""
        kept = [v for v in values if v is not None and v == v]
        if self.type == "double" and self.statistics == "full" and len(kept) < len(values) and (
                self.exact and any(v != v for v in values if v is not None)):
            return []
        return [v.encode() for v in kept] if self.type == "string" else kept

    def probes(self):
        """A few values to look for through the reader's own filter."""
        kept = [v for v in self.values if v is not None and v == v]
        if self.type == "json":
            return []
        return [] if not kept else [kept[0], kept[-1], min(kept), max(kept)]


class Case:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            spec = json.load(file)
        self.path = path[: -len(".json")] + ".parquet"
        self.name = spec["name"]
        self.codec = spec["codec"]
        self.created_by = spec["created_by"]
        self.metadata = spec["metadata"]
        self.row_groups = spec["row_groups"]
        self.columns = [Column(c) for c in spec["columns"]]
        self.rows = sum(self.row_groups)
        self.differences = []

    def expect(self, what, was, expected):
        if was != expected:
            self.differ(what, was, expected)

    def differ(self, what, was, expected):
        self.differences.append(f"{self.name}: {what} was {was!r}, expected {expected!r}")

    def expect_values(self, column, was):
        self.expect(f"rows of {column.name!r}", len(was), len(column.values))
        for row, (a, b) in enumerate(zip(was, column.values)):
            if not column.same(a, b):
                # Not expect(): for == the two zeros are equal.
                self.differ(f"{column.name!r}[{row}]", a, b)
                return


# pyarrow


def check_pyarrow(case):
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "double": pa.float64(), "int64": pa.int64(), "int32": pa.int32(),
        "timestampMicroseconds": pa.timestamp("us", tz="UTC"), "string": pa.string(),
        "boolean": pa.bool_(), "date": pa.date32(), "json": pa.json_(pa.string()),
    }
    table = pq.read_table(case.path)
    table.validate(full=True)
    case.expect("column names", table.column_names, [c.name for c in case.columns])
    case.expect("rows", table.num_rows, case.rows)
    for column in case.columns:
        if column.digits:
            types["decimal"] = pa.decimal128(*column.digits)
        field = table.schema.field(column.name)
        case.expect(f"type of {column.name!r}", field.type, types[column.type])
        case.expect(f"nullable of {column.name!r}", field.nullable, column.nullable)
        data = table.column(column.name)
        if column.type == "timestampMicroseconds":
            data = data.cast(pa.int64())
        case.expect_values(column, data.to_pylist())
        for probe in column.probes():
            literal = pa.scalar(probe, pa.int64()).cast(types[column.type]) if (
                column.type == "timestampMicroseconds") else pa.scalar(probe, types[column.type])
            found = pq.read_table(case.path, filters=[(column.name, "==", literal)]).num_rows
            case.expect(f"rows with {column.name!r} = {probe!r}", found,
                        sum(v == probe for v in column.values))
    check_footer(case, pq.ParquetFile(case.path))


def check_footer(case, file):
    meta = file.metadata
    case.expect("created_by", meta.created_by, case.created_by)
    kept = {k.decode(): v.decode() for k, v in (meta.metadata or {}).items()}
    case.expect("metadata", {k: v for k, v in kept.items() if k != "ARROW:schema"}, case.metadata)
    case.expect("row groups", [meta.row_group(g).num_rows for g in range(meta.num_row_groups)],
                case.row_groups)
    size = os.path.getsize(case.path)
    start = 0
    for group, rows in enumerate(case.row_groups):
        total = compressed = 0
        for index, column in enumerate(case.columns):
            chunk = meta.row_group(group).column(index)
            where = f"{column.name!r} in row group {group}"
            case.expect(f"codec of {where}", chunk.compression, case.codec)
            case.expect(f"encodings of {where}", sorted(chunk.encodings), sorted(column.encodings))
            case.expect(f"values of {where}", chunk.num_values, rows)
            total += chunk.total_uncompressed_size
            compressed += chunk.total_compressed_size
            check_statistics(case, column, chunk, column.values[start : start + rows], where)
        case.expect(f"bytes of row group {group}", meta.row_group(group).total_byte_size, total)
        size -= compressed
        start += rows
    # What is left: magic, footer, its length, magic.
    case.expect("bytes outside column chunks", size, 4 + meta.serialized_size + 8)


def check_statistics(case, column, chunk, values, where):
    found = chunk.statistics
    if column.statistics == "none":
        case.expect(f"statistics of {where}", found, None)
        return
    case.expect(f"null count of {where}", found.null_count, sum(v is None for v in values))
    ordered = column.ordered(values)
    full = column.statistics == "full" and len(ordered) > 0
    case.expect(f"has bounds, {where}", found.has_min_max, full)
    if not full:
        return
    low, high = found.min_raw, found.max_raw
    if column.type in ("date", "decimal"):
        low, high = found.min, found.max
    if column.type == "string":
        low, high = (v if isinstance(v, bytes) else v.encode() for v in (low, high))
    case.expect(f"minimum of {where}", low, min(ordered))
    case.expect(f"maximum of {where}", high, max(ordered))
    if column.type == "double":
        if low == 0:
            case.expect(f"sign of the minimum of {where}", math.copysign(1, low), -1.0)
        if high == 0:
            case.expect(f"sign of the maximum of {where}", math.copysign(1, high), 1.0)


# pandas


def check_pandas(case):
    import pandas as pd

    plain = pd.read_parquet(case.path)
    exact = pd.read_parquet(case.path, dtype_backend="numpy_nullable")
    types = {
        "double": "float64", "int64": "int64", "int32": "int32",
        "timestampMicroseconds": "datetime64[us, UTC]", "boolean": "bool", "date": "object",
        "decimal": "object",
    }
    case.expect("column names", list(plain.columns), [c.name for c in case.columns])
    case.expect("rows", len(plain), case.rows)
    for column in case.columns:
        has_null = any(v is None for v in column.values)
        if column.type == "json":
            pass
        elif column.type == "string":
            case.expect(f"dtype of {column.name!r}", pd.api.types.is_string_dtype(
                exact[column.name].dtype), True)
        elif not (has_null and column.type in ("int64", "int32", "boolean")):
            case.expect(f"dtype of {column.name!r}", str(plain[column.name].dtype),
                        types[column.type])
        case.expect(f"nulls of {column.name!r}", int(plain[column.name].isna().sum()),
                    sum(v is None or v != v for v in column.values))
        case.expect_values(column, pandas_values(pd, column, plain, exact))


def pandas_values(pd, column, plain, exact):
    if column.type == "double":
        # pandas has NaN for null here, so the expected values decide which is meant.
        was = plain[column.name].tolist()
        return [None if e is None and v != v else v for v, e in zip(was, column.values)]
    data = exact[column.name]
    if column.type == "timestampMicroseconds":
        numbers = data.astype("int64") if not data.isna().any() else data.array.asi8
        return [None if n else int(v) for v, n in zip(numbers, data.isna())]
    convert = {"string": str, "json": str, "boolean": bool}.get(column.type, int)
    if column.type in ("date", "decimal"):
        convert = lambda value: value
    return [None if v is pd.NA or v is None or v != v else convert(v) for v in data]


# polars


def check_polars(case):
    import polars as pl

    types = {
        "double": pl.Float64, "int64": pl.Int64, "int32": pl.Int32,
        "timestampMicroseconds": pl.Datetime("us", "UTC"), "string": pl.String,
        "boolean": pl.Boolean, "date": pl.Date,
        # polars shows JSON as the bytes that it is.
        "json": pl.Binary,
    }
    frame = pl.read_parquet(case.path)
    case.expect("column names", frame.columns, [c.name for c in case.columns])
    case.expect("rows", frame.height, case.rows)
    for column in case.columns:
        data = frame[column.name]
        if column.digits:
            types["decimal"] = pl.Decimal(*column.digits)
        case.expect(f"dtype of {column.name!r}", data.dtype, types[column.type])
        case.expect(f"nulls of {column.name!r}", data.null_count(),
                    sum(v is None for v in column.values))
        if column.type == "timestampMicroseconds":
            data = data.to_physical()
        values = data.to_list()
        if column.type == "json":
            values = [v if v is None else v.decode() for v in values]
        case.expect_values(column, values)
        for probe in column.probes():
            literal = pl.lit(probe, pl.Int64).cast(types[column.type]) if (
                column.type == "timestampMicroseconds") else pl.lit(probe, types[column.type])
            found = pl.scan_parquet(case.path).filter(pl.col(column.name) == literal)
            case.expect(f"rows with {column.name!r} = {probe!r}", found.collect().height,
                        sum(v == probe for v in column.values))


# duckdb


def check_duckdb(case):
    import duckdb

    types = {
        "double": "DOUBLE", "int64": "BIGINT", "int32": "INTEGER",
        "timestampMicroseconds": "TIMESTAMP WITH TIME ZONE", "string": "VARCHAR",
        "boolean": "BOOLEAN", "date": "DATE", "json": "JSON",
    }

    def type_of(column):
        return "DECIMAL({},{})".format(*column.digits) if column.digits else types[column.type]

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    source = "read_parquet('" + case.path.replace("'", "''") + "')"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    case.expect("columns", [(d[0], d[1]) for d in described],
                [(c.name, type_of(c)) for c in case.columns])
    for column in case.columns:
        name = '"' + column.name.replace('"', '""') + '"'
        value = f"epoch_us({name})" if column.type == "timestampMicroseconds" else name
        rows = connection.execute(f"SELECT {value} FROM {source}").fetchall()
        case.expect_values(column, [r[0] for r in rows])
        for probe in column.probes():
            literal = "make_timestamptz(?)" if column.type == "timestampMicroseconds" else (
                f"CAST(? AS {type_of(column)})")
            found = connection.execute(
                f"SELECT count(*) FROM {source} WHERE {name} = {literal}", [probe]).fetchone()[0]
            case.expect(f"rows with {column.name!r} = {probe!r}", found,
                        sum(v == probe for v in column.values))
    nulls = connection.execute(
        "SELECT row_group_id, column_id, stats_null_count FROM parquet_metadata(?) "
        "ORDER BY row_group_id, column_id", [case.path]).fetchall()
    expected = []
    start = 0
    for group, rows in enumerate(case.row_groups):
        for index, column in enumerate(case.columns):
            count = sum(v is None for v in column.values[start : start + rows])
            expected.append((group, index, None if column.statistics == "none" else count))
        start += rows
    case.expect("null counts", nulls, expected)


def main():
    reader, folder = sys.argv[1:]
    try:
        version = importlib.import_module(reader).__version__
        if reader == "pandas":
            importlib.import_module("pyarrow")
    except ImportError as error:
        print(f"{reader} cannot be imported: {error}")
        return 2
    differences = []
    paths = sorted(glob.glob(os.path.join(glob.escape(folder), "*.json")))
    for path in paths:
        case = Case(path)
        try:
            globals()["check_" + reader](case)
        except Exception as error:
            case.differences.append(f"{case.name}: {type(error).__name__}: {error}")
        differences += case.differences
    print("\n".join(differences) or f"{reader} {version}: {len(paths)} files are equal")
    return 1 if differences or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
