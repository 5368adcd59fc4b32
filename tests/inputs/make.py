"""Writes the files beside it, all from cohort.csv, with what people write them with:

    pip install openpyxl xlwt odfpy pandas pyarrow polars pyreadstat
    python3 make.py
    Rscript make.R
"""

import csv
import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pandas
import polars
import pyreadstat
import xlwt
from odf import opendocument, table, text

HERE = Path(__file__).parent
STAMP = datetime.datetime(2024, 1, 1)


def value(cell):
    """The cell as a spreadsheet holds it."""
    for read in (int, float, datetime.date.fromisoformat):
        try:
            return read(cell)
        except ValueError:
            pass
    return {"TRUE": True, "FALSE": False, "": None}.get(cell, cell)


def rows():
    with open(HERE / "cohort.csv", newline="") as file:
        return [[value(cell) for cell in row] for row in csv.reader(file)]


def fill(sheet, content):
    for row in content:
        sheet.append(row)


def save(book, name):
    book.properties.created = book.properties.modified = STAMP
    book.save(HERE / name)


def xlsx():
    book = openpyxl.Workbook()
    book.active.title = "Patients"
    fill(book.active, rows())
    book.create_sheet("Empty")
    save(book, "cohort.xlsx")

    book = openpyxl.Workbook()
    book.active.title = "Notes"
    fill(book.active, [["Exported for the study"]])
    fill(book.create_sheet("All patients"), rows())
    save(book, "two_sheets.xlsx")

    # Cells that do not fit, an offset table, a blank row.
    content = rows()
    content[2][2] = "large"
    content[3][3] = datetime.datetime(2019, 5, 6, 7, 8, 9)
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    fill(book.active, [[], []] + [[None] + row for row in content[:5] + [[]] + content[5:]])
    book.active["D9"] = "=1/0"
    save(book, "bad_cells.xlsx")
    cached(HERE / "bad_cells.xlsx", "D9", "#DIV/0!")

    book = openpyxl.Workbook()
    save(book, "empty.xlsx")


def cached(path, cell, error):
    """Gives a formula the value that a spreadsheet would have stored with it."""
    with zipfile.ZipFile(path) as old:
        files = {info: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info, content in files.items():
            before = f'<c r="{cell}"><f>1/0</f><v /></c>'.encode()
            other = f'<c r="{cell}"><f>1/0</f><v/></c>'.encode()
            after = f'<c r="{cell}" t="e"><f>1/0</f><v>{error}</v></c>'.encode()
            new.writestr(info, content.replace(before, after).replace(other, after))


def xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Patients")
    dates = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(rows()):
        for c, cell in enumerate(row):
            if isinstance(cell, datetime.date):
                sheet.write(r, c, cell, dates)
            elif cell is not None:
                sheet.write(r, c, cell)
    book.save(str(HERE / "cohort.xls"))


def ods():
    book = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Patients")
    for row in rows():
        line = table.TableRow()
        for cell in row:
            if isinstance(cell, bool):
                made = table.TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
            elif isinstance(cell, (int, float)):
                made = table.TableCell(valuetype="float", value=str(cell))
            elif isinstance(cell, datetime.date):
                made = table.TableCell(valuetype="date", datevalue=cell.isoformat())
            elif cell is None:
                made = table.TableCell()
            else:
                made = table.TableCell(valuetype="string")
            made.addElement(text.P(text="" if cell is None else str(cell)))
            line.addElement(made)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(HERE / "cohort.ods"))


