//! A Typst that is kept running, so that what it has laid out once need not be laid
//! out again.
//!
//! `typst watch` compiles when it starts, and again when a file that it read changes;
//! a tenth of a second without another change has then to pass. It tells that it has
//! finished by the list of files that it used (`--deps`), which it writes last: after
//! the PDF, and after its messages. Until it begins again it writes nothing.
//!
//! New files take the places of old ones by renaming. The old ones keep another name,
//! so that Typst sees nothing of it; it is then woken by a change of an old one. A PDF
//! counts only if Typst began it after all files were in their places.
//!
//! Whatever else happens ends this Typst, and the report is made by [`super::compile`],
//! whose errors are those that users see.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::{
    Diagnostic, Job, LOOK, MOST_OF_MESSAGES, Typst, TypstError, command, diagnostics, is_pdf,
};
use crate::digest::sha256;
use crate::interrupt::Started;
use crate::outputs::Scratch;

/// A file that Typst reads: its name in the folder, and its bytes.
pub type Staged<'a> = (String, Cow<'a, [u8]>);

/// A PDF and the warnings about it.
type Compiled = (Vec<u8>, Vec<Diagnostic>);

/// The folder that Typst may read.
const ROOT: &str = "root";
/// The files of the beginning, under other names.
const FIRST: &str = "first";
/// Where files wait until they are renamed.
const NEW: &str = "new";
const MESSAGES: &str = "messages";
const USED: &str = "used.json";

/// Typst waits this long for another change; who is ready before need not wait for it.
const PAUSE: Duration = Duration::from_millis(100);
/// A call that is not answered within this time is repeated, or else given up.
const CALL: Duration = Duration::from_millis(500);
const CALLS: usize = 6;

/// A Typst that is kept running.
#[derive(Debug)]
pub struct Kept {
    typst: Typst,
    running: Option<Running>,
    /// When a change was noticed, and whether Typst was told.
    noticed: Option<(Instant, Told)>,
    /// From then until the files were in their places, the last time.
    lead: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Already,
    NotYet,
}

impl Kept {
    /// One that has not been started yet.
    pub fn new(typst: Typst) -> Self {
        Self {
            typst,
            running: None,
            noticed: None,
            lead: None,
        }
    }

    /// The program.
    pub fn typst(&self) -> &Typst {
        &self.typst
    }

    /// A change was noticed, and files to compile may follow soon. If they are likely
    /// to be there before Typst has waited for other changes, it is told at once.
    pub fn expect_change(&mut self) {
        let is_soon = self.lead.is_some_and(|lead| lead < PAUSE.mul_f64(0.8));
        let running = self.running.as_ref().filter(|_| is_soon);
        let told = match running.map(Running::call) {
            Some(Ok(())) => Told::Already,
            _ => Told::NotYet,
        };
        self.noticed = Some((Instant::now(), told));
    }

