//! A registry of any size as a CSV of 21 columns, the same bytes in every run.

use std::io::{self, Write};

/// The study of the registry without what is analysed.
pub const STUDY: &str = include_str!("registry.toml");

const CENTRES: [&str; 4] = ["North", "East", "South", "West"];
const STAGES: [&str; 4] = ["1", "2", "3", "4"];
const APPROACHES: [&str; 3] = ["open", "keyhole", "robot"];
const ANAESTHESIAS: [&str; 3] = ["general", "spinal", "local"];
const COMPLICATIONS: [&str; 4] = ["none", "minor", "major", "death"];
const REMARKS: [&str; 6] = [
    "",
    "uneventful",
    "\"seen twice, then discharged\"",
    "\"said \"\"no pain\"\", walked on day 2\"",
    "Dr Müller asks for the films",
    "\"CT, MRI: no change\"",
];

/// Knuth's linear congruential generator, whose quality is enough for speed.
struct Draws(u64);

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Box and Muller's method.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// One of the levels, an earlier one more often.
    fn level(&mut self, levels: &[&'static str]) -> &'static str {
        let at = self.uniform().powf(1.6) * levels.len() as f64;
        levels.get(at as usize).copied().unwrap_or_default()
    }

    fn missing(&mut self) -> bool {
        self.uniform() < 0.05
    }
}

/// Days since 1970 as year, month and day (Howard Hinnant's civil_from_days).
fn date(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes a registry of so many rows.
pub fn write(rows: usize, out: &mut impl Write) -> io::Result<()> {
    const FIRST_DAY: i64 = 14_610;
    const DAYS: f64 = 5000.0;
    writeln!(
        out,
        "patient,centre,age,sex,weight,pressure,sodium,creatinine,stay,score,smoker,diabetes,stage,approach,anaesthesia,complication,admitted,last_seen,months,died,remark"
    )?;
    let mut draws = Draws(2024);
    for row in 1..=rows {
        let centre = draws.level(&CENTRES);
        let age = (60.0 + 12.0 * draws.normal()).clamp(18.0, 95.0).round();
        let sex = draws.level(&["female", "male"]);
        write!(out, "P{row:08},{centre},{age},{sex}")?;
        let mut weight = 0.0;
        for (mean, deviation, digits) in [
            (74.0, 13.0, 1),
            (135.0, 18.0, 0),
            (139.0, 3.5, 1),
            (88.0, 21.0, 0),
            (9.0, 4.0, 0),
            (27.0, 6.0, 1),
        ] {
            let value: f64 = (mean + deviation * draws.normal()).max(1.0);
            if weight == 0.0 {
                weight = value;
            }
            match draws.missing() {
                true => write!(out, ",")?,
                false => write!(out, ",{value:.digits$}")?,
            }
        }
        let (smoker, diabetes) = (draws.level(&["no", "yes"]), draws.level(&["no", "yes"]));
        let stage = draws.level(&STAGES);
        let (approach, anaesthesia) = (draws.level(&APPROACHES), draws.level(&ANAESTHESIAS));
        let complication = draws.level(&COMPLICATIONS);
        let admitted = (draws.uniform() * 4000.0).floor();
        let risk = 0.02 * (age - 60.0) + 0.1 * f64::from(u8::from(stage > "2"));
        let death = -(1.0 - draws.uniform()).ln() * 3000.0 / (risk.exp());
        let lost = -(1.0 - draws.uniform()).ln() * 9000.0;
        let end = DAYS - admitted;
        let days = death.min(lost).min(end).ceil().max(1.0);
        let died = u8::from(death <= lost.min(end));
        writeln!(
            out,
            ",{smoker},{diabetes},{stage},{approach},{anaesthesia},{complication},{},{},{:.2},{died},{}",
            date(FIRST_DAY + admitted as i64),
            date(FIRST_DAY + (admitted + days) as i64),
            days / 30.4375,
            draws.level(&REMARKS),
        )?;
    }
    Ok(())
}
