//! Names of groups, of persons, and of what is measured or counted.

/// Arms of a trial, whose codes 0 and 1 are two groups and no answers.
const ARM: &[&str] = &[
    "arm",
    "arms",
    "bras",
    "brazo",
    "braccio",
    "braco",
    "rx",
    "allocation",
    "alloc",
    "randgrp",
];

/// Treatments that are compared.
const TREATMENT: &[&str] = &[
    "leczenie",
    "behandling",
    "treatment",
    "treat",
    "trt",
    "tx",
    "tment",
    "trtmt",
    "randomised",
    "randomized",
    "randomisation",
    "randomization",
    "behandlung",
    "behandelt",
    "therapie",
    "traitement",
    "tratamiento",
    "trattamento",
    "behandeling",
    "tratamento",
    "therapy",
    "intervention",
    "regimen",
];

/// Groups of whatever kind.
const GROUP: &[&str] = &[
    "grupa", "grupp", "gruppen", "group", "grp", "gruppe", "groupe", "grupo", "gruppo", "groep",
    "txgrp",
];

/// Cohorts, and kinds of something.
const COHORT: &[&str] = &[
    "cohort", "kohorte", "cohorte", "coorte", "type", "drug", "dose",
];

/// Treatments beside others.
const ADDED: &[&str] = &[
    "hormon",
    "hormone",
    "hor",
    "chemo",
    "radiation",
    "radiotherapy",
    "adjuvant",
    "transplant",
    "surgery",
    "steroid",
];

/// Sex, in whatever language.
pub(in crate::new) const SEX: &[&str] = &[
    "plec",
    "koen",
    "kon",
    "kjonn",
    "pohlavi",
    "sex",
    "gender",
    "geschlecht",
    "sexe",
    "sexo",
    "sesso",
    "geslacht",
    "genero",
    "genre",
];

/// One of both, as a column of answers.
const ONE_SEX: &[&str] = &["male", "female", "mann", "frau"];

const STAGE: &[&str] = &[
    "stage",
    "stadium",
    "stade",
    "estadio",
    "stadio",
    "estadiamento",
    "grade",
    "risk",
];

/// Columns that groups are compared by, the likeliest first.
pub(in crate::new) const GROUPINGS: [&[&str]; 8] =
    [ARM, TREATMENT, GROUP, COHORT, ADDED, SEX, ONE_SEX, STAGE];

/// Whether a header names an arm, a group or sex, of which 0 and 1 are two groups, and
/// no answers.
pub(in crate::new) fn is_group(name: &str) -> bool {
    [ARM, GROUP, SEX]
        .iter()
        .any(|words| super::is_named(name, words))
}

/// Columns whose codes are names without an order.
pub(in crate::new) const UNORDERED: &[&str] = &[
    "race",
    "raceth",
    "ethnic",
    "ethnicity",
    "ethnie",
    "rasse",
    "raza",
    "razza",
    "raca",
    "type",
    "celltype",
    "histology",
    "histologie",
    "histologia",
    "blood",
    "marital",
    "cause",
    "region",
    "country",
    "religion",
    "occupation",
    "site",
    "side",
    "eye",
    "reason",
    "route",
];

/// Columns whose codes are levels in order, also if there are two of them.
pub(in crate::new) const ORDERED: &[&str] = &[
    "grade",
    "grading",
    "stage",
    "stadium",
    "ecog",
    "asa",
    "nyha",
    "gleason",
    "class",
    "severity",
    "score",
    "ccs",
    "killip",
    "performance",
    "stade",
    "estadio",
    "stadio",
    "grado",
    "grau",
    "graad",
    "schweregrad",
    "clavien",
    "dindo",
    "ctcae",
    "zubrod",
    "figo",
    "isup",
    "birads",
    "pirads",
    "fontaine",
];

/// Harms of a treatment, which have grades and end no observation.
pub(in crate::new) const ADVERSE: &[&str] = &[
    "adverse",
    "toxicity",
    "toxizitaet",
    "unerwuenscht",
    "nebenwirkung",
    "indesirable",
    "toxicite",
    "adverso",
    "adversa",
    "toxicidad",
    "avverso",
    "avversi",
    "tossicita",
    "toxicidade",
    "bijwerking",
    "toxiciteit",
];

