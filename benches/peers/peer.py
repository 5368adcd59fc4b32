# Reading and tables of `make bench` in Python, with polars and scipy. One line of
# standard output for each part: its name and its processor time in seconds.
#
#   python3 peer.py COHORT.csv

import sys
import time

import numpy as np
import polars as pl
from scipy import stats

NUMBERS = ["age", "weight", "pressure", "sodium", "creatinine", "stay", "score"]
CATEGORIES = ["sex", "smoker", "diabetes", "stage", "approach", "anaesthesia", "complication"]


def part(name, work):
    start = time.process_time()
    value = work()
    print(name, time.process_time() - start)
    return value


def tables(d):
    by = "centre"
    for name in NUMBERS:
        quartiles = [pl.col(name).quantile(q, "linear").alias(str(q)) for q in (0.25, 0.5, 0.75)]
        d.select(quartiles)
        d.group_by(by).agg(quartiles)
        groups = [g[name].drop_nulls().to_numpy() for _, g in d.group_by(by)]
        stats.kruskal(*groups)
    for name in CATEGORIES:
        counts = d.group_by(name, by).len().pivot(on=by, index=name, values="len").fill_null(0)
        stats.chi2_contingency(np.asarray(counts.drop(name)), correction=False)


data = part("reading", lambda: pl.read_csv(sys.argv[1], try_parse_dates=True))
part("tables", lambda: tables(data))
