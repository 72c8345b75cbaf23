#!/usr/bin/env python3
"""Computes indicator columns with TA-Lib, for `chandler-bench indicators`.

  bench_talib.py ARRAYS    open, high, low, close and volume as doubles, one after the other

Reads questions from standard input and answers each with one line: `columns` the names that TA-Lib
has a function for; `values NAME ...` the last value of each; `time NAME ...` processor seconds for
all of them; `version`. A function that gives several columns is called once for all of them, and
all results are kept until the last is made. Only columns that TA-Lib computes alone are here: no
arithmetic of numpy's is timed.
"""
import sys
import time

import numpy as np
import talib

o, h, l, c, v = np.fromfile(sys.argv[1], "<f8").reshape(5, -1)
DONCHIAN = lambda: talib.DONCHIAN(h, l, 20)
KC = lambda: talib.KC(h, l, c, 20, 10, 2.0)

# One entry a call: the columns that it gives, in the order of its results.
CALLS = [
    *((["sma_%d" % n], lambda n=n: talib.SMA(c, n)) for n in (20, 50, 200)),
    *((["ema_%d" % n], lambda n=n: talib.EMA(c, n)) for n in (12, 26, 50)),
    (["wma_20"], lambda: talib.WMA(c, 20)),
    (["dema_20"], lambda: talib.DEMA(c, 20)),
    (["tema_20"], lambda: talib.TEMA(c, 20)),
    (["kama_10_2_30"], lambda: talib.KAMA(c, 10)),
    (["hma_20"], lambda: talib.HMA(c, 20)),
    (["rsi_14"], lambda: talib.RSI(c, 14)),
    (["macd_12_26_9", "macd_signal_12_26_9", "macd_hist_12_26_9"], lambda: talib.MACD(c, 12, 26, 9)),
    (["bb_upper_20_2", "bb_middle_20_2", "bb_lower_20_2"], lambda: talib.BBANDS(c, 20, 2.0, 2.0)),
    (["tr"], lambda: talib.TRANGE(h, l, c)),
    (["atr_14"], lambda: talib.ATR(h, l, c, 14)),
    (["natr_14"], lambda: talib.NATR(h, l, c, 14)),
    (["plus_di_14"], lambda: talib.PLUS_DI(h, l, c, 14)),
    (["minus_di_14"], lambda: talib.MINUS_DI(h, l, c, 14)),
    (["dx_14"], lambda: talib.DX(h, l, c, 14)),
    (["adx_14"], lambda: talib.ADX(h, l, c, 14)),
    (["stoch_k_14_3_3", "stoch_d_14_3_3"], lambda: talib.STOCH(h, l, c, 14, 3, 0, 3, 0)),
    (["stochf_k_14_3", "stochf_d_14_3"], lambda: talib.STOCHF(h, l, c, 14, 3, 0)),
    (["stochrsi_k_14_14_3", "stochrsi_d_14_14_3"], lambda: talib.STOCHRSI(c, 14, 14, 3, 0)),
    (["cci_20"], lambda: talib.CCI(h, l, c, 20)),
    (["mfi_14"], lambda: talib.MFI(h, l, c, v, 14)),
    (["obv"], lambda: talib.OBV(c, v)),
    (["willr_14"], lambda: talib.WILLR(h, l, c, 14)),
    (["roc_10"], lambda: talib.ROC(c, 10)),
    (["mom_10"], lambda: talib.MOM(c, 10)),
    (["trix_15"], lambda: talib.TRIX(c, 15)),
    (["ultosc_7_14_28"], lambda: talib.ULTOSC(h, l, c, 7, 14, 28)),
    (["aroon_down_14", "aroon_up_14"], lambda: talib.AROON(h, l, 14)),
    (["aroonosc_14"], lambda: talib.AROONOSC(h, l, 14)),
    (["donchian_upper_20", "donchian_middle_20", "donchian_lower_20"], DONCHIAN),
    (["keltner_upper_20_10_2", "keltner_middle_20_10_2", "keltner_lower_20_10_2"], KC),
    (["psar_0p02_0p2"], lambda: talib.SAR(h, l, 0.02, 0.2)),
    (["ichimoku_tenkan_9"], lambda: talib.MIDPRICE(h, l, 9)),
    (["ichimoku_kijun_26"], lambda: talib.MIDPRICE(h, l, 26)),
    (["ichimoku_span_b_now_52"], lambda: talib.MIDPRICE(h, l, 52)),
    (["vwap_20"], lambda: talib.VWMA(talib.TYPPRICE(h, l, c), v, 20)),
    (["cmf_20"], lambda: talib.CMF(h, l, c, v, 20)),
    (["ad"], lambda: talib.AD(h, l, c, v)),
    (["supertrend_10_3", "supertrend_dir_10_3"], lambda: talib.SUPERTREND(h, l, c, 10, 3.0)),
]


def calls(names):
    return [call for columns, call in CALLS if any(name in names for name in columns)]


def results(columns, call):
    got = call()
    return list(zip(columns, got if isinstance(got, (tuple, list)) else (got,)))


def values(names):
    last = {}
    for columns, call in CALLS:
        if any(name in names for name in columns):
            last.update((name, float(array[-1])) for name, array in results(columns, call))
    return " ".join(repr(last[name]) for name in names)


def seconds(names):
    todo = calls(set(names))
    start = time.thread_time()
    kept = [call() for call in todo]
    taken = time.thread_time() - start
    del kept
    return taken


for line in sys.stdin:
    question, *names = line.split()
    if question == "columns":
        print(" ".join(name for columns, _ in CALLS for name in columns), flush=True)
    elif question == "values":
        print(values(names), flush=True)
    elif question == "time":
        print(repr(seconds(names)), flush=True)
    else:
        print("%s (C library %s)" % (talib.__version__, talib.__ta_version__.decode()), flush=True)
