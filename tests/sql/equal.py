"""Rows that an engine has grouped, and the rows themselves: the same ledger?
python3 tests/sql/equal.py [PROGRAM] [STUDY ...]

Runs the query of `cohort-report sql` in DuckDB (`pip install duckdb`) on each study below
data/ and on the registry of tests/sql, whose rows it makes up: as text, as typed columns,
from CSV into CSV and into Parquet, grouped by derived variables and by cells as they are
written. `cohort-report diff` compares the ledgers: every text must be the same, every
number to ten digits, since sums follow the order of rows. Exits with 1 if anything
differs, and says so when DuckDB is not there.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
REGISTRY = PROJECT / "tests" / "sql"
CLOSE = 1e-10


def registry(rows, seed=20_240_131):
    """Rows of the registry: few values each, so that groups arise."""
    chance = random.Random(seed)
    header = [
        "Patient's no.", "sex", "born", "diagnosed", "treated", "recurrence", "died", "seen",
        "joined", "cause of death", "Stage (UICC `8`)", "weight", "height", "nodes",
        "metastases", "smoker", "note",
    ]
    yield header
    iso = lambda day: day.isoformat()
    for at in range(rows):
        diagnosed = date(2015, 1, 1) + timedelta(chance.randrange(0, 900))
        treated = diagnosed + timedelta(chance.choice([0, 7, 14, 30]))
        born = diagnosed.replace(day=1) - timedelta(chance.randrange(20, 90) * 365 + 7)
        seen = treated + timedelta(chance.randrange(100, 2000))
        died = seen if chance.random() < 0.3 else None
        again = treated + timedelta(chance.randrange(10, 100)) if chance.random() < 0.3 else None
        joined = diagnosed + timedelta(chance.choice([0, 0, 5]))
        metastases = chance.random() < 0.2
        stage = chance.choice(["II", "III", "IV"] if metastases else ["I", "II", "III", "IV"])
        weight = chance.choice(["60", "72,5", "72.5", "80,25", " 95 ", "NA", ""])
        row = [
            chance.choice(["male", "female", "M", "F", " female", "\u2003female\u2028", "NA"]),
            iso(born),
            f"{diagnosed.day}.{diagnosed.month:02}.{diagnosed.year}",
            chance.choice([iso(treated), iso(treated).replace("-", "/"), iso(treated) + "T08:30:00"]),
            iso(again) if again else chance.choice(["", "never", "NA"]),
            iso(died) if died else "",
            iso(seen),
            iso(joined),
            chance.choice(["tumour", "the patient's heart", 'other \\ "unknown"']) if died else "",
            stage,
            weight,
            chance.choice(["165", "170", "180,5", "-9"]),
            chance.choice(["0", "1", "4", "12", "77", "99", "99.0"]),
            "yes" if metastases else chance.choice(["no", "no", ""]),
            chance.choice(["0", "1", "1.0", "0.", "NA"]),
            chance.choice(["", "seen \u00e0 Paris", "NA", "  ", "\u2009", "\u200e\u200b", "\u000b"]),
        ]
        for again in range(chance.choice([1, 1, 2, 5])):
            yield [f"P{at}-{again}", *row]
    # Rows without any value are no patients.
    yield [""] * len(header)
    yield ["NA"] * len(header)


def write(path, rows):
    import csv

    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)


def without_single_rows(text):
    """A study file without its plots of single rows, which are refused."""
    first, *stanzas = text.split("\n[[figures]]")
    return "\n[[figures]]".join([first] + [s for s in stanzas if 'kind = "swimmer"' not in s])


def beside(folder, place):
    """Published numbers, which templates may refer to."""
    published = folder / "published.toml"
    if published.exists():
        shutil.copy(published, place)


def run(program, *words, codes=(0,)):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stderr}")
    return done.stdout


def compare(program, raw, grouped):
    """How many numbers are the same, the largest relative difference of the others, and
    those that read otherwise."""
    found = json.loads(run(program, "diff", raw, grouped, "--format", "json", codes=(0, 1)))
    wrong, largest = [], 0.0
    for number in found["numbers"]:
        # Whether rows are alike says nothing when they are counted.
        if number["id"] == "queries.alike.n":
            continue
        by = abs(number.get("relative") or 0.0)
        largest = max(largest, by)
        if number["before"] != number["after"] or by > CLOSE:
            wrong.append(f"{number['id']}: {number['before']} {number['after']} {by:g}")
    return found["same"], largest, wrong


def main():
    words = sys.argv[1:]
    program = Path(words[0] if words else PROJECT / "target/release/cohort-report").resolve()
    try:
        import duckdb
    except ImportError:
        print("skipped: DuckDB is not there (pip install duckdb); nothing was compared")
        return 0
    folders = [Path(word).resolve() for word in words[1:]] or [*sorted(PROJECT.glob("data/*/")), REGISTRY]
    failed = False
    for folder in folders:
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch)
            raw = place / "raw"
            raw.mkdir()
            text = without_single_rows((folder / "study.toml").read_text())
            (raw / "study.toml").write_text(text)
            beside(folder, raw)
            source = raw / "cohort.csv"
            if folder == REGISTRY:
                write(source, registry(1500))
            else:
                source.write_bytes((folder / "cohort.csv").read_bytes())
            for typed in ["all_varchar = true", "auto_detect = true"]:
                if typed == "auto_detect = true" and folder == REGISTRY:
                    # Dates of two orders in one file are not for sniffers.
                    continue
                for group in ["derived", "written"]:
                    for ending in ["csv", "parquet"]:
                        table = f"read_csv('{source}', header = true, {typed})"
                        words = ["--dialect", "duckdb", "--from", table, "--group", group]
                        words += ["--file", f"cohort.{ending}"]
                        query = run(program, "sql", raw, *words)
                        small = place / "grouped"
                        shutil.rmtree(small, ignore_errors=True)
                        small.mkdir()
                        beside(folder, small)
                        study = run(program, "sql", raw, *words, "--print", "study")
                        (small / "study.toml").write_text(study)
                        file = small / f"cohort.{ending}"
                        engine = duckdb.connect()
                        header = ", HEADER" if ending == "csv" else ""
                        engine.execute(f"COPY ({query}) TO '{file}' (FORMAT {ending}{header})")
                        groups = engine.execute(f"SELECT COUNT(*) FROM '{file}'").fetchone()[0]
                        checks = run(program, "sql", raw, *words, "--print", "checks")
                        told = [row for row in engine.execute(checks).fetchall() if row[1] != 0]
                        same, largest, wrong = compare(program, raw, small)
                        verdict = "DIFFERENT" if wrong else "same"
                        failed |= bool(wrong)
                        print(
                            f"{folder.name}, {typed.split(' ')[0]}, {group}, {ending}: {groups} groups, "
                            f"{same} numbers to the last bit, others within {largest:.1e}: {verdict}"
                        )
                        for line in wrong[:20]:
                            print("   ", line)
                        for problem, count in told:
                            print(f"    note: {problem}: {count}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
