//! Columns that name rows, persons or what persons belong to, and measure nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::guess::{Guess, GuessedKind};
use super::kind::{Cells, MOST_LEVELS, value};
use super::vocabulary::{
    CLUSTER, COUNTS, IDENTIFIER, MEASURED, NUMBERED, PERSON, SEX, TIME, WEAK_TIME, is_any,
    mentions, plain_words,
};
use super::{Raw, endpoint, levels};

/// Whether a header says that the column numbers things: "Case number", "Study no.",
/// "Fallnummer", "N. cartella", and not that it counts them, as "Number of nodes" does.
fn is_numbering(name: &str) -> bool {
    let words = plain_words(name);
    let is_number = |word: &String| NUMBERED.contains(&word.as_str());
    let counts = |word: &String| COUNTS.contains(&word.as_str()) && !is_number(word);
    let long = words.iter().any(|word| {
        let ends = ["nummer", "number", "nummern", "numer"];
        ends.iter()
            .any(|end| word.len() > end.len() && word.ends_with(end))
    });
    let [first, .., last] = words.as_slice() else {
        return long;
    };
    // "Número de historia" numbers, "número de nódulos" counts.
    let mut behind = words.iter().skip(1);
    let of_thing = is_number(first)
        && behind
            .any(|word| IDENTIFIER.contains(&word.as_str()) || PERSON.contains(&word.as_str()));
    long || (!words.iter().any(counts) && is_number(last)) || of_thing
}

/// Whether a column names rows or persons.
pub(super) fn identifies(guess: &Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) -> bool {
    let unique = counts.len() == cells.rows && cells.rows > 1;
    let words = plain_words(&guess.name);
    let numbering = is_numbering(&guess.name);
    let is_measured =
        |word: &String| is_any(word, MEASURED) && !(numbering && NUMBERED.contains(&word.as_str()));
    let measured = words.iter().any(is_measured) || guess.unit.is_some();
    // pidnum; as the first column caseid, subjno
    let ends = |wanted: &[&str]| {
        let last = words.last().map_or("", String::as_str);
        let mut wanted = wanted.iter();
        wanted.any(|end| last.len() > 3 && last.ends_with(end))
    };
    let suffixed = ends(&["num"]) || (cells.first && ends(&["id", "no", "nr", "code", "key"]));
    let person = mentions(&guess.name, PERSON);
    let named = (mentions(&guess.name, IDENTIFIER) || person || suffixed || numbering) && !measured;
    let is_fraction = |cell| levels::code(cell).contains(['.', ',']);
    let fraction = cells.present.texts().any(is_fraction);
    if unique {
        let number = cells.numbers.is_some();
        return (named && !(number && fraction))
            || (cells.first && (!number || counts_rows(cells)))
            || (!measured && !is_time(&words) && counts_rows(cells));
    }
    // Several rows of each: "id" and its like, of more values than a category has.
    let is_person = |word: &String| PERSON.contains(&word.as_str());
    let strictly = words
        .last()
        .is_some_and(|word| word.ends_with("id") || word == "mrn" || is_person(word));
    let alone = words.len() == 1 && !mentions(&guess.name, &["inclusion"]);
    let numbered = numbering && (person || mentions(&guess.name, IDENTIFIER));
    // A patient rarely has more rows, but what is named as one and nothing else may.
    let most = match alone && words.iter().any(is_person) || (numbered && person) {
        true => 60,
        false => 10,
    };
    (strictly || alone || numbered)
        && named
        && !names_cluster(&words)
        && !fraction
        && counts.len() * most > cells.rows
        && counts.len() > 5
}

/// Whether a header names a time, of which one row may come after the other.
fn is_time(words: &[String]) -> bool {
    let is = |word: &String| is_any(word, TIME) || is_any(word, WEAK_TIME);
    words.iter().any(is)
}

/// Whether a header names what persons belong to: "school", "school id" and "litterno",
/// but not "school years" and "litter size", which measure it.
fn names_cluster(words: &[String]) -> bool {
    const GLUED: [&str; 5] = ["id", "no", "nr", "num", "code"];
    let is_cluster = |word: &str| CLUSTER.contains(&word);
    let [.., last] = words else {
        return false;
    };
    let numbered = NUMBERED.contains(&last.as_str()) || last == "code";
    let mut stems = GLUED.iter().filter_map(|end| last.strip_suffix(end));
    (words.len() == 1 && is_cluster(last))
        || (numbered && words.iter().any(|word| is_cluster(word)))
        || stems.any(is_cluster)
}

