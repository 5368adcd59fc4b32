//! Ledger, tables and figures in, Typst source out, by minijinja.
//!
//! Delimiters are `<% %>`, `<< >>` and `<# #>`, which Typst does not use.
//! Strings are made inert by [`escape`]; numbers print as links to their entry
//! in the provenance appendix. Whatever is undefined is an error at its line.

mod conventions;
mod defaults;
mod emit;
mod entries;
mod error;
pub mod escape;
mod facts;
mod filters;
mod follow_up;
mod functions;
mod glyphs;
mod inspected;
mod left_out;
mod limits;
mod links;
mod number;
mod phrase_links;
mod phrases;
mod positions;
mod printed;
mod provenance;
mod source_map;
mod together;
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, syntax::SyntaxConfig};

pub(crate) use defaults::built_in;
pub use error::TemplateError;
pub use glyphs::by_number;
pub use positions::without_positions;
pub use source_map::{Place, SourceMap};

use crate::claims::Conditions;
use crate::figures::{Figure, Width};
use crate::fonts::Fonts;
use crate::input;
use crate::layout::Layout;
use crate::ledger::{Conclusion, InputFile, Ledger};
use crate::number::{Path, format};
use crate::study::{Conventions, Kind, Look, Model, Provenance, RowUnit, Study};
use crate::tables::{self, Cell, Flows, PageRoom, Table};
use crate::validate::Inspection;
use crate::wording::{primary, region};
use provenance::Printed;

/// The cohort's name as an attachment, without its ending.
const COHORT_ATTACHMENT: &str = "cohort";

/// The name under which a cohort with this ending is attached.
pub(crate) fn cohort_attachment(ending: &str) -> String {
    format!("{COHORT_ATTACHMENT}.{ending}")
}

/// Whether an attachment of this name is the cohort.
pub(crate) fn is_cohort_attachment(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem == COHORT_ATTACHMENT && input::endings().any(|known| known == ending)
    })
}

/// A file that is attached to the PDF.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its name in the folder that Typst reads.
    pub name: String,
    /// What it is to the report: `source` or `data`.
    pub relationship: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// What it holds, in words.
    pub description: &'static str,
}

/// One published number with its verdict, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictRow {
    /// Ledger ids.
    pub ids: Vec<String>,
    /// Its position.
    pub place: String,
    /// As published.
    pub published: String,
    /// As computed, at the published precision.
    pub computed: String,
    /// The verdict.
    pub verdict: String,
    /// What there is to say of it.
    pub details: String,
}

/// Everything that templates can show.
pub struct Content<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its tables and figures, as the study file lists them.
    pub layout: &'a Layout,
    /// Every number.
    pub ledger: &'a Ledger,
    /// Every table.
    pub tables: &'a [Table],
    /// Every figure.
    pub figures: &'a [Figure],
    /// The study's own templates, by file name.
    pub overrides: &'a BTreeMap<String, String>,
    /// Files that the PDF carries.
    pub attachments: &'a [Attachment],
    /// Files that the report was made from.
    pub inputs: &'a [InputFile],
    /// Published numbers with their verdicts, for the appendix of that name.
    pub verdicts: &'a [VerdictRow],
    /// What the data hold, for the appendix of that name.
    pub inspection: Option<&'a Inspection>,
    /// The fonts that the report may use.
    pub fonts: &'a Fonts,
    /// Version of this program.
    pub tool_version: &'a str,
    /// Version of Typst.
    pub typst_version: &'a str,
}

/// What rendering gives.
#[derive(Debug)]
pub struct Rendered {
    /// Typst source.
    pub source: String,
    /// From lines of the source to lines of templates.
    pub map: SourceMap,
    /// Names of the study's own templates that nothing included.
    pub unused: Vec<String>,
    /// Tables and figures that a summary has no place for: `figure "age"`.
    pub left_out: Vec<String>,
    /// Ids of the numbers that were printed, in the order of the ledger.
    pub printed: Vec<String>,
    /// What the text depends on.
    pub conclusions: Vec<Conclusion>,
    /// The characters of the source and the figures that the two families of
    /// the report do not both write.
    pub unusual: BTreeSet<char>,
    /// Those that no font writes, and that are printed as their numbers.
    pub lacking: BTreeSet<char>,
}

