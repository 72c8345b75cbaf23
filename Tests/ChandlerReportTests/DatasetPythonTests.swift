import ChandlerCore
import ChandlerDatasets
import Foundation
import TestSupport
import Testing

@testable import ChandlerReport

/// The numbers of a dataset as pandas, pyarrow and NumPy find them.
@Suite(
    .enabled(
        if: TestPlaces.python != nil || TestPlaces.isCI,
        "no Python with pandas and pyarrow: set CHANDLER_PYTHON or make .venv"
    )
)
struct DatasetPythonTests {
    private static let script = """
        import glob, json, sys
        import numpy, pandas
        folder = sys.argv[1]
        manifest = json.load(open(folder + "/manifest.json"))
        read = pandas.read_csv if manifest["options"]["format"] == "csv.gz" else pandas.read_parquet
        splits = {}
        for split in ("train", "validation", "test"):
            files = sorted(glob.glob(f"{folder}/{split}/*"))
            splits[split] = pandas.concat([read(file) for file in files], ignore_index=True)
        result = {}
        for column in manifest["columns"]:
            if column["role"] not in ("feature", "label"):
                continue
            name = column["name"]
            train = splits["train"][name].dropna().to_numpy(dtype=float)
            edges = numpy.unique(numpy.quantile(train, [k / 10 for k in range(1, 10)]))
            def shares(values):
                bins = numpy.searchsorted(edges, values, side="left")
                counts = numpy.bincount(bins, minlength=len(edges) + 1)
                return numpy.maximum(counts / len(values), 0.0001)
            entry = {}
            for split, frame in splits.items():
                series = frame[name]
                values = series.dropna().to_numpy(dtype=float)
                p, q = shares(train), shares(values)
                entry[split] = {
                    "rows": len(series), "nulls": int(series.isna().sum()),
                    "min": values.min(), "max": values.max(), "mean": values.mean(),
                    "std": values.std(ddof=1),
                    "psi": float(((q - p) * numpy.log(q / p)).sum()),
                    "shift": float((values.mean() - train.mean())
                        / numpy.sqrt((values.var(ddof=1) + train.var(ddof=1)) / 2)),
                }
            result[name] = entry
        clean = lambda value: float(numpy.nan_to_num(value))
        for entry in result.values():
            for split, numbers in entry.items():
                entry[split] = {key: value if key in ("rows", "nulls") else clean(value)
                    for key, value in numbers.items()}
        print(json.dumps(result))
        """

    private struct Entry: Decodable {
        let rows: Int
        let nulls: Int
        let min: Double
        let max: Double
        let mean: Double
        let std: Double
        let psi: Double
        let shift: Double
    }

    @Test(arguments: [DatasetFormat.parquetZstd, .csvGzip])
    func pythonFindsTheSameNumbers(format: DatasetFormat) throws {
        let python = try #require(
            TestPlaces.python,
            "CI needs a Python with pandas and pyarrow: set CHANDLER_PYTHON"
        )
        let set = try WrittenDataset(
            ChartTestCandles.walk(4_000, missing: Set(1_500...1_530)),
            format: format
        )
        let program = try RunningProgram([python, "-c", Self.script, set.folder])
        #expect(try program.blockUntilEnd() == 0, "\(program.errors)")
        let found = try JSONDecoder().decode(
            [String: [String: Entry]].self,
            from: Data(program.output.utf8)
        )
        let summary = try DatasetSummary.read(folder: set.folder)
        for feature in summary.features {
            for split in Split.allCases {
                let entry = try #require(found[feature.name]?[split.rawValue])
                try expect(try #require(feature.statistics[split]), entry)
                guard let drift = feature.drift[split] else { continue }
                #expect((drift.stabilityIndex - entry.psi).magnitude < 1e-9, "\(feature.name)")
                #expect((drift.meanDifference - entry.shift).magnitude < 1e-9, "\(feature.name)")
            }
        }
        #expect(summary.features.count == 5)
        for label in summary.labels {
            for split in Split.allCases {
                let name = "label_log_return_\(label.horizon)"
                let entry = try #require(found[name]?[split.rawValue])
                try expect(try #require(label.logReturn[split]), entry)
                let signs = try #require(found["label_direction_\(label.horizon)"]?[split.rawValue])
                let balance = try #require(label.direction[split])
                #expect(balance.missing == signs.nulls && balance.count == signs.rows - signs.nulls)
                let mean = Double(balance.up - balance.down) / Double(balance.count)
                #expect((mean - signs.mean).magnitude < 1e-12)
            }
        }
    }

    private func expect(_ found: ColumnStatistics, _ entry: Entry) throws {
        #expect(found.rows == entry.rows && found.nulls == entry.nulls)
        #expect(found.minimum == entry.min && found.maximum == entry.max)
        let mean = try #require(found.mean)
        let deviation = try #require(found.standardDeviation)
        #expect((mean - entry.mean).magnitude <= 1e-11 * max(entry.mean.magnitude, entry.std))
        #expect((deviation / entry.std - 1).magnitude < 1e-10)
    }
}