/// Whether whole numbers name what several rows belong to: litters, schools, matched
/// sets.
pub(super) fn is_cluster(guess: &Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) -> bool {
    /// Fewer may be codes of a scale, or counts.
    const FEWEST: usize = 7;
    let words = plain_words(&guess.name);
    let whole = || {
        let mut codes = counts.keys().map(|level| levels::code(level));
        codes.all(|code| code.bytes().all(|b| b.is_ascii_digit()))
    };
    names_cluster(&words)
        && guess.unit.is_none()
        && counts.len() >= FEWEST
        && counts.len() * 4 <= cells.rows * 3
        && !endpoint::is_status(&guess.name)
        && whole()
}

/// Names of clusters are levels without an order, which a table of patients leaves out.
pub(super) fn settle_cluster(guess: &mut Guess, counts: &BTreeMap<&str, usize>) {
    let mut found: Vec<String> = counts.keys().map(|level| (*level).to_owned()).collect();
    found.sort_by(|a, b| value(a).total_cmp(&value(b)));
    guess.reason = format!("numbers that name {} things", found.len());
    if found.len() > MOST_LEVELS {
        guess.doubts.push(format!(
            "its {} numbers are taken for names of what rows belong to; it is not analysed",
            found.len()
        ));
        return;
    }
    guess.doubts.push(
        "the numbers are taken for names of what rows belong to; tests take rows as independent"
            .to_owned(),
    );
    guess.or(GuessedKind::Nominal(found.clone()), "names");
    guess.or(GuessedKind::Continuous(0), "a number");
    guess.kind = GuessedKind::Nominal(found);
}

/// Whether numbers that are different in every row count the rows: 1, 2, 3, …
fn counts_rows(cells: &Cells<'_>) -> bool {
    /// So many are no chance.
    const FEWEST: usize = 10;
    cells.numbers.is_some_and(|numbers| {
        let next = |pair: &[f64]| matches!(pair, [a, b] if b - a == 1.0);
        let from_start = numbers.first().is_some_and(|first| *first <= 1.0);
        from_start && numbers.len() >= FEWEST && numbers.windows(2).all(next)
    })
}

/// What to ask about an identifier that so few rows repeat that they are no visits: it is
/// mistyped, or the rows are there twice.
fn is_mistyped(cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) -> Option<String> {
    /// More rows that repeat one are visits, of fewer rows any.
    const MOST: usize = 2;
    const FEWEST: usize = 20;
    let repeated = cells.present.len() - counts.len();
    if !(1..=MOST).contains(&repeated) || cells.rows < FEWEST {
        return None;
    }
    let twice: Vec<&str> = counts
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(cell, _)| *cell)
        .collect();
    Some(format!(
        "{} in more than one row ({}): correct it, or remove the row that is there twice; every row is \
         counted as a patient, validate lists them (same_when), and it is not used as the identifier",
        match twice.len() {
            1 => "one identifier stands".to_owned(),
            many => format!("{many} identifiers stand"),
        },
        twice.iter().take(6).copied().collect::<Vec<_>>().join(", ")
    ))
}

