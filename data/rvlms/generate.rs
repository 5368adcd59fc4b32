//! Writes the synthetic RVLMS cohort to standard output:
//! `cargo run --example generate-rvlms > data/rvlms/cohort.csv`.
//!
//! The patients of the publication are not public. Their stand-ins are drawn
//! from a seeded generator, by plausible ranges for each imaging type, and then
//! changed patient by patient until every published number follows from the
//! table by ordinary computation. The same seed writes the same bytes.

use std::io::Write;

use cohort_report::stats::contingency::ContingencyTable;
use cohort_report::stats::fisher::fisher_exact;
use cohort_report::stats::kruskal_wallis::kruskal_wallis;
use cohort_report::stats::quantile::{QuantileType, quantile};
use cohort_report::stats::survival::{
    IntervalScale, Observation, QuantileRule, kaplan_meier, log_rank, survival_quantile,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const SEED: u64 = 20_150_601;
const FIRST_OPERATION: Date = date(2015, 6, 9);
const LAST_OPERATION: Date = date(2023, 11, 21);
const LAST_VISIT: Date = date(2024, 6, 28);
const MONTH_DAYS: f64 = 30.4375;

/// What is drawn for an imaging type: middle and spread.
struct Type {
    code: &'static str,
    count: usize,
    size: (i64, i64),
    operative_time: (i64, i64),
    blood_loss: (i64, i64),
    transfused: usize,
    intensive_care: usize,
    /// Primary repair, patch angioplasty, ligation of the vena cava, none.
    reconstruction: [usize; 4],
}

const TYPES: [Type; 4] = [
    Type {
        code: "intraluminal",
        count: 6,
        size: (95, 45),
        operative_time: (400, 110),
        blood_loss: (1700, 1100),
        transfused: 6,
        intensive_care: 5,
        reconstruction: [3, 1, 2, 0],
    },
    Type {
        code: "intermediate",
        count: 9,
        size: (90, 45),
        operative_time: (320, 100),
        blood_loss: (850, 550),
        transfused: 5,
        intensive_care: 3,
        reconstruction: [6, 1, 2, 0],
    },
    Type {
        code: "extraluminal",
        count: 4,
        size: (80, 40),
        operative_time: (270, 80),
        blood_loss: (550, 350),
        transfused: 1,
        intensive_care: 1,
        reconstruction: [4, 0, 0, 0],
    },
    Type {
        code: "peripheral",
        count: 5,
        size: (70, 35),
        operative_time: (190, 70),
        blood_loss: (200, 150),
        transfused: 0,
        intensive_care: 0,
        reconstruction: [2, 0, 0, 3],
    },
];

const RECONSTRUCTIONS: [&str; 4] = [
    "primary repair",
    "patch angioplasty",
    "IVC ligation",
    "none",
];

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(csv().as_bytes())
}

/// One patient of the table.
#[derive(Clone)]
struct Patient {
    imaging_type: usize,
    operation: Date,
    size: i64,
    operative_time: i64,
    blood_loss: i64,
    transfused: bool,
    intensive_care: bool,
    reconstruction: usize,
    course: Course,
}

/// What happened after the operation, in days.
#[derive(Clone, Copy)]
struct Course {
    last_contact: i64,
    local_recurrence: Option<i64>,
    distant_metastasis: Option<i64>,
    died: bool,
}

impl Course {
    fn disease_free(&self) -> Observation {
        let relapse = [self.local_recurrence, self.distant_metastasis]
            .into_iter()
            .flatten()
            .min();
        Observation::new(
            relapse.unwrap_or(self.last_contact) as f64 / MONTH_DAYS,
            relapse.is_some() || self.died,
        )
    }
}