def encrypted():
    """The streams of an encrypted workbook, without content: a compound file with
    a FAT, a directory and an empty stream EncryptedPackage."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    word = lambda n, size=4: n.to_bytes(size, "little")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += word(0x3E, 2) + word(3, 2) + word(0xFFFE, 2) + word(9, 2) + word(6, 2) + bytes(6)
    head += word(0) + word(1) + word(1) + word(0) + word(4096) + word(end) + word(0) + word(end) + word(0)
    head += word(0) + word(free) * 108
    fat = word(fat_sector) + word(end) + word(free) * 126

    def entry(name, kind, child):
        raw = (name + "\0").encode("utf-16-le")
        body = raw.ljust(64, b"\0") + word(len(raw), 2) + bytes([kind, 1])
        return body + word(free) * 2 + word(child) + bytes(36) + word(end) + word(0, 8)

    folder = entry("Root Entry", 5, 1) + entry("EncryptedPackage", 2, free) + bytes(256)
    (HERE / "encrypted.xlsx").write_bytes(head + fat + folder)


DATES = ["operated", "seen"]


def frame():
    """The cohort as a data frame of pandas; TRUE and FALSE stay words."""
    return pandas.read_csv(HERE / "cohort.csv", dtype={"smoker": str})


def dated(data):
    for name in DATES:
        data[name] = pandas.to_datetime(data[name]).dt.date
    return data


LABELS = {
    "id": "Patient",
    "arm": "Treatment arm",
    "size": "Size of the tumour (mm)",
    "operated": "Date of operation",
    "seen": "Last seen",
    "smoker": "Current smoker",
    "relapsed": "Relapse",
}
CODES = {
    "arm": {1: "Surgery", 2: "Radiotherapy"},
    "smoker": {0: "No", 1: "Yes", 8: "Don't know", 9: "Refused"},
    "relapsed": {0: "Free", 1: "Relapsed"},
}


def coded():
    """The same with codes, as such files hold them; -99 and 9 mean missing."""
    data = dated(frame())
    data["arm"] = data["arm"].map({"surgery": 1, "radiotherapy": 2})
    data["smoker"] = data["smoker"].map({"TRUE": 1, "FALSE": 0}).fillna(9).astype(int)
    data["size"] = data["size"].fillna(-99.0)
    return data


def statistical():
    plain = dated(frame())
    plain["smoker"] = plain["smoker"].fillna("")
    pyreadstat.write_sav(plain, HERE / "cohort.sav")
    pyreadstat.write_sav(plain, HERE / "cohort.zsav", compress=True)
    for name, version in [("113", 8), ("115", 12), ("118", 14), ("119", 15)]:
        pyreadstat.write_dta(plain, HERE / f"cohort_{name}.dta", version=version)
    stata = frame()
    stata["smoker"] = stata["smoker"].fillna("")
    for name in DATES:
        stata[name] = pandas.to_datetime(stata[name])
    kinds = {name: "td" for name in DATES}
    for version in [114, 117]:
        stata.to_stata(
            HERE / f"cohort_{version}.dta",
            convert_dates=kinds,
            write_index=False,
            version=version,
            byteorder=">",
            time_stamp=STAMP,
            **({} if version == 114 else {"convert_strl": ["arm"]}),
        )

    data = coded()
    measures = {"arm": "nominal", "smoker": "nominal", "relapsed": "nominal", "size": "scale"}
    pyreadstat.write_sav(
        data,
        HERE / "coded.sav",
        column_labels=LABELS,
        variable_value_labels=CODES,
        missing_ranges={"size": [{"lo": -99, "hi": -90}], "smoker": [8, 9]},
        variable_measure=measures,
    )
    tagged = data.copy()
    tagged["size"] = tagged["size"].map(lambda n: "a" if n == -99 else n)
    tagged["smoker"] = tagged["smoker"].map(lambda n: "r" if n == 9 else n)
    pyreadstat.write_dta(
        tagged,
        HERE / "coded.dta",
        column_labels=LABELS,
        variable_value_labels={
            "arm": CODES["arm"],
            "smoker": {0: "No", 1: "Yes", "r": "Refused"},
            "relapsed": CODES["relapsed"],
        },
        missing_user_values={"size": ["a"], "smoker": ["r"]},
    )


def parquet():
    data = dated(frame())
    data["smoker"] = data["smoker"].map({"TRUE": True, "FALSE": False}).astype("boolean")
    data.to_parquet(HERE / "cohort.parquet", index=False)
    data = polars.read_csv(HERE / "cohort.csv", try_parse_dates=True)
    data.write_parquet(HERE / "zstd.parquet", compression="zstd")
    parts = HERE / "parts"
    parts.mkdir(exist_ok=True)
    for at in range(2):
        data[at * 5 : at * 5 + 5].write_parquet(parts / f"part-{at}.parquet", compression="gzip")


xlsx()
xls()
ods()
encrypted()
statistical()
parquet()