/// Columns that name the row or the person.
pub(in crate::new) const IDENTIFIER: &[&str] = &[
    "id",
    "ids",
    "patient",
    "subject",
    "record",
    "mrn",
    "case",
    "nr",
    "no",
    "pid",
    "row",
    "patid",
    "patno",
    "subjid",
    "usubjid",
    "patientid",
    "pat",
    "fallnummer",
    "paciente",
    "paziente",
    "proband",
    "barcode",
    "sample",
    "ptid",
    "inclusion",
    "patientennummer",
    "dossier",
    "historia",
    "nhc",
    "ptno",
    "obs",
    "observation",
    "index",
    "serial",
];

/// Words of identifiers that name persons beside [`PERSON`], and not a set or a sample.
pub(in crate::new) const PERSON_CODE: &[&str] = &[
    "pat", "patid", "patno", "pid", "ptid", "ptno", "pt", "subj", "subjid", "usubjid", "person",
    "study", "studyid", "record", "mrn", "nhc", "child", "woman", "name",
];

/// Persons and animals of whom there may be several rows each.
pub(in crate::new) const PERSON: &[&str] = &[
    "patient",
    "patiente",
    "patientin",
    "pacjent",
    "pacjenta",
    "patienten",
    "participant",
    "subject",
    "individual",
    "volunteer",
    "proband",
    "paciente",
    "paziente",
    "doente",
    "utente",
    "animal",
    "rat",
    "mouse",
    "maus",
    "ratte",
    "dog",
    "pig",
    "sheep",
    "rabbit",
    "monkey",
    "chick",
    "fish",
];

/// What several persons may belong to.
pub(in crate::new) const CLUSTER: &[&str] = &[
    "litter",
    "cage",
    "school",
    "schule",
    "classroom",
    "family",
    "household",
    "village",
    "practice",
    "cluster",
    "pair",
    "twinpair",
    "stratum",
    "set",
    "matchset",
    "matchedset",
    "batch",
    "plate",
    "block",
    "plot",
    "herd",
    "farm",
    "pen",
    "district",
    "community",
    "neighborhood",
    "neighbourhood",
    "nursery",
    "therapist",
    "teacher",
    "rater",
    "physician",
    "doctor",
    "observer",
    "centre",
    "center",
    "site",
    "hospital",
    "clinic",
    "ward",
    "surgeon",
    "operator",
    "institution",
    "zentrum",
    "klinik",
    "zip",
    "postcode",
    "zipcode",
    "plz",
];

/// Words that say that a column numbers something.
pub(in crate::new) const NUMBERED: &[&str] = &[
    "number", "no", "nr", "num", "nummer", "numero", "numer", "id", "ids", "n", "lp",
];

/// Words that make a column with a person's name a measurement.
pub(in crate::new) const MEASURED: &[&str] = &[
    "age",
    "weight",
    "height",
    "bmi",
    "alter",
    "gewicht",
    "groesse",
    "edad",
    "peso",
    "talla",
    "eta",
    "altezza",
    "poids",
    "taille",
    "leeftijd",
    "lengte",
    "idade",
    "altura",
    "years",
    "kg",
    "cm",
    "score",
    "size",
    "length",
    "days",
    "months",
    "dose",
    "volume",
    "count",
    "number",
    "pressure",
    "temperature",
    "time",
];

/// Headers under which a whole number counts things.
pub(in crate::new) const COUNTS: &[&str] = &[
    "n",
    "num",
    "number",
    "count",
    "nodes",
    "node",
    "lesions",
    "lesion",
    "positive",
    "visits",
    "episodes",
    "children",
    "parity",
    "gravidity",
    "cigarettes",
    "units",
    "tumors",
    "tumours",
    "metastases",
    "anzahl",
    "nombre",
    "numero",
    "aantal",
    "stays",
    "drinks",
    "transfusions",
];