    /// Compiles these files. None if Typst cannot be kept running, or said something
    /// that is not understood.
    ///
    /// # Errors
    /// [`TypstError::Failed`], [`TypstError::TimedOut`].
    pub fn compile(
        &mut self,
        files: &[Staged<'_>],
        job: &Job<'_>,
    ) -> Result<Option<Compiled>, TypstError> {
        let noticed = self.noticed.take();
        let shape = Shape::of(files, job);
        let result = match self.running.take() {
            Some(running) if running.shape == shape && running.is_short() => {
                self.again(running, files, job, noticed)
            }
            _ => Running::start(&self.typst, shape, files, job)
                .and_then(|running| running.first(job)),
        };
        match result {
            Ok((running, compiled)) => {
                self.running = Some(running);
                compiled.map(Some)
            }
            Err(Lost::TooLong) => Err(TypstError::TimedOut(job.limit)),
            Err(Lost::Other) => Ok(None),
        }
    }

    fn again(
        &mut self,
        mut running: Running,
        files: &[Staged<'_>],
        job: &Job<'_>,
        noticed: Option<(Instant, Told)>,
    ) -> Result<(Running, Result<Compiled, TypstError>), Lost> {
        running.put(files)?;
        self.lead = noticed.map(|(since, _)| since.elapsed());
        let told = noticed.map_or(Told::NotYet, |(_, told)| told);
        running.next(job, told)
    }
}

/// Why a Typst is no longer kept.
#[derive(Debug)]
enum Lost {
    TooLong,
    Other,
}

impl From<io::Error> for Lost {
    fn from(_: io::Error) -> Self {
        Self::Other
    }
}

/// What cannot change while it runs.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    names: Vec<String>,
    /// Digests of the fonts, which it reads when it starts.
    fonts: Vec<String>,
    timestamp: i64,
}

impl Shape {
    fn of(files: &[Staged<'_>], job: &Job<'_>) -> Self {
        Self {
            names: files.iter().map(|(name, _)| name.clone()).collect(),
            fonts: files
                .iter()
                .filter(|(name, _)| name.starts_with(job.fonts))
                .map(|(_, bytes)| sha256(bytes))
                .collect(),
            timestamp: job.timestamp,
        }
    }
}

/// What Typst says when it has finished.
#[derive(Debug, Deserialize)]
struct Used {
    /// None if there are errors.
    outputs: Option<Vec<String>>,
}

#[derive(Debug)]
struct Running {
    // Before its folder is removed it is ended.
    child: Started,
    scratch: Scratch,
    shape: Shape,
    /// The source, with which it is called.
    input: String,
    hashes: BTreeMap<String, String>,
    /// How much of its messages was read.
    read: u64,
    /// Those since it last began.
    said: Vec<u8>,
}

impl Running {
    fn start(
        typst: &Typst,
        shape: Shape,
        files: &[Staged<'_>],
        job: &Job<'_>,
    ) -> Result<Self, Lost> {
        let scratch = Scratch::temporary()?;
        let root = scratch.path().join(ROOT);
        let mut hashes = BTreeMap::new();
        for (name, bytes) in files {
            write(&root.join(name), bytes)?;
            let first = scratch.path().join(FIRST).join(name);
            make_folder_of(&first)?;
            // Without a second name Typst sees each renaming, and compiles more often.
            let _ = fs::hard_link(root.join(name), first);
            hashes.insert(name.clone(), sha256(bytes));
        }
        let messages = File::create(scratch.path().join(MESSAGES))?;
        let used = format!("../{USED}");
        let mut command = command::new(typst, &root, job, &["watch", "--deps", &used]);
        let child = Started::spawn(command.stderr(Stdio::from(messages)))?;
        Ok(Self {
            child,
            scratch,
            shape,
            input: job.input.to_owned(),
            hashes,
            read: 0,
            said: Vec::new(),
        })
    }

    /// Whether its messages are not too many to be kept.
    fn is_short(&self) -> bool {
        self.read < MOST_OF_MESSAGES
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// Puts what is different into its place.
    fn put(&mut self, files: &[Staged<'_>]) -> io::Result<()> {
        for (name, bytes) in files {
            let hash = sha256(bytes);
            if self.hashes.get(name) != Some(&hash) {
                let new = self.path(NEW);
                fs::write(&new, bytes)?;
                fs::rename(new, self.path(ROOT).join(name))?;
                self.hashes.insert(name.clone(), hash);
            }
        }
        Ok(())
    }

    /// Writes the first byte of the source that Typst looks at once more.
    fn call(&self) -> io::Result<()> {
        let first = self.path(FIRST).join(&self.input);
        let path = match first.exists() {
            true => first,
            false => self.path(ROOT).join(&self.input),
        };
        let mut file = File::options().read(true).write(true).open(path)?;
        let mut byte = [0];
        file.read_exact(&mut byte)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&byte)
    }

    /// What it made when it was started.
    fn first(mut self, job: &Job<'_>) -> Result<(Self, Result<Compiled, TypstError>), Lost> {
        let compiled = self.finished(job)?;
        self.settled(compiled, job)
    }

    /// What it makes of the files that are now in their places.
    fn next(
        mut self,
        job: &Job<'_>,
        told: Told,
    ) -> Result<(Self, Result<Compiled, TypstError>), Lost> {
        let mut told = told;
        if self.is_at_work()? {
            // What it began before is of files that were not all there.
            self.finished(job)?;
            told = Told::NotYet;
        }
        for _ in 0..CALLS {
            if told == Told::NotYet {
                self.call()?;
            }
            told = Told::NotYet;
            if self.begins_within(CALL)? {
                let compiled = self.finished(job)?;
                return self.settled(compiled, job);
            }
        }
        Err(Lost::Other)
    }

    /// The PDF, unless Typst is already writing the next.
    fn settled(
        mut self,
        compiled: Finished,
        job: &Job<'_>,
    ) -> Result<(Self, Result<Compiled, TypstError>), Lost> {
        let mut compiled = compiled;
        loop {
            let result = match compiled.is_made {
                true => fs::read(self.path(ROOT).join(job.output))
                    .map_err(Lost::from)
                    .map(|pdf| Ok((pdf, compiled.messages))),
                false => Ok(Err(TypstError::Failed(compiled.messages))),
            };
            if !self.is_at_work()? {
                let result = result?;
                let is_whole = match &result {
                    Ok((pdf, _)) => is_pdf(pdf).is_ok(),
                    // Whether it is of the templates or of the system, one that is
                    // started anew tells.
                    Err(TypstError::Failed(messages)) => {
                        messages.iter().any(|message| message.place.is_some())
                    }
                    Err(_) => false,
                };
                return match is_whole {
                    true => Ok((self, result)),
                    false => Err(Lost::Other),
                };
            }
            compiled = self.finished(job)?;
        }
    }

    /// Whether it has begun to compile and not finished.
    fn is_at_work(&mut self) -> io::Result<bool> {
        let mut file = File::open(self.path(MESSAGES))?;
        file.seek(SeekFrom::Start(self.read))?;
        let read = file.take(MOST_OF_MESSAGES).read_to_end(&mut self.said)?;
        self.read += read as u64;
        Ok(!self.said.is_empty())
    }

    fn begins_within(&mut self, limit: Duration) -> Result<bool, Lost> {
        let start = Instant::now();
        while start.elapsed() < limit {
            if self.is_at_work()? {
                return Ok(true);
            }
            if self.child.try_wait()?.is_some() {
                return Err(Lost::Other);
            }
            std::thread::sleep(LOOK);
        }
        Ok(false)
    }

    /// Waits until it has finished.
    fn finished(&mut self, job: &Job<'_>) -> Result<Finished, Lost> {
        let start = Instant::now();
        let path = self.path(USED);
        loop {
            // While it is being written it is no JSON.
            let used = fs::read(&path).ok();
            let used: Option<Used> = used.and_then(|text| serde_json::from_slice(&text).ok());
            if let Some(used) = used {
                fs::remove_file(&path)?;
                self.is_at_work()?;
                let said = String::from_utf8_lossy(&std::mem::take(&mut self.said)).into_owned();
                let (said, begun) = without_next(&said);
                let text = without_status(said).ok_or(Lost::Other)?;
                let finished = Finished {
                    is_made: used.outputs.is_some(),
                    messages: diagnostics::parse(text, job.input),
                };
                self.said = begun.as_bytes().to_vec();
                return Ok(finished);
            }
            if self.child.try_wait()?.is_some() {
                return Err(Lost::Other);
            }
            if start.elapsed() > job.limit {
                return Err(Lost::TooLong);
            }
            std::thread::sleep(LOOK);
        }
    }
}

/// What Typst told of one PDF.
#[derive(Debug)]
struct Finished {
    is_made: bool,
    messages: Vec<Diagnostic>,
}

/// The lines with which Typst tells how far it is: what it watches, where it writes, a
/// blank line, the time and a word, a blank line. Rest and lines; none if it is not that.
fn status(text: &str) -> Option<(&str, &str)> {
    let mut lines = text.split_inclusive('\n');
    let is_first = lines.next()?.starts_with("watching ");
    let is_second = lines.next()?.starts_with("writing to ");
    let is_blank = lines.next()? == "\n";
    let line = lines.next()?;
    let is_told = line.starts_with('[') && line.contains("] compil");
    let is_end = lines.next()? == "\n";
    (is_first && is_second && is_blank && is_told && is_end).then_some(())?;
    let rest: usize = lines.map(str::len).sum();
    text.split_at_checked(text.len() - rest)
        .map(|(_, rest)| (rest, line))
}

/// The messages: what follows the beginning and the end of the work.
fn without_status(said: &str) -> Option<&str> {
    let (rest, _) = status(said)?;
    let (rest, line) = status(rest)?;
    line.contains("] compiled ").then_some(rest)
}

/// What Typst said, and apart from that the beginning of the next PDF if it has begun.
fn without_next(said: &str) -> (&str, &str) {
    let at = said.rfind("watching ").unwrap_or(said.len());
    let (before, after) = said.split_at(at);
    match status(after) {
        Some(("", line)) if line.ends_with("] compiling ...\n") && !before.is_empty() => {
            (before, after)
        }
        _ => (said, ""),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folder_of(path)?;
    fs::write(path, bytes)
}

fn make_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn told(word: &str) -> String {
        format!("watching report.typ\nwriting to report.pdf\n\n[12:00:00] {word}\n\n")
    }

    #[test]
    fn messages_are_told_from_what_stands_around_them() {
        let begun = told("compiling ...");
        let ended = told("compiled with errors");
        let message = "report.typ:3:1: error: panicked with: watching report.typ\n\n";
        let said = format!("{begun}{ended}{message}");
        assert_eq!(without_next(&said), (said.as_str(), ""));
        assert_eq!(without_status(&said), Some(message));
        let with_next = format!("{said}{begun}");
        assert_eq!(without_next(&with_next), (said.as_str(), begun.as_str()));
        assert_eq!(without_next(&begun), (begun.as_str(), ""));
        for other in [
            "",
            "error: no inotify\n",
            &begun,
            &format!("{begun}error: x\n"),
        ] {
            assert_eq!(without_status(other), None, "{other}");
        }
    }
}