/// What functions of a template share while it renders.
pub(crate) struct Shared {
    ledger: Arc<Ledger>,
    conditions: Conditions,
    look: Look,
    tables: Vec<Table>,
    /// How the tables stand where they follow one another.
    flows: Flows,
    figures: Vec<Figure>,
    fonts: Fonts,
    dictionary: String,
    verdicts: String,
    conventions: Conventions,
    levels: Vec<printed::KnownLevel>,
    /// Names and labels of ordinal variables.
    ordinal: Vec<(String, String)>,
    /// What the ids of each variable and endpoint begin with, and its label.
    subjects: Vec<(String, String)>,
    /// What the ids of each model begin with.
    models: Vec<Path>,
    /// The follow-up of the endpoints of each figure.
    follow_ups: Vec<follow_up::FollowUps>,
    /// The table whose rows a summary shows in its own way.
    characteristics: Option<String>,
    /// How values beyond a limit of detection were read, for each figure.
    beyond_limits: Vec<Vec<Cell>>,
    provenance: Provenance,
    printed: Mutex<Printed>,
    /// What the report printed when it was rendered before.
    before: Option<Before>,
}

/// What a report printed when it was rendered before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    /// Numbers, by position in the ledger.
    numbers: BTreeSet<usize>,
    /// Ids of figures.
    figures: BTreeSet<String>,
    /// Follow-up that figures state, as nothing else does.
    follow_up: Vec<follow_up::Unstated>,
}

impl Shared {
    fn printed(&self) -> std::sync::MutexGuard<'_, Printed> {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renders the report.
///
/// # Errors
/// [`TemplateError`] with template, line and help.
pub fn render(content: &Content<'_>) -> Result<Rendered, TemplateError> {
    limits::check(content.overrides)?;
    // The methods stand before the numbers that they are about, so the first
    // time only finds out which are printed.
    let (_, printed) = render_once(content, None)?;
    let (rendered, _) = render_once(content, Some(printed))?;
    Ok(rendered)
}

/// The report, and what it prints.
fn render_once(
    content: &Content<'_>,
    before: Option<Before>,
) -> Result<(Rendered, Before), TemplateError> {
    let loaded = Arc::new(Mutex::new(Vec::new()));
    let ledger = Arc::new(content.ledger.clone());
    let conditions = Conditions::new(Arc::clone(&ledger), content.study.conventions.alpha);
    let shared = Arc::new(shared(content, ledger, conditions.clone(), before));
    let env = environment(content, Arc::clone(&loaded), &shared)?;
    let mut known: Vec<&str> = content.overrides.keys().map(String::as_str).collect();
    for name in defaults::names() {
        known.push(name);
    }
    let look = content.study.document.look;
    let fail = |error: minijinja::Error| TemplateError::new(&error, &known, content.overrides);
    let (source, spans) =
        limits::render(env, look.template(), values(content, &shared)).map_err(fail)?;
    let map = SourceMap::new(&source, &spans, content.overrides);
    let loaded = loaded.lock().unwrap_or_else(PoisonError::into_inner);
    let unused = content
        .overrides
        .keys()
        // A summary has no place for the text of a report, which waits there for
        // another look.
        .filter(|name| look != Look::Summary && !loaded.contains(*name))
        .cloned()
        .collect();
    let printed = shared.printed();
    // Every line stays where it is, so that the map of lines stays true.
    let mut source = links::resolve(&source, printed.sources());
    source += &facts::of(&content.study.document, &source);
    let figures = content.figures.iter();
    let (mut unusual, mut lacking) = (glyphs::unusual(&source), BTreeSet::new());
    for figure in figures {
        unusual.extend(figure.files().flat_map(|(_, part)| glyphs::unusual(part)));
        lacking.extend(&figure.lacking);
    }
    lacking.extend(unusual.iter().filter(|c| !content.fonts.has_glyph(**c)));
    let families = content.fonts.families(&unusual);
    let source = glyphs::with_families(&glyphs::by_number(&source, &lacking), &families);
    let rendered = Rendered {
        source,
        map,
        unused,
        left_out: match look {
            Look::Summary => shared.left_out(&printed).names(),
            Look::Report | Look::Journal => Vec::new(),
        },
        printed: printed.ids().map(str::to_owned).collect(),
        conclusions: conditions.conclusions(),
        unusual,
        lacking,
    };
    let unstated = follow_up::unstated(&shared.follow_ups, &printed, &shared.ledger);
    let mut numbers: BTreeSet<usize> = printed.places().collect();
    for (figure, _) in &unstated {
        let sentences = follow_up::sentences(&shared.follow_ups, &unstated, figure);
        let ids = sentences.flat_map(emit::numbers);
        numbers.extend(ids.filter_map(|id| shared.ledger.position(id)));
    }
    let before = Before {
        numbers,
        figures: printed.figures().map(str::to_owned).collect(),
        follow_up: unstated,
    };
    Ok((rendered, before))
}

fn environment(
    content: &Content<'_>,
    loaded: Arc<Mutex<Vec<String>>>,
    shared: &Arc<Shared>,
) -> Result<Environment<'static>, TemplateError> {
    let mut env = Environment::new();
    let syntax = SyntaxConfig::builder()
        .block_delimiters("<%", "%>")
        .variable_delimiters("<<", ">>")
        .comment_delimiters("<#", "#>")
        .keep_trailing_newline(true)
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .map_err(|error| TemplateError::new(&error, &[], content.overrides))?;
    env.set_syntax(syntax);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    env.set_formatter(functions::write_value);
    env.set_recursion_limit(100);
    env.set_fuel(Some(limits::MOST_STEPS));
    let overrides = content.overrides.clone();
    env.set_loader(move |name| {
        if overrides.contains_key(name) {
            loaded
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(name.to_owned());
        }
        Ok(defaults::text_of(name, &overrides).map(str::to_owned))
    });
    functions::add(&mut env, shared);
    Ok(env)
}

