"""Inputs that would take hours or more memory than there is, each under
`ulimit -v 2000000` and a minute of time: python3 tests/limits/run.py [PROGRAM] [WORDS ...]

Every one has to end with an answer, or with one error that says what the limit is.
WORDS choose inputs by their names. Prints a table of processor time, memory
and exit status, and exits with 1 if any input ended otherwise.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SECONDS, KILOBYTES = 60, 2_000_000
CASES = []


def case(function):
    CASES.append((function.__name__.replace("_", " "), function))
    return function


def each(values):
    """One input for each of the values."""

    def register(function):
        for value in values:
            name = f"{function.__name__.replace('_', ' ')}, {value}"
            CASES.append((name, lambda folder, value=value: function(folder, value)))

    return register


def study(folder, text, columns, **files):
    """A study with a cohort of these columns."""
    (folder / "templates").mkdir(parents=True)
    (folder / "study.toml").write_text('[document]\ntitle = "T"\ndate = "2024-01-31"\n' + text)
    rows = zip(*columns.values())
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    (folder / "cohort.csv").write_text("\n".join(lines) + "\n")
    for name, content in files.items():
        path = {"published": "published.toml"}.get(name, f"templates/{name}.typ")
        (folder / path).write_text(content)
    return folder


def nominal(name, levels):
    listed = ", ".join(f'"{level}"' for level in levels)
    return f'[variables.{name}]\nkind = "nominal"\nlevels = [{listed}]\n'


def continuous(*names):
    return "".join(f'[variables.{name}]\nkind = "continuous"\n' for name in names)


def levels(count, prefix="l"):
    return [f"{prefix}{at}" for at in range(count)]


def numbers(folder):
    return ["numbers", "--study", folder]


def report(folder):
    return ["report", folder, "--out", folder.parent / "out"]


SMALL = {"size": [1, 2, 3, 4]}


def templates(folder, text):
    return report(study(folder / "s", continuous("size"), SMALL, results=text))


def claim(folder, condition):
    published = f"source = 'P'\n[[claims]]\nwords = 'w'\nholds = '''{condition}'''\n"
    return ["check", study(folder / "s", continuous("size"), SMALL, published=published)]


@case
def forty_doublings(folder):
    steps = "<% set ns.x = ns.x + ns.x %>" * 40
    return templates(folder, f'<% set ns = namespace(x = "abcdefgh") %>{steps}<< ns.x|length >>')


@case
def forty_doublings_without_namespace(folder):
    return templates(folder, '<% set x = "ab" %>' + "<% set x = x + x %>" * 40 + "<< x >>")


@case
def forty_doublings_of_a_list(folder):
    return templates(folder, "<% set x = [1, 2] %>" + "<% set x = x + x %>" * 40 + "<< x >>")


@case
def loop_of_a_template(folder):
    loop = "<% for i in range(100000) %><% for j in range(100000) %>aaaaaaaa<% endfor %><% endfor %>"
    return templates(folder, loop)


@case
def loop_over_numbers(folder):
    return templates(folder, '<% for i in range(90000) %><< num("rows.n") >> <% endfor %>')


@case
def nested_brackets_in_a_template(folder):
    # The limit is that of Typst, two minutes unless stated.
    return [*templates(folder, "#" + "[" * 100_000 + "]" * 100_000), "--time-limit", "20"]


@case
def nested_functions_in_a_template(folder):
    return templates(folder, "#" + "f(" * 50_000 + ")" * 50_000)


@case
def endless_loop_of_typst(folder):
    command = templates(folder, "#let f() = { let x = (1,)\nwhile true { x = x + x }\nx }\n#f()")
    return [*command, "--time-limit", "20"]


@case
def not_a_hundred_thousand_times(folder):
    return claim(folder, "not " * 100_000 + "true")


@case
def replace_in_a_claim(folder):
    return claim(folder, '(("a" * 1000000)|replace("a", "b" * 1000000))|length > 3')


@each(["join", "format", "list", "center"])
def filter_in_a_claim(folder, name):
    condition = {
        "join": 'range(100000)|join("a" * 100000)|length > 3',
        "format": '("%1000000000s"|format("a"))|length > 3',
        "list": "range(10000000000)|list|length > 3",
        "center": '("a"|center(10000000000))|length > 3',
    }[name]
    return claim(folder, condition)


def crossed(folder, count, chain):
    text, columns = "", {}
    for name in levels(count, "v"):
        text += nominal(name, levels(chain))
        columns[name] = ["l0", "l1", "l0", "l1"]
    before = "v0"
    for at in range(1, count):
        text += f'[variables.c{at}]\nkind = "nominal"\ncrossed = ["{before}", "v{at}"]\n'
        before = f"c{at}"
    text += f'[[tables]]\nid = "t"\ntitle = "T"\nrows = ["{before}"]\n'
    return numbers(study(folder / "s", text, columns))


@case
def crossed_in_a_chain(folder):
    return crossed(folder, 24, 3)


@case
def crossed_of_three_times_a_hundred_levels(folder):
    text, columns = "", {}
    for name in "abc":
        text += nominal(name, levels(100))
        columns[name] = levels(100)
    text += '[variables.d]\nkind = "nominal"\ncrossed = ["a", "b", "c"]\n[[tables]]\nid = "t"\ntitle = "T"\nrows = ["d"]\n'
    return numbers(study(folder / "s", text, columns))


@case
def scatter_of_greatest_numbers(folder):
    text = continuous("a", "b") + '[[figures]]\nid = "f"\nkind = "scatter"\ncaption = "C"\nx = "a"\ny = "b"\n'
    return report(study(folder / "s", text, {"a": ["1e308", "-1e308", 1], "b": ["-1e308", "1e308", 2]}))


@each(["1.7e308 -1.7e308 5e-324", "0 5e-324 5e-324", "1.7e308 0 1"])
def histogram(folder, values):
    text = continuous("a") + '[[figures]]\nid = "f"\nkind = "histogram"\ncaption = "C"\nvariables = ["a"]\n'
    return report(study(folder / "s", text, {"a": values.split()}))


@each(["0 5e-324 5e-324", "1.7e308 0 1", "1e17 100000000000000016 1e17"])
def scatter(folder, values):
    text = continuous("a", "b") + '[[figures]]\nid = "f"\nkind = "scatter"\ncaption = "C"\nx = "a"\ny = "b"\n'
    return report(study(folder / "s", text, {"a": values.split(), "b": [1, 2, 3]}))


def analysis(folder, statistic, count, size, kind="continuous"):
    draw = random.Random(1)
    groups = levels(count) * size
    text = nominal("g", levels(count)) + continuous("x")
    text += f'[[analyses]]\nkind = "statistics"\nvariables = ["x"]\nby = "g"\nstatistics = ["{statistic}"]\n'
    values = [round(draw.gauss(0, 1), 3) for _ in groups]
    return numbers(study(folder / "s", text, {"g": groups, "x": values}))


@each([(60, 10), (200, 5), (1000, 3)])
def tukey_of_groups(folder, shape):
    return analysis(folder, "tukey", *shape)


@each([(20, 3), (20, 30), (4, 6), (3, 40)])
def kruskal_wallis_exact_of_groups(folder, shape):
    return analysis(folder, "kruskal-wallis-exact", *shape)


@each(["games-howell", "dunn", "jonckheere-terpstra", "pairwise-welch-t"])
def statistic_of_two_hundred_groups(folder, name):
    return analysis(folder, name, 200, 5)


def model(folder, rows, keys, count=0):
    draw = random.Random(1)
    columns = {name: [round(draw.gauss(0, 1), 4) for _ in range(rows)] for name in ("x", "y")}
    columns["months"] = [round(draw.expovariate(0.1), 2) for _ in range(rows)]
    columns["status"] = [draw.choice(["alive", "dead"]) for _ in range(rows)]
    text = continuous("x", "y", "months") + nominal("status", ["alive", "dead"])
    columns["died"] = [draw.choice(["no", "yes"]) for _ in range(rows)]
    text += '[variables.died]\nkind = "binary"\n'
    covariates = '["x", "y"]'
    if count:
        columns["g"] = [draw.choice(levels(count)) for _ in range(rows)]
        text += nominal("g", levels(count))
        covariates = '["x", "g"]'
    text += '[endpoints.os]\nlabel = "survival"\ntime = "months"\nstatus = "status"\nevent = ["dead"]\n'
    text += f'[[models]]\nid = "m"\ncovariates = {covariates}\n{keys}'
    return numbers(study(folder / "s", text, columns))


@case
def covariate_of_two_hundred_levels(folder):
    return model(folder, 2_000, 'kind = "cox"\nendpoint = "os"\n', 200)


@case
def covariate_of_ninety_levels(folder):
    return model(folder, 20_000, 'kind = "cox"\nendpoint = "os"\n', 90)


@each([
    'kind = "cox"\nendpoint = "os"\npenalty = "firth"\n',
    'kind = "cox"\nendpoint = "os"\nintervals = "profile"\n',
    'kind = "logistic"\noutcome = "died"\npenalty = "firth"\n',
    'kind = "logistic"\noutcome = "died"\nintervals = "profile"\n',
])
def hundred_thousand_rows(folder, keys):
    return model(folder, 100_000, keys)


@each([66_000, 5_000_000])
def level_of_letters(folder, count):
    text = nominal("g", ["a" * count, "b"])
    text += '[[tables]]\nid = "t"\ntitle = "T"\nrows = ["g"]\n[[figures]]\nid = "f"\nkind = "bars"\ncaption = "C"\nvariable = "g"\n'
    return report(study(folder / "s", text, {"g": ["a" * count, "b", "b"]}))


@case
def level_of_letters_in_the_cohort_only(folder):
    cohort = folder / "c.csv"
    cohort.write_text("id,g\n" + "".join(f"{at},{'a' * 66_000}\n{at}x,b\n" for at in range(9)))
    return ["new", folder / "new", "--from", cohort]


def fisher(folder, shape, subjects, table=None, statistic=None):
    draw = random.Random(3)
    rows, columns = shape
    if table is None:
        cells = [(draw.randrange(rows), draw.randrange(columns)) for _ in range(subjects)]
        cells[: max(shape)] = [(at % rows, at % columns) for at in range(max(shape))]
    else:
        cells = [(r, c) for r, row in enumerate(table) for c, n in enumerate(row) for _ in range(n)]
    text = nominal("a", levels(rows)) + nominal("b", levels(columns))
    if statistic:
        text += f'[[analyses]]\nkind = "statistics"\nvariables = ["a"]\nby = "b"\nstatistics = ["{statistic}"]\n'
    else:
        text += '[[tables]]\nid = "t"\ntitle = "T"\nby = "b"\nrows = ["a"]\n'
    data = {"a": [f"l{r}" for r, _ in cells], "b": [f"l{c}" for _, c in cells]}
    return numbers(study(folder / "s", text, data))


FISHER = [((5, 5), 100), ((10, 3), 150), ((5, 6), 120), ((3, 5), 120), ((4, 9), 90),
          ((6, 6), 80), ((3, 12), 100), ((8, 8), 60), ((2, 30), 300), ((4, 4), 300), ((7, 4), 140)]


@each(FISHER)
def fisher_by_the_rule(folder, what):
    return fisher(folder, *what)


@case
def fisher_by_the_rule_3_x_5_of_700(folder):
    table = [[77, 81, 80, 75, 10], [84, 79, 86, 77, 13], [9, 12, 8, 7, 2]]
    return fisher(folder, (3, 5), 700, table)


@case
def fisher_by_the_rule_larynx_year_by_stage(folder):
    table = [[5, 3, 2, 1, 6, 3, 7, 4, 2], [2, 1, 3, 2, 1, 3, 2, 2, 1],
             [3, 2, 4, 3, 2, 5, 2, 3, 3], [1, 1, 2, 1, 1, 2, 1, 2, 2]]
    return fisher(folder, (4, 9), 90, table)


@each(FISHER[:5])
def fisher_by_name(folder, what):
    return fisher(folder, *what, statistic="fisher")


@each(["study.toml", "cohort.csv", "published.toml", "templates/results.typ", "templates/logo.png"])
def pipe_as(folder, name):
    made = study(folder / "s", continuous("size"), SMALL)
    (made / name).unlink(missing_ok=True)
    os.mkfifo(made / name)
    return ["check", made]


@each(["study.toml", "cohort.csv", "published.toml", "templates/results.typ"])
def endless_device_as(folder, name):
    made = study(folder / "s", continuous("size"), SMALL)
    (made / name).unlink(missing_ok=True)
    (made / name).symlink_to("/dev/zero")
    return ["check", made]


@each(["verify", "new", "diff", "redcap", "data"])
def endless_device_to(folder, command):
    made = study(folder / "s", continuous("size"), SMALL)
    zero = "/dev/zero"
    return {
        "verify": ["verify", zero],
        "new": ["new", folder / "new", "--from", zero],
        "diff": ["diff", zero, made],
        "redcap": ["new", folder / "new", "--from", made / "cohort.csv", "--redcap", zero],
        "data": ["verify", pdf(folder / "a.pdf", [b"x"], ["a"]), "--data", zero],
    }[command]


@each(["verify", "new", "diff", "redcap"])
def pipe_to(folder, command):
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    made = study(folder / "s", continuous("size"), SMALL)
    return {
        "verify": ["verify", pipe],
        "new": ["new", folder / "new", "--from", pipe],
        "diff": ["diff", pipe, made],
        "redcap": ["new", folder / "new", "--from", made / "cohort.csv", "--redcap", pipe],
    }[command]


@case
def diff_of_ten_thousand_columns(folder):
    names = levels(10_000)
    sides = []
    for side, value in (("a", 1), ("b", 2)):
        columns = {name: [value, 3, 4] for name in names}
        tables = '[[tables]]\nid = "t"\ntitle = "T"\nrows = ["l0"]\n'
        sides.append(study(folder / side, continuous(*names) + tables, columns))
    return ["diff", *sides]


@case
def new_from_ten_thousand_columns(folder):
    names = levels(10_000)
    cohort = folder / "c.csv"
    cohort.write_text("\n".join(",".join(map(str, row)) for row in [names, range(10_000), range(10_000)]))
    return ["new", folder / "new", "--from", cohort]


def pdf(path, contents, names):
    """Attachments with these names, the contents in turn."""
    parts, offsets, at = [b"%PDF-1.7\n"], {}, 9

    def put(number, body):
        nonlocal at
        offsets[number] = at
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        at += len(parts[-1])

    first = 10
    for index, content in enumerate(contents):
        packed = zlib.compress(content, 1)
        put(first + index, b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed))
    listed = b""
    for index, name in enumerate(names):
        number = first + len(contents) + index
        stream = first + index % len(contents)
        put(number, b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F %d 0 R/UF %d 0 R>>>>" % (name.encode(), name.encode(), stream, stream))
        listed += b"(%s)%d 0 R " % (name.encode(), number)
    put(3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>")
    put(2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>")
    put(1, b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>>>" % listed)
    size = first + len(contents) + len(names)
    table = b"xref\n0 %d\n" % size
    for number in range(size):
        table += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    parts.append(table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, at))
    path.write_bytes(b"".join(parts))
    return path


@case
def one_stream_under_four_hundred_names(folder):
    content = b"0" * 250_000_000
    names = ["study.toml", "cohort.csv", "numbers.json", *(f"f{at}" for at in range(397))]
    return ["verify", pdf(folder / "a.pdf", [content], names)]


@case
def hundred_contents_of_60_mb(folder):
    contents = [b"%d" % (at % 10) * 60_000_000 for at in range(3)]
    names = ["study.toml", "cohort.csv", *(f"f{at}" for at in range(98))]
    return ["verify", pdf(folder / "a.pdf", [contents[at % 3] for at in range(100)], names)]


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (KILOBYTES * 1024,) * 2)


def run(program, command):
    """Processor and wall time, memory, exit status, last line of the errors."""
    start = time.monotonic()
    child = subprocess.Popen(
        ["timeout", str(SECONDS), program, *map(str, command)], preexec_fn=limited,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss // 1024, child.returncode, errors


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(PROJECT / "target/release/cohort-report")
    chosen = [(name, make) for name, make in CASES if all(word in name for word in sys.argv[2:])]
    failed = 0
    print("| input | processor s | wall s | MB | exit | ends with |\n| --- | --: | --: | --: | --: | --- |")
    for name, make in chosen:
        with tempfile.TemporaryDirectory() as folder:
            cpu, wall, memory, code, errors = run(program, make(Path(folder)))
            told = [line for line in errors.replace(folder, "").splitlines() if line.strip()]
            # A verdict of `verify` is no error: it is on the other stream.
            fine = code in range(6) and (code < 2 or len(told) > 0) and "panicked" not in errors
            failed += not fine
            first = (told or [""])[0][:110].replace("|", "\\|")
            name = name.replace("\n", " ")
            print(f"| {name} | {cpu:.1f} | {wall:.1f} | {memory} | {code}{'' if fine else ' !'} | {first} |", flush=True)
    print(f"{len(chosen)} inputs, {failed} failed")
    sys.exit(failed > 0)


main()