/// Takes few repeated identifiers for visits after all, where another column tells the rows
/// of each apart as visits, sides or tumours of the same person.
pub(super) fn settle_visits(columns: &mut [Guess], raw: &Raw) {
    const APART: &[&str] = &[
        "visit",
        "visits",
        "visite",
        "visita",
        "timepoint",
        "zeitpunkt",
        "episode",
        "cycle",
        "wave",
        "instance",
        "admission",
        "aufnahme",
        "side",
        "seite",
        "lado",
        "lato",
        "laterality",
        "eye",
        "auge",
        "tumor",
        "tumour",
    ];
    const DATE: &[&str] = &["date", "datum", "fecha", "data"];
    /// What does not change from visit to visit.
    const FIXED: &[&str] = &[
        "birth",
        "birthdate",
        "dob",
        "geburtsdatum",
        "naissance",
        "nacimiento",
        "race",
    ];
    let Some(named) = columns.iter().position(|guess| guess.asks_same) else {
        return;
    };
    let names = raw.column(named);
    let persons = names.filled().count();
    let present: usize = names.filled().map(|own| own.count).sum();
    let mut repeated: BTreeMap<&str, Vec<usize>> = names
        .filled()
        .filter(|own| own.count > 1)
        .map(|own| (own.text, Vec::new()))
        .collect();
    for (row, name) in names.rows().enumerate() {
        if let Some(rows) = repeated.get_mut(name) {
            rows.push(row);
        }
    }
    let differs = |at: usize| {
        let column = raw.column(at);
        repeated.values().all(|rows| {
            let own = rows.iter().map(|row| column.cell(*row));
            let own: BTreeSet<&str> = own.filter(|cell| !cell.is_empty()).collect();
            own.len() == rows.len()
        })
    };
    let (mut told_apart, mut other_person) = (false, false);
    for (at, name) in raw
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != named)
    {
        let words = plain_words(name);
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        let is_date = matches!(words.as_slice(), [only] if DATE.contains(&only.as_str()));
        // The size of a tumour is another for any two patients.
        let is_short = words.len() == 1
            || words.last().is_some_and(|last| {
                NUMBERED.contains(&last.as_str())
                    || APART.contains(&last.as_str())
                    || DATE.contains(&last.as_str())
            });
        told_apart |= (is_date || (is_short && has(APART))) && differs(at);
        other_person |= (has(SEX) || has(FIXED)) && differs(at);
    }
    let Some(guess) = columns
        .get_mut(named)
        .filter(|_| told_apart && !other_person)
    else {
        return;
    };
    guess.asks_same = false;
    guess.persons = Some(persons);
    if present == raw.rows() {
        guess.kind = GuessedKind::Identifier;
    }
    guess.reason = format!(
        "names persons or things, {persons} of them in {} rows",
        raw.rows()
    );
    guess.doubts = vec![format!(
        "{persons} patients in {} rows: {} rows repeat one, so rows are called visits (rows = \"visits\"); \
         tests assume that rows are independent",
        raw.rows(),
        present - persons
    )];
}

/// Rows that are equal to an earlier one in every column, where an identifier shows that
/// they are not different patients: they are told, and where nothing else repeats an
/// identifier, rows are no visits.
pub(super) fn settle_doubled(columns: &mut [Guess], raw: &Raw) -> Option<String> {
    let named = columns
        .iter()
        .position(|guess| guess.persons.is_some() || guess.asks_same)?;
    // Rows with an identifier of their own are equal to none.
    let of_rows = raw.column(named);
    let repeated = (0..raw.rows()).filter(|row| of_rows.alike(*row) > 1);
    let mut seen: HashSet<Vec<Option<u32>>> = HashSet::new();
    let written = |row: usize| raw.cells.iter().map(|own| own.written(row)).collect();
    let doubled: Vec<usize> = repeated.filter(|row| !seen.insert(written(*row))).collect();
    let first = raw.place(*doubled.first()?);
    let guess = columns.get_mut(named)?;
    let present: usize = of_rows.filled().map(|own| own.count).sum();
    if guess.persons == Some(present - doubled.len()) {
        guess.persons = None;
        guess.asks_same = true;
        guess.kind = GuessedKind::Text;
        guess.doubts = vec![
            "is repeated by rows that are there twice alone, so rows are no visits; it is not used as \
             the identifier, and validate lists the rows (same_when)"
                .to_owned(),
        ];
    }
    Some(match doubled.len() {
        1 => format!(
            "{first} is equal to an earlier row in every column: remove it if it is there twice"
        ),
        many => format!(
            "{many} rows are equal to an earlier one in every column ({first} is the first): remove them \
             if they are there twice"
        ),
    })
}

/// Makes a column an identifier, of rows or of persons with several.
pub(super) fn settle(guess: &mut Guess, cells: &Cells<'_>, counts: &BTreeMap<&str, usize>) {
    if counts.len() == cells.rows {
        guess.kind = GuessedKind::Identifier;
        guess.reason = "different in every row".to_owned();
        return;
    }
    let repeated = cells.present.len() - counts.len();
    let empty = cells.rows - cells.present.len();
    guess.reason = format!(
        "names persons or things, {} of them in {} rows",
        counts.len(),
        cells.rows
    );
    let without = match empty {
        0 => String::new(),
        empty => format!(", {empty} without one"),
    };
    if let Some(doubt) = is_mistyped(cells, counts) {
        guess.reason = format!(
            "different in nearly every row: {repeated} of {} repeat one",
            cells.rows
        );
        guess.doubts.push(doubt);
        guess.asks_same = true;
        return;
    }
    guess.persons = Some(counts.len());
    // What some rows lack identifies no patient; it is kept as text.
    if empty == 0 {
        guess.kind = GuessedKind::Identifier;
    }
    guess.doubts.push(format!(
        "{} patients in {} rows{without}: {repeated} rows repeat one, so rows are called visits \
         (rows = \"visits\"); tests assume that rows are independent",
        counts.len(),
        cells.rows
    ));
}