fn shared(
    content: &Content<'_>,
    ledger: Arc<Ledger>,
    conditions: Conditions,
    before: Option<Before>,
) -> Shared {
    let levels = content.study.variables.iter().flat_map(|variable| {
        let name = &variable.name;
        let levels = variable.levels.iter();
        levels.map(|level| printed::KnownLevel {
            variable: name.clone(),
            id: level.id.clone(),
            label: level.label.clone(),
            named: variable.level_of(level, content.study.words()),
        })
    });
    let variables = content.study.variables.iter();
    let ordinal = variables.filter(|variable| variable.kind == Kind::Ordinal);
    let look = content.study.document.look;
    let room = PageRoom::of(look);
    let figures = content.figures.len();
    let flows = Flows::of(content.tables, &ledger, content.fonts, room, figures);
    let beyond_limits =
        |own: &Figure| tables::beyond_limits(content.study, &ledger, own.numbers.iter());
    let beyond_limits = content.figures.iter().map(beyond_limits).collect();
    Shared {
        ledger,
        conditions,
        look,
        flows,
        tables: content.tables.to_vec(),
        figures: content.figures.to_vec(),
        fonts: content.fonts.clone(),
        dictionary: emit::dictionary(content.study),
        verdicts: emit::verdicts(content.verdicts, content.study.words()),
        conventions: content.study.conventions.clone(),
        levels: levels.collect(),
        subjects: printed::subjects(content.study),
        ordinal: ordinal
            .map(|own| (own.name.clone(), own.label.clone()))
            .collect(),
        models: content.study.models.iter().map(Model::path).collect(),
        follow_ups: follow_up::of_figures(content),
        characteristics: left_out::characteristics(content),
        beyond_limits,
        provenance: content.study.document.provenance,
        printed: Mutex::default(),
        before,
    }
}

/// The label of a variable as it stands inside a sentence.
fn in_sentence(study: &Study, name: &str) -> Option<String> {
    let variable = study.variable(name)?;
    Some(study.words().in_sentence(&variable.label))
}

