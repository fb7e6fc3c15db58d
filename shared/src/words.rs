//! The sentences a person reads, for whatever is written outside a browser. They stand in `words/en.json`, in ICU
//! message syntax, of which exports use `{name}` and `{count, plural, one {…} other {…}}`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../words/en.json")).unwrap_or_default());

/// A value in a sentence.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number; plurals go by it.
    Number(i64),
}

/// Declares the keys that Rust uses, so that a wrong one does not compile and a missing one fails a test.
macro_rules! keys {
    ($( $Key:ident = $key:literal, )*) => {
        /// Sentences of exports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is its sentence in en.json")]
        pub enum Key { $( $Key, )* }

        impl Key {
            /// All of them.
            pub const ALL: &'static [Key] = &[$( Key::$Key, )*];

            /// Its name in `en.json`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Key::$Key => $key, )* }
            }
        }
    };
}

keys! {
    SheetTitle = "export.sheet.title",
    SummaryTitle = "export.summary.title",
    From = "export.from",
    Scope = "export.scope",
    Ends = "export.ends",
    Competency = "export.competency",
    Area = "export.area",
    Confidence = "export.confidence",
    Reason = "export.reason",
    Actions = "export.actions",
    ReviewDate = "export.reviewDate",
    AtFirst = "export.atFirst",
    After = "export.after",
    NoChange = "export.noChange",
    Up = "export.up",
    Down = "export.down",
    InWords = "export.inWords",
    NotScored = "export.notScored",
    OnlyAfter = "export.onlyAfter",
    Same = "export.same",
    Change = "export.change",
    Shift = "export.shift",
    Changed = "export.changed",
    Others = "export.others",
    Received = "export.received",
    Strength = "export.strength",
    Solution = "export.solution",
    Training = "export.training",
    Earlier = "export.earlier",
    Own = "export.own",
    Heard = "export.heard",
    Well = "export.well",
    Hard = "export.hard",
    Step = "export.step",
    WholeArea = "export.wholeArea",
    WayHere = "export.wayHere",
    SetOut = "export.setOut",
    Outcome = "export.outcome",
    OutcomeDone = "export.outcome.done",
    OutcomeGoing = "export.outcome.going",
    OutcomeChanged = "export.outcome.changed",
    Name = "export.name",
    Role = "export.role",
    Organisation = "export.organisation",
    Date = "export.date",
    Session = "export.session",
    KeptUntil = "export.keptUntil",
    KeptAfterClose = "export.keptAfterClose",
    KeptAfterChange = "export.keptAfterChange",
    SheetKept = "export.sheetKept",
    SheetKeptReview = "export.sheetKept.review",
    SheetKeptLonger = "export.sheetKept.longer",
    SheetKeptRest = "export.sheetKept.rest",
    NotPrivate = "export.notPrivate",
    Chosen = "export.chosen",
    Present = "export.present",
    Facilitator = "export.facilitator",
    Minutes = "export.minutes",
    Stage = "export.stage",
    Planned = "export.planned",
    Took = "export.took",
    InTheirWords = "export.inTheirWords",
    ActionsPutIn = "export.actionsPutIn",
    NothingPutIn = "export.nothingPutIn",
    Somebody = "export.somebody",
    LookBack = "export.lookBack",
    LookedAt = "export.lookedAt",
    ReadersDesk = "export.readers.facilitators",
    ReadersHere = "export.readers.here",
    ReadersOthers = "export.readers.others",
    EachLine = "export.eachLine",
    Part = "export.part",
    TheForm = "export.part.form",
    First = "export.first",
    Afterwards = "export.afterwards",
    Kind = "export.kind",
    Written = "export.written",
    Source = "export.source",
    Readers = "export.readers",
    Kept = "export.kept",
    Connection = "export.connection",
    BeforeAfter = "export.beforeAfter",
    BeforeAfterWhy = "export.beforeAfter.why",
    Statement = "export.statement",
    Who = "export.who",
    What = "export.what",
    Attached = "export.attached",
    InAll = "export.inAll",
    MinutesInAll = "export.minutes.inAll",
    Named = "export.named",
    Themes = "export.themes",
    TrainingIdeas = "export.themes.training",
    Facilitators = "export.facilitators",
    People = "export.people",
    HaveChosen = "export.haveChosen",
    CalendarName = "export.calendar.name",
    CalendarTitle = "export.calendar.title",
    CalendarWhat = "export.calendar.what",
    CalendarGroupTitle = "export.calendar.group.title",
    CalendarGroupWhat = "export.calendar.group.what",
    Agreed = "settled.agreed",
    AgreedStays = "settled.agreed.stays",
    AgreedNames = "settled.agreed.names",
    AgreedShare = "settled.agreed.share",
    AgreedLearning = "settled.agreed.learning",
    AgreedCall = "settled.agreed.call",
    FileLarge = "export.framework.large",
    FileUtf16 = "export.framework.utf16",
    FileEncoding = "export.framework.encoding",
    FileSyntax = "export.framework.syntax",
    FileEnds = "export.framework.ends",
    FileDeep = "export.framework.deep",
    FileEscape = "export.framework.escape",
    FileTwice = "export.framework.twice",
    FileUnknown = "export.framework.unknown",
    FileMissing = "export.framework.missing",
    FileKind = "export.framework.kind",
    FileKindText = "export.framework.kind.text",
    FileKindNumber = "export.framework.kind.number",
    FileKindList = "export.framework.kind.list",
    FileKindObject = "export.framework.kind.object",
    FileKindBool = "export.framework.kind.bool",
    FileKindNull = "export.framework.kind.null",
    FileEmpty = "export.framework.empty",
    FileLong = "export.framework.long",
    FileControl = "export.framework.control",
    FileId = "export.framework.id",
    FileLanguage = "export.framework.language",
    FileRange = "export.framework.range",
    FileChoice = "export.framework.choice",
    FileFew = "export.framework.few",
    FileMany = "export.framework.many",
    FileIdTwice = "export.framework.idTwice",
    FileEntryTwice = "export.framework.entryTwice",
    FileBundled = "export.framework.bundled",
    FileNoTerm = "export.framework.noTerm",
    FileNoCompetency = "export.framework.noCompetency",
    FileCellTwice = "export.framework.cellTwice",
    FileFine = "export.framework.fine",
    FileMore = "export.framework.more",
    RehearsalName = "export.rehearsal.name",
    RehearsalMarked = "export.rehearsal.marked",
    Ash = "export.rehearsal.ash",
    AshReason1 = "export.rehearsal.ash.reason.1",
    AshReason2 = "export.rehearsal.ash.reason.2",
    AshReason3 = "export.rehearsal.ash.reason.3",
    AshShift = "export.rehearsal.ash.shift",
    AshAction = "export.rehearsal.ash.action",
    AshFeedback1 = "export.rehearsal.ash.feedback.1",
    AshFeedback2 = "export.rehearsal.ash.feedback.2",
    Bo = "export.rehearsal.bo",
    BoReason1 = "export.rehearsal.bo.reason.1",
    BoReason2 = "export.rehearsal.bo.reason.2",
    BoReason3 = "export.rehearsal.bo.reason.3",
    BoShift = "export.rehearsal.bo.shift",
    BoAction = "export.rehearsal.bo.action",
    BoFeedback1 = "export.rehearsal.bo.feedback.1",
    BoFeedback2 = "export.rehearsal.bo.feedback.2",
    Cleo = "export.rehearsal.cleo",
    CleoReason1 = "export.rehearsal.cleo.reason.1",
    CleoReason2 = "export.rehearsal.cleo.reason.2",
    CleoReason3 = "export.rehearsal.cleo.reason.3",
    CleoShift = "export.rehearsal.cleo.shift",
    CleoAction = "export.rehearsal.cleo.action",
    CleoFeedback1 = "export.rehearsal.cleo.feedback.1",
    CleoFeedback2 = "export.rehearsal.cleo.feedback.2",
    StageLobby = "stage.lobby",
    StageArea = "stage.area",
    StageCompetencies = "stage.competencies",
    StageRate = "stage.rate",
    StageDiscuss = "stage.discuss",
    StageRescore = "stage.rescore",
    StageActions = "stage.actions",
    StageClosed = "stage.closed",
}

