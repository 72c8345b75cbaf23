"""Checks a dataset against an independent computation from the candles it was made of.

usage: check_dataset.py DATASET CANDLES

CANDLES is a CSV with symbol, open_time_us, open, high, low, close, volume, atr_14 and one column
per feature; empty fields are undefined. Labels, splits, purge, embargo, warm-up, columns,
checksums, and the card's front matter are computed anew and compared. Prints what was compared;
exits 1 with the first difference.
"""

import csv
import hashlib
import json
import math
import pathlib
import sys

import pandas
import pyarrow.csv
import pyarrow.parquet

STEP = {"1m": 60, "5m": 300, "15m": 900, "1h": 3600, "4h": 14400, "1d": 86400}


def fail(text):
    print("DIFFERENT: " + text)
    sys.exit(1)


def same(found, expected, what):
    if found != expected:
        fail(f"{what} was {found!r}, expected {expected!r}")


def ten_digits(value):
    return None if math.isnan(value) else float(f"{value:.9e}")


def micros(text):
    return pandas.Timestamp(text).value // 1000


def read_candles(path):
    series = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            values = {k: float(v) if v else math.nan for k, v in row.items() if k != "symbol"}
            series.setdefault(row["symbol"], {})[int(row["open_time_us"])] = values
    return series


def read_rows(folder, manifest):
    rows = {}
    for entry in manifest["files"]:
        path = folder / entry["path"]
        data = path.read_bytes()
        same(len(data), entry["bytes"], f"size of {entry['path']}")
        same(hashlib.sha256(data).hexdigest(), entry["sha256"], f"sha256 of {entry['path']}")
        if "rows" not in entry:
            continue
        if path.name.endswith(".parquet"):
            table = pyarrow.parquet.read_table(path)
            types = {field.name: str(field.type) for field in table.schema}
            for column in manifest["columns"]:
                expected = column["type"].replace("float64", "double")
                same(types[column["name"]], expected, f"type of {column['name']}")
            frame = table.to_pandas()
        else:
            frame = pyarrow.csv.read_csv(path).to_pandas()
        same(len(frame), entry["rows"], f"rows of {entry['path']}")
        same(list(frame.columns), [c["name"] for c in manifest["columns"]], "columns")
        stamps = frame["timestamp"].dt.as_unit("us").astype("int64").tolist()
        columns = {name: frame[name].tolist() for name in frame.columns}
        for index, stamp in enumerate(stamps):
            month = f"{pandas.Timestamp(stamp, unit='us'):%Y-%m}"
            same(month, entry["month"], f"month of a row of {entry['path']}")
            key = (columns["symbol"][index], stamp)
            if key in rows:
                fail(f"row {key} is there twice")
            row = {name: values[index] for name, values in columns.items()}
            rows[key] = (entry["split"], row)
    return rows


