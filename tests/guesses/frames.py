#!/usr/bin/env python3
"""Runs `new` and `numbers`, and with --report N also `report` of every Nth, over all
CSV files of a folder, and lists those which fail. A tool for developers:

    Rscript tests/guesses/frames.R FOLDER [LIBRARY...]
    python3 tests/guesses/frames.py BINARY FOLDER [--report N] [NAME...]
"""
import argparse
import pathlib
import shutil
import subprocess
import tempfile

SECONDS = 120


def call(*words):
    try:
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"took more than {SECONDS} seconds"
    return None if done.returncode == 0 else f"exit {done.returncode}\n{done.stderr.strip()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--report", type=int, default=0, metavar="N")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    files = sorted(asked.folder.glob("*.csv"))
    if asked.names:
        files = [file for file in files if file.stem in asked.names]
    failed = 0
    for number, file in enumerate(files):
        with tempfile.TemporaryDirectory() as folder:
            study = pathlib.Path(folder) / "study"
            steps = [("new", str(study), "--from", str(file)), ("numbers", "--study", str(study))]
            if asked.report and number % asked.report == 0:
                steps.append(("report", str(study), "--out", f"{folder}/out"))
            for step in steps:
                if why := call(asked.binary, *step):
                    failed += 1
                    print(f"== {file.stem}: {step[0]}: {why}", flush=True)
                    break
            shutil.rmtree(folder, ignore_errors=True)
            pathlib.Path(folder).mkdir(exist_ok=True)
    print(f"{len(files) - failed} of {len(files)} without a fault")


if __name__ == "__main__":
    main()