fn values(content: &Content<'_>, shared: &Shared) -> Value {
    let study = content.study;
    let document = &study.document;
    context! {
        study => study.id.clone(),
        document => context! {
            title => document.title.clone(),
            subtitle => document.subtitle.clone(),
            authors => document.authors.clone(),
            notice => document.notice.clone(),
            draft => document.draft,
            design => document.design.name(),
            untested => content.layout.tables.iter().any(|table| {
                let by = table.kind.uncompared();
                by.is_some_and(|by| document.design.randomises(by))
            }),
            date => format::day(document.date, study.words()),
            year => document.date.year(),
            month => document.date.month(),
            day => document.date.day(),
            language => document.language.clone(),
            lang => primary(&document.language),
            region => region(&document.language),
            keywords => document.keywords.clone(),
            provenance => document.provenance.name(),
        },
        appendices => document.appendices.clone(),
        data_attached => content.attachments.iter().any(|file| is_cohort_attachment(&file.name)),
        own_results => content.overrides.contains_key("results.typ"),
        has_results => study.asks_for_results(),
        has_templates => !content.overrides.is_empty(),
        one => study.cohort.one.clone(),
        many => study.cohort.many.clone(),
        patient => RowUnit::Patients.one(study.words()),
        patients => RowUnit::Patients.many(study.words()),
        conventions => conventions::values(&study.conventions),
        endpoints => study.endpoints.iter().map(|endpoint| context! {
            id => endpoint.id.clone(),
            path => endpoint.path().to_string(),
            label => endpoint.label.clone(),
            event => endpoint.event_label.clone(),
            printed => shared.prints_of(study, endpoint),
            competing => endpoint.competing_labels(study),
            censored_by => shared.censoring_methods(study, endpoint),
            entry => endpoint.entry.as_deref().and_then(|name| in_sentence(study, name)),
            since => endpoint.since.clone(),
            landmark => endpoint.landmark.is_some(),
            follow_up_untold => shared.leaves_follow_up_untold(endpoint),
        }).collect::<Vec<_>>(),
        models => study.models.iter().map(|model| context! {
            id => model.id.clone(),
            path => model.path().to_string(),
            label => study.words().in_sentence(&study.model_label(model)),
            printed => shared.prints_of_model(model),
            strata => model.strata.as_deref().and_then(|name| in_sentence(study, name)),
            weights => model.weights.as_deref().and_then(|name| in_sentence(study, name)),
            cluster => model.cluster.as_deref().and_then(|name| in_sentence(study, name)),
            robust => shared.is_robust(model),
            profile => model.profile,
        }).collect::<Vec<_>>(),
        look => document.look.name(),
        variables => inspected::variables(study, content.inspection),
        queries => content.inspection.map(|found| inspected::queries(study, found)),
        tables => content.layout.tables.iter().map(|table| context! {
            id => table.id.clone(),
            title => table.title.clone(),
            kind => table.word,
            rows => table.kind.rows().to_vec(),
        }).collect::<Vec<_>>(),
        figures => content.layout.figures.iter().map(|figure| context! {
            id => figure.id.clone(),
            kind => figure.word,
            width => width_of(content, &figure.id),
            printed => shared.before.as_ref().is_none_or(|before| before.figures.contains(&figure.id)),
        }).collect::<Vec<_>>(),
        table_ids => content.tables.iter().map(|table| table.id.clone()).collect::<Vec<_>>(),
        table_ids_in_series => in_series(content, shared),
        figure_ids => content.figures.iter().map(|figure| figure.id.clone()).collect::<Vec<_>>(),
        attachments => content.attachments.iter().map(|file| context! {
            name => file.name.clone(),
            relationship => file.relationship,
            mime => file.mime,
            description => study.words().message(file.description),
        }).collect::<Vec<_>>(),
        inputs => content.inputs.iter().map(|file| context! {
            name => file.name.clone(),
            bytes => file.bytes,
            sha256 => file.sha256.clone(),
        }).collect::<Vec<_>>(),
        tool_version => content.tool_version,
        typst_version => content.typst_version,
    }
}

/// The last tables, if they stand whole and upright, and figures follow them. On the pages of
/// a journal they move among text.
fn in_series(content: &Content<'_>, shared: &Shared) -> Vec<String> {
    let tables = content.tables.iter().zip(&shared.flows.in_series);
    let whole = tables.rev().take_while(|(_, flow)| flow.is_whole());
    let shares = !content.figures.is_empty() && shared.look != Look::Journal;
    let whole = whole.filter(|_| shares);
    let mut ids: Vec<String> = whole.map(|(table, _)| table.id.clone()).collect();
    ids.reverse();
    ids
}

/// The word for the width of a figure.
fn width_of(content: &Content<'_>, id: &str) -> &'static str {
    let drawn = content.figures.iter().find(|figure| figure.id == id);
    drawn.map_or(Width::Page, |figure| figure.width).name()
}