/// Seeded draws that use whole numbers only, so that every machine agrees.
struct Draw(ChaCha20Rng);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % end as u64) as usize
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.0.next_u64() % (high - low + 1) as u64) as i64
    }

    /// Around `middle`, at most `spread` away, the sum of three draws.
    fn around(&mut self, (middle, spread): (i64, i64)) -> i64 {
        let sum: i64 = (0..3).map(|_| self.between(-1000, 1000)).sum();
        middle + sum * spread / 3000
    }

    /// More often short than long.
    fn days(&mut self, low: i64, high: i64) -> i64 {
        let share = self.between(0, 1000);
        low + (high - low).max(0) * share * share / 1_000_000
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

/// The table, header first.
pub fn csv() -> String {
    let mut draw = Draw(ChaCha20Rng::seed_from_u64(SEED));
    let mut patients = enrol(&mut draw);
    settle(&mut draw, &mut patients, size_distance, |draw, patient| {
        patient.size = draw.around(TYPES[patient.imaging_type].size).max(18);
    });
    settle(&mut draw, &mut patients, time_distance, |draw, patient| {
        patient.operative_time = draw
            .around(TYPES[patient.imaging_type].operative_time)
            .max(60);
    });
    settle(&mut draw, &mut patients, blood_distance, |draw, patient| {
        patient.blood_loss =
            (draw.around(TYPES[patient.imaging_type].blood_loss) / 10 * 10).max(30);
    });
    follow(&mut draw, &mut patients);
    // With draws of its own, so that the other columns do not depend on it.
    part_quartiles(
        &mut Draw(ChaCha20Rng::seed_from_u64(SEED + 1)),
        &mut patients,
    );
    assert_rates_differ(&patients);
    write(&mut draw, &patients)
}

fn enrol(draw: &mut Draw) -> Vec<Patient> {
    let mut patients = Vec::new();
    for (imaging_type, kind) in TYPES.iter().enumerate() {
        let mut reconstructions: Vec<usize> = kind
            .reconstruction
            .iter()
            .enumerate()
            .flat_map(|(index, count)| std::iter::repeat_n(index, *count))
            .collect();
        draw.shuffle(&mut reconstructions);
        let mut order: Vec<usize> = (0..kind.count).collect();
        draw.shuffle(&mut order);
        for (index, reconstruction) in reconstructions.into_iter().enumerate() {
            patients.push(Patient {
                imaging_type,
                operation: FIRST_OPERATION,
                size: draw.around(kind.size),
                operative_time: draw.around(kind.operative_time),
                blood_loss: draw.around(kind.blood_loss),
                transfused: order[index] < kind.transfused,
                intensive_care: order[index] < kind.intensive_care,
                reconstruction,
                course: Course {
                    last_contact: 0,
                    local_recurrence: None,
                    distant_metastasis: None,
                    died: false,
                },
            });
        }
    }
    draw.shuffle(&mut patients);
    let span = days(FIRST_OPERATION, LAST_OPERATION);
    let mut operations: Vec<i64> = (2..patients.len())
        .map(|_| draw.between(20, span - 20))
        .collect();
    operations.extend([0, span]);
    operations.sort_unstable();
    for (patient, operation) in patients.iter_mut().zip(operations) {
        patient.operation = FIRST_OPERATION + operation.days();
    }
    patients
}

/// Redraws single patients, keeping what does not lead away from the published
/// numbers, until `distance` is zero.
fn settle(
    draw: &mut Draw,
    patients: &mut Vec<Patient>,
    distance: impl Fn(&[Patient]) -> f64,
    redraw: impl Fn(&mut Draw, &mut Patient),
) {
    for patient in patients.iter_mut() {
        redraw(draw, patient);
    }
    approach(draw, patients, distance, redraw);
}

/// The same from the patients as they are.
fn approach(
    draw: &mut Draw,
    patients: &mut Vec<Patient>,
    distance: impl Fn(&[Patient]) -> f64,
    redraw: impl Fn(&mut Draw, &mut Patient),
) {
    let mut now = distance(patients);
    while now > 0.0 {
        let mut changed = patients.clone();
        let index = draw.below(changed.len());
        redraw(draw, &mut changed[index]);
        let then = distance(&changed);
        if then <= now {
            (*patients, now) = (changed, then);
        }
    }
}

fn quartile(patients: &[Patient], share: f64, of: fn(&Patient) -> i64) -> f64 {
    let values: Vec<f64> = patients.iter().map(|patient| of(patient) as f64).collect();
    quantile(&values, share, QuantileType::R).unwrap_or(f64::INFINITY)
}

fn size_distance(patients: &[Patient]) -> f64 {
    [(0.25, 63.0), (0.5, 80.0), (0.75, 105.0)]
        .into_iter()
        .map(|(share, published)| (quartile(patients, share, |p| p.size) - published).abs())
        .sum::<f64>()
        + unpublished(rank_p(&by_type(patients, |p| p.size as f64)))
}

fn time_distance(patients: &[Patient]) -> f64 {
    (quartile(patients, 0.5, |p| p.operative_time) - 294.0).abs()
        + not_significant(patients, |p| p.operative_time)
}

fn blood_distance(patients: &[Patient]) -> f64 {
    (quartile(patients, 0.5, |p| p.blood_loss) - 650.0).abs()
        + not_significant(patients, |p| p.blood_loss)
}

/// Zero when the four types differ significantly.
fn not_significant(patients: &[Patient], of: fn(&Patient) -> i64) -> f64 {
    (rank_p(&by_type(patients, |patient| of(patient) as f64)) - 0.05).max(0.0) * 100.0
}

fn rank_p(groups: &[Vec<f64>]) -> f64 {
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    kruskal_wallis(&slices).map_or(1.0, |test| test.p)
}

/// Fisher's exact test of a text by imaging type.
fn exact_p(groups: &[Vec<String>]) -> f64 {
    let mut levels: Vec<&String> = groups
        .iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    levels.sort();
    levels.dedup();
    let count = |group: &Vec<String>, level: &String| {
        group.iter().filter(|text| *text == level).count() as u64
    };
    let rows: Vec<Vec<u64>> = groups
        .iter()
        .map(|group| levels.iter().map(|level| count(group, level)).collect())
        .collect();
    ContingencyTable::new(&rows)
        .and_then(|table| fisher_exact(&table))
        .unwrap_or(1.0)
}

/// Zero when a difference that was not published is not significant either: the
/// stand-in must not invent findings.
fn unpublished(p: f64) -> f64 {
    (0.06 - p).max(0.0) * 100.0
}

fn by_type<T>(patients: &[Patient], of: impl Fn(&Patient) -> T) -> Vec<Vec<T>> {
    (0..TYPES.len())
        .map(|kind| {
            patients
                .iter()
                .filter(|p| p.imaging_type == kind)
                .map(&of)
                .collect()
        })
        .collect()
}

fn assert_rates_differ(patients: &[Patient]) {
    for of in [|p: &Patient| p.transfused, |p: &Patient| p.intensive_care] {
        let p = exact_p(&by_type(patients, |patient| of(patient).to_string()));
        assert!(p < 0.05, "the four types must differ");
    }
}

/// Gives every patient a course: five local recurrences and seven distant
/// metastases in eleven patients, one of them with both.
fn follow(draw: &mut Draw, patients: &mut Vec<Patient>) {
    loop {
        let mut order: Vec<usize> = (0..patients.len()).collect();
        draw.shuffle(&mut order);
        for (rank, &index) in order.iter().enumerate() {
            patients[index].course = Course {
                last_contact: 0,
                local_recurrence: (rank < 5).then_some(0),
                distant_metastasis: (4..11).contains(&rank).then_some(0),
                // Seven deaths after a relapse, one without.
                died: rank % 3 != 2 && rank < 10 || rank == 11,
            };
        }
        let facts: [fn(&Course) -> bool; 4] = [
            |course| course.local_recurrence.is_some(),
            |course| course.distant_metastasis.is_some(),
            |course| {
                course
                    .local_recurrence
                    .or(course.distant_metastasis)
                    .is_some()
            },
            |course| course.died,
        ];
        let differs = |fact: fn(&Course) -> bool| {
            unpublished(exact_p(&by_type(patients, |p| fact(&p.course).to_string()))) > 0.0
        };
        if !facts.into_iter().any(differs) {
            break;
        }
    }
    settle(draw, patients, course_distance, redraw_course);
}

/// Redraws courses until the interval of the median disease-free survival does not
/// coincide with the published quartiles, which would read as a mistake.
fn part_quartiles(draw: &mut Draw, patients: &mut Vec<Patient>) {
    let distance = |patients: &[Patient]| course_distance(patients) + coincidence(patients);
    approach(draw, patients, distance, redraw_course);
}

fn redraw_course(draw: &mut Draw, patient: &mut Patient) {
    let longest = days(patient.operation, LAST_VISIT);
    let course = &mut patient.course;
    // The days of the published quartiles have to occur: offer them often.
    let offered = [213, 578, 1796][draw.below(3)];
    let relapse = if offered < longest - 60 && draw.below(4) == 0 {
        offered
    } else {
        draw.days(70, longest - 60)
    };
    let relapsed = course
        .local_recurrence
        .or(course.distant_metastasis)
        .is_some();
    course.last_contact = if relapsed {
        draw.days(relapse + 25, longest)
    } else {
        draw.days(45, longest)
    };
    let second = draw.days(relapse, course.last_contact);
    match (course.local_recurrence, course.distant_metastasis) {
        (Some(_), Some(_)) => {
            (course.local_recurrence, course.distant_metastasis) = (Some(relapse), Some(second));
        }
        (Some(_), None) => course.local_recurrence = Some(relapse),
        (None, Some(_)) => course.distant_metastasis = Some(relapse),
        (None, None) => {}
    }
}

/// How far the limits of the median's interval are from being apart from the
/// quartiles by three months.
fn coincidence(patients: &[Patient]) -> f64 {
    let all: Vec<Observation> = patients.iter().map(|p| p.course.disease_free()).collect();
    let Ok(curve) = kaplan_meier(&all, 0.95, IntervalScale::LogLog) else {
        return f64::INFINITY;
    };
    let median = survival_quantile(&curve, 0.5, QuantileRule::Midpoint);
    [(median.lower, 7.0), (median.upper, 59.0)]
        .into_iter()
        .map(|(limit, quartile)| {
            limit.map_or(150.0, |limit| (3.0 - (limit - quartile).abs()).max(0.0))
        })
        .sum()
}

fn course_distance(patients: &[Patient]) -> f64 {
    let all: Vec<Observation> = patients.iter().map(|p| p.course.disease_free()).collect();
    let Ok(curve) = kaplan_meier(&all, 0.95, IntervalScale::LogLog) else {
        return f64::INFINITY;
    };
    let quartiles: f64 = [(0.25, 7.0), (0.5, 19.0), (0.75, 59.0)]
        .into_iter()
        .map(|(share, published)| {
            let computed = survival_quantile(&curve, share, QuantileRule::Midpoint)
                .estimate
                .unwrap_or(150.0);
            ((computed - published).abs() - 0.04).max(0.0)
        })
        .sum();
    let median = quartile(patients, 0.5, |p| p.course.last_contact) / MONTH_DAYS;
    // No difference in survival was reported between the types.
    let groups = by_type(patients, |p| p.course.disease_free());
    let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
    let difference = log_rank(&slices).map_or(0.0, |test| unpublished(test.p));
    quartiles + ((median - 12.5).abs() - 0.04).max(0.0) + difference
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn write(draw: &mut Draw, patients: &[Patient]) -> String {
    let header = "patient_id,sex,birth_date,bmi,symptoms,asa_class,vein,ivc_segment,imaging_type,\
                    tumor_size,diagnosis_date,operation_date,approach,operative_time,blood_loss,\
                    transfusion,transfused_units,icu_admission,reconstruction,organs_resected,margin,\
                    fnclcc_grade,clavien_dindo,discharge_date,local_recurrence_date,\
                    distant_metastasis_date,death_date,last_contact_date";
    loop {
        let records = records(draw, patients);
        if !differs(patients, &records) {
            let lines: Vec<String> = records.iter().map(|fields| fields.join(",")).collect();
            return format!("{header}\n{}\n", lines.join("\n"));
        }
    }
}

/// Whether a column that no publication compares differs between the types.
fn differs(patients: &[Patient], records: &[Vec<String>]) -> bool {
    // Sex, symptoms, ASA class, vein, segment, approach, reconstruction, organs,
    // margin, grade, complications.
    const TEXTS: [usize; 11] = [1, 4, 5, 6, 7, 12, 18, 19, 20, 21, 22];
    let column = |at: usize| -> Vec<Vec<String>> {
        (0..TYPES.len())
            .map(|kind| {
                let rows = patients
                    .iter()
                    .zip(records)
                    .filter(|(p, _)| p.imaging_type == kind);
                rows.map(|(_, fields)| fields[at].clone()).collect()
            })
            .collect()
    };
    let numbers = |at: usize, number: fn(&str) -> Option<f64>| -> Vec<Vec<f64>> {
        column(at)
            .iter()
            .map(|group| group.iter().filter_map(|text| number(text)).collect())
            .collect()
    };
    let year = |text: &str| text.get(..4)?.parse().ok();
    TEXTS
        .into_iter()
        .any(|at| unpublished(exact_p(&column(at))) > 0.0)
        || unpublished(rank_p(&numbers(2, year))) > 0.0
        || unpublished(rank_p(&numbers(3, |text| text.parse().ok()))) > 0.0
        || unpublished(rank_p(&stays(patients, records))) > 0.0
}

fn stays(patients: &[Patient], records: &[Vec<String>]) -> Vec<Vec<f64>> {
    (0..TYPES.len())
        .map(|kind| {
            let rows = patients
                .iter()
                .zip(records)
                .filter(|(p, _)| p.imaging_type == kind);
            rows.filter_map(|(patient, fields)| {
                let discharge: Date = fields[23].parse().ok()?;
                Some(days(patient.operation, discharge) as f64)
            })
            .collect()
        })
        .collect()
}

fn records(draw: &mut Draw, patients: &[Patient]) -> Vec<Vec<String>> {
    let mut margins = vec!["R0"; patients.len() - 3];
    margins.extend(["R1", "R1", "R2"]);
    draw.shuffle(&mut margins);
    let mut complications = vec!["none"; 10];
    complications.extend([
        "I", "I", "I", "I", "II", "II", "II", "II", "II", "II", "IIIa", "IIIa", "IIIb", "IVa",
    ]);
    draw.shuffle(&mut complications);
    // Cells without a value stand only where no published number rests.
    let mut unknown: Vec<usize> = (0..patients.len()).collect();
    draw.shuffle(&mut unknown);
    patients
        .iter()
        .enumerate()
        .map(|(index, patient)| {
            record(
                draw,
                index,
                patient,
                margins[index],
                complications[index],
                &unknown,
            )
        })
        .collect()
}

fn record(
    draw: &mut Draw,
    index: usize,
    patient: &Patient,
    margin: &str,
    complication: &str,
    unknown: &[usize],
) -> Vec<String> {
    let kind = &TYPES[patient.imaging_type];
    let peripheral = kind.code == "peripheral";
    let missing = |rank: usize, value: String| {
        if unknown[rank] == index {
            String::new()
        } else {
            value
        }
    };
    let birth = patient.operation - draw.between(34 * 365, 76 * 365).days();
    let diagnosis = patient.operation - draw.between(6, 48).days();
    let tenths = draw.between(195, 305);
    let bmi = format!("{}.{}", tenths / 10, tenths % 10);
    let vein = if peripheral && patient.reconstruction == 3 {
        draw.pick(&["gonadal vein", "iliac vein", "renal vein"])
    } else if kind.code == "extraluminal" || patient.reconstruction == 2 || draw.below(6) > 0 {
        "inferior vena cava"
    } else {
        "renal vein"
    };
    let segment = match (vein, patient.reconstruction) {
        ("inferior vena cava", 2) => "infrarenal",
        ("inferior vena cava", _) => draw.pick(&["infrarenal", "renal", "renal", "retrohepatic"]),
        _ => "not involved",
    };
    let approach = match draw.below(8) {
        0..=1 if kind.code != "intraluminal" => "laparoscopic",
        2 => "converted",
        3..=5 if peripheral => "laparoscopic",
        _ => "open",
    };
    let units = if patient.transfused {
        (patient.blood_loss / 400).clamp(2, 10)
    } else {
        0
    };
    let organs = if peripheral {
        draw.pick(&["none", "none", "adrenal gland"])
    } else {
        draw.pick(&[
            "none",
            "kidney",
            "kidney",
            "kidney and adrenal gland",
            "adrenal gland",
            "liver",
        ])
    };
    let severe = matches!(complication, "IIIa" | "IIIb" | "IVa");
    let stay = draw.between(6, 13)
        + patient.operative_time / 90
        + if patient.intensive_care { 3 } else { 0 }
        + if severe { draw.between(5, 12) } else { 0 };
    let course = patient.course;
    let after = |days: Option<i64>| {
        days.map_or_else(String::new, |days| {
            (patient.operation + days.days()).to_string()
        })
    };
    let yes_no = |answer: bool| if answer { "yes" } else { "no" }.to_owned();
    vec![
        format!("P{:02}", index + 1),
        draw.pick(&["female", "female", "female", "male", "male"])
            .to_owned(),
        birth.to_string(),
        if unknown[1] == index {
            String::new()
        } else {
            missing(0, bmi)
        },
        draw.pick(&[
            "none",
            "none",
            "abdominal pain",
            "abdominal pain",
            "palpable mass",
            "leg oedema",
        ])
        .to_owned(),
        missing(2, draw.pick(&["1", "2", "2", "2", "3"]).to_owned()),
        vein.to_owned(),
        segment.to_owned(),
        kind.code.to_owned(),
        patient.size.to_string(),
        diagnosis.to_string(),
        patient.operation.to_string(),
        approach.to_owned(),
        patient.operative_time.to_string(),
        patient.blood_loss.to_string(),
        yes_no(patient.transfused),
        units.to_string(),
        yes_no(patient.intensive_care),
        RECONSTRUCTIONS[patient.reconstruction].to_owned(),
        organs.to_owned(),
        margin.to_owned(),
        if unknown[4] == index {
            "NA".to_owned()
        } else {
            missing(3, draw.pick(&["1", "2", "2", "2", "3", "3"]).to_owned())
        },
        complication.to_owned(),
        after(Some(stay)),
        after(course.local_recurrence),
        after(course.distant_metastasis),
        after(course.died.then_some(course.last_contact)),
        after(Some(course.last_contact)),
    ]
}
