#!/usr/bin/env python3
"""Writes the data sets of Python packages of tests/guesses/answers.toml as CSV, at most
250 rows of each: python3 tests/guesses/export.py FOLDER, which holds the unpacked
packages lifelines, sksurv (scikit-survival) and statsmodels."""
import csv
import pathlib
import re
import sys

FOLDER = pathlib.Path(sys.argv[1])
LIFELINES = FOLDER / "lifelines/datasets"
SKSURV = FOLDER / "sksurv/datasets/data"
SETS = {
    "lifelines_ACTG175": LIFELINES / "ACTG175.csv",
    "lifelines_rossi": LIFELINES / "rossi.csv",
    "lifelines_waltons": LIFELINES / "waltons_dataset.csv",
    "lifelines_anderson": LIFELINES / "anderson.csv",
    "lifelines_regression": LIFELINES / "regression.csv",
    "lifelines_lymph_node": LIFELINES / "lymph_node.csv",
    "lifelines_psychiatric_patients": LIFELINES / "psychiatric_patients.csv",
    "lifelines_lymphoma": LIFELINES / "lymphoma.csv",
    "lifelines_larynx": LIFELINES / "larynx.csv",
    "lifelines_multicenter_aids": LIFELINES / "multicenter_aids_cohort.tsv",
    "lifelines_dd": LIFELINES / "dd.csv",
    "lifelines_divorce": LIFELINES / "divorce.dat",
    "lifelines_canadian_senators": LIFELINES / "canadian_senators.csv",
    "lifelines_merrell1955": LIFELINES / "merrell1955.csv",
    "lifelines_recur": LIFELINES / "recur.csv",
    "lifelines_kidney_transplant": LIFELINES / "kidney_transplant.csv",
    "sksurv_actg320": SKSURV / "actg320.arff",
    "sksurv_gse7390": SKSURV / "breast_cancer_GSE7390-metastasis.arff",
    "sksurv_cgvhd": SKSURV / "cgvhd.arff",
    "sksurv_veteran": SKSURV / "veteran.arff",
    "sksurv_whas500": SKSURV / "whas500.arff",
    "statsmodels_heart": FOLDER / "statsmodels/datasets/heart/heart.csv",
}


def arff(text):
    header, rows = [], []
    data = False
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if data:
            rows.append([cell.strip().strip("'\"") for cell in next(csv.reader([line], quotechar="'"))])
        elif line.lower().startswith("@attribute"):
            header.append(line.split()[1].strip("'\""))
        data = data or line.lower().startswith("@data")
    return [header, *([("" if cell == "?" else cell) for cell in row] for row in rows)]


def read(path):
    text = path.read_text()
    if path.suffix == ".arff":
        return arff(text)
    if path.suffix == ".dat":
        return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.strip()]
    mark = "\t" if path.suffix == ".tsv" else "," if "," in text.splitlines()[0] else " "
    return [row for row in csv.reader(text.splitlines(), delimiter=mark) if row]


for name, path in SETS.items():
    header, *rows = read(path)
    count = min(len(rows), 250)
    picked = sorted({round(i * (len(rows) - 1) / (count - 1)) for i in range(count)})
    with open(f"tests/guesses/data/{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows[i] for i in picked)