def boundaries(manifest, step):
    start, end = (micros(manifest["range"][name]) for name in ("from", "to"))
    shares = [int(part) for part in manifest["options"]["split"].split("/")]
    result, percent = [], 0
    names = [n for n, s in zip(("train", "validation", "test"), shares) if s > 0]
    cuts = []
    for share in [s for s in shares if s > 0][:-1]:
        percent += share
        exact = start + (end - start) * percent // 100
        cuts.append(max(start, exact // step * step))
    edges = [start] + cuts + [end]
    for name, left, right in zip(names, edges, edges[1:]):
        result.append((name, left, right))
        same(micros(manifest["splits"][name]["from"]), left, f"start of {name}")
        same(micros(manifest["splits"][name]["to"]), right, f"end of {name}")
    return result


def place(time, zones, step, longest, embargo):
    for index, (name, left, right) in enumerate(zones):
        if left <= time < right:
            if index + 1 < len(zones) and time + (longest + 1) * step > right:
                return None
            if any(time < edge + embargo * step for _, edge, _ in zones[1 : index + 1]):
                return None
            return name
    return None


def labels(candles, time, step, horizon, options):
    now, later = candles[time], candles.get(time + horizon * step)
    if later is None:
        return None, None, None
    change = math.log(later["close"] / now["close"])
    threshold = options["direction_threshold"]
    direction = 0 if abs(change) <= threshold else 1 if change > 0 else -1
    average = ten_digits(now["atr_14"])
    path = [candles.get(time + k * step) for k in range(1, horizon + 1)]
    if average is None or None in path:
        return change, direction, None
    width = options["barrier_atr"] * average
    for candle in path:
        if candle["low"] <= now["close"] - width:
            return change, direction, -1
        if candle["high"] >= now["close"] + width:
            return change, direction, 1
    return change, direction, 0


def compare(name, found, expected, key, tolerance=0.0):
    if expected is None:
        if not pandas.isna(found):
            fail(f"{name} at {key} was {found!r}, expected null")
    elif pandas.isna(found) or abs(found - expected) > tolerance * max(abs(expected), 1e-3):
        fail(f"{name} at {key} was {found!r}, expected {expected!r}")


def compare_feature(name, found, exact, key):
    """Ten digits, rounded to the nearest; a value in the middle may go to either side."""
    if math.isnan(exact) or pandas.isna(found) or exact == 0:
        return compare(name, found, ten_digits(exact), key)
    unit = 10.0 ** (math.floor(math.log10(abs(exact))) - 9)
    if found != ten_digits(found) or abs(found - exact) > 0.500001 * unit:
        fail(f"{name} at {key} was {found!r}, expected {exact!r} to ten digits")


def warm_up(candles, columns):
    """The leading candles without a value that the indicator's length explains."""
    times = sorted(candles)
    longest = 0
    for column in columns:
        defined = next(
            (i for i, t in enumerate(times) if not math.isnan(candles[t][column["name"]])),
            len(times),
        )
        longest = max(longest, min(defined, column["warm_up"]))
    return set(times[:longest])


def check_front_matter(folder, manifest):
    text = (folder / "README.md").read_text()
    try:
        import yaml
    except ImportError:
        return "front matter not checked (no PyYAML)"
    head = yaml.safe_load(text.split("---\n")[1])
    configs = {f["split"]: f["path"] for f in head["configs"][0]["data_files"]}
    for split, count in manifest["rows"].items():
        same(split in configs, count > 0, f"front matter names {split}")
    for split, pattern in configs.items():
        found = sorted(str(p.relative_to(folder)) for p in folder.glob(pattern))
        listed = [f["path"] for f in manifest["files"] if f.get("split") == split]
        same(found, sorted(listed), f"files of {pattern}")
    return "front matter is equal"


def check_hugging_face(folder, manifest):
    try:
        import datasets
    except ImportError:
        return "load_dataset not checked (no datasets)"
    import tempfile

    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset(str(folder), cache_dir=cache)
        found = {split: len(rows) for split, rows in loaded.items()}
    expected = {split: count for split, count in manifest["rows"].items() if count}
    same(found, expected, "rows of load_dataset")
    return "load_dataset is equal"


def main():
    folder = pathlib.Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    series = read_candles(sys.argv[2])
    rows = read_rows(folder, manifest)
    options = manifest["options"]
    longest = max(options["horizons"], default=0)
    features = [c for c in manifest["columns"] if c["role"] == "feature"]
    seen, values = 0, 0
    for entry in manifest["series"]:
        step = STEP[entry["interval"]] * 1_000_000
        zones = boundaries(manifest, step)
        candles = series[entry["symbol"]]
        same(entry["candles"], len(candles), "candles")
        span = (max(candles) - min(candles)) // step + 1
        same(entry["missing_candles"], span - len(candles), "missing candles")
        early = warm_up(candles, features)
        same(entry["dropped"]["warm_up"]["rows"], len(early), "warm-up rows")
        for time in sorted(candles):
            key = (entry["symbol"], time)
            split = place(time, zones, step, longest, options["embargo"])
            wanted = {} if split is None or time in early else expected_labels(
                candles, time, step, options
            )
            if options["drop_unlabelled"] and None in wanted.values():
                wanted = {}
            if not wanted:
                if key in rows:
                    fail(f"row {key} should have been dropped")
                continue
            if key not in rows:
                fail(f"row {key} is missing")
            same(rows[key][0], split, f"split of {key}")
            row = rows[key][1]
            for name in ("open", "high", "low", "close", "volume"):
                compare(name, row[name], candles[time][name], key)
            for column in features:
                name = column["name"]
                compare_feature(name, row[name], candles[time][name], key)
            for name, value in wanted.items():
                compare(name, row[name], value, key, 2e-9 if "return" in name else 0.0)
            seen += 1
            values += len(wanted) + len(features) + 5
    same(seen, len(rows), "rows")
    same(sum(manifest["rows"].values()), seen, "rows of the manifest")
    for column in manifest["columns"]:
        nulls = sum(1 for _, row in rows.values() if pandas.isna(row[column["name"]]))
        same(column["nulls"], nulls, f"nulls of {column['name']}")
    print(f"{seen} rows and {values} values are equal")
    print(check_front_matter(folder, manifest))
    print(check_hugging_face(folder, manifest))


def expected_labels(candles, time, step, options):
    result = {}
    for horizon in options["horizons"]:
        names = ("log_return", "direction", "barrier")
        for name, value in zip(names, labels(candles, time, step, horizon, options)):
            result[f"label_{name}_{horizon}"] = value
    return result


main()