/// A sentence without values.
#[must_use]
pub fn say(key: Key) -> String {
    say_with(key, &[])
}

/// A sentence with values put in.
#[must_use]
pub fn say_with(key: Key, values: &[(&str, Value<'_>)]) -> String {
    let pattern = ENGLISH.get(key.name()).map_or(key.name(), String::as_str);
    let mut out = String::new();
    write(pattern, values, None, &mut out);
    out
}

fn write(pattern: &str, values: &[(&str, Value<'_>)], count: Option<i64>, out: &mut String) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '#']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix('#') {
            match count {
                Some(count) => out.push_str(&count.to_string()),
                None => out.push('#'),
            }
            rest = after;
            continue;
        }
        let inside = block(from);
        rest = from.get(inside.len() + 2..).unwrap_or_default();
        put(inside, values, out);
    }
    out.push_str(rest);
}

/// What stands between the brace a text begins with and the one that closes it.
fn block(text: &str) -> &str {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(1..at).unwrap_or_default();
        }
    }
    text.get(1..).unwrap_or_default()
}

fn put(inside: &str, values: &[(&str, Value<'_>)], out: &mut String) {
    let mut parts = inside.splitn(3, ',').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    let (Some("plural"), Some(forms), Some(Value::Number(count))) = (parts.next(), parts.next(), value)
    else {
        match value {
            Some(Value::Text(text)) => out.push_str(text),
            Some(Value::Number(number)) => out.push_str(&number.to_string()),
            None => {}
        }
        return;
    };
    let exact = format!("={count}");
    let wanted = [exact.as_str(), if *count == 1 { "one" } else { "other" }, "other"];
    if let Some(form) = wanted.iter().find_map(|name| form(forms, name)) {
        write(form, values, Some(*count), out);
    }
}

/// The form of that name in `one {…} other {…}`.
fn form<'a>(forms: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = forms.trim_start();
    while let Some(at) = rest.find('{') {
        let (head, from) = rest.split_at(at);
        let inside = block(from);
        if head.trim() == name {
            return Some(inside);
        }
        rest = from.get(inside.len() + 2..).unwrap_or_default().trim_start();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_sentence() {
        let missing: Vec<_> =
            Key::ALL.iter().map(|key| key.name()).filter(|key| !ENGLISH.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn values_and_plurals_are_put_in() {
        let mut out = String::new();
        let pattern = "{who} has {n, plural, =0 {nothing} one {# line} other {# lines}}.";
        for (count, expected) in [(0, "Sam has nothing."), (1, "Sam has 1 line."), (2, "Sam has 2 lines.")] {
            out.clear();
            write(pattern, &[("who", Value::Text("Sam")), ("n", Value::Number(count))], None, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn a_value_is_never_read_as_a_pattern() {
        let mut out = String::new();
        write("{a}", &[("a", Value::Text("{b} #")), ("b", Value::Text("no"))], None, &mut out);
        assert_eq!(out, "{b} #");
    }
}
