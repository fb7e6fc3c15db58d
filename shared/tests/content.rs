//! The words of both frameworks, and of the pages, as prose: whole, plainly written, every term explained where it is
//! used. What the frameworks must hold as facts stands in `frameworks.rs`.

#[path = "content/prose.rs"]
mod prose;
#[path = "content/terms.rs"]
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use prose::{MOST_GRADE, grade, readings, sentences, syllables, too_long};
use terms::{TERMS, mentioned, says, wrong_links};
use trivet_shared::framework::{Competency, Framework, bundled};

/// How the terms of the glossary read, in its order.
const GLOSSARY: &str = "AMBIT · Coaching · Cycle of change · Drama triangle · Learning styles · Motivational skills · Person-centred · Splitting · Strengths-based · Transference · Trauma-informed practice · Psychologically informed environments";

/// What the pages and exports say.
static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../words/en.json")).unwrap_or_default());

fn core() -> &'static Framework {
    &bundled()[0].framework
}

fn vcse() -> &'static Framework {
    &bundled()[1].framework
}

/// Every sentence of ours in a framework. Not the names: those are the publishers'.
fn texts(framework: &Framework) -> Vec<&str> {
    let mut all = vec![&framework.scope, &framework.source.note];
    all.extend(framework.glossary.iter().map(|term| &term.meaning));
    all.extend(framework.training.iter().chain(&framework.develop).chain(&framework.demonstrate));
    for area in &framework.areas {
        all.push(&area.summary);
        for c in &area.competencies {
            all.push(&c.statement);
            all.extend(c.why_it_matters.iter().chain(&c.prompts).chain(&c.starters));
            all.extend(c.indicators.iter().map(|indicator| &indicator.text));
        }
    }
    all.into_iter().map(String::as_str).collect()
}

/// Whatever a framework lacks, or has in another shape than a page expects.
fn lacks(framework: &Framework) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    let ends = |text: &str| text.ends_with(['.', '?', '…', '!']);
    for area in &framework.areas {
        must(sentences(&area.summary).len() == 1, format!("{}: a summary of one line", area.name));
        for c in &area.competencies {
            let name = &c.name;
            must((1..=3).contains(&sentences(&c.statement).len()), format!("{name}: one to three sentences"));
            must(c.prompts.len() >= 3, format!("{name}: three prompts"));
            must(c.prompts.iter().all(|prompt| prompt.ends_with('?')), format!("{name}: prompts that ask"));
            must(c.starters.len() >= 3, format!("{name}: three starters"));
            must(
                c.starters.iter().all(|starter| !ends(starter) && starter.split(' ').count() >= 3),
                format!("{name}: starters to write on from"),
            );
            must(c.code.is_none() || c.why_it_matters.is_some(), format!("{name}: why it matters"));
            must(c.indicators.iter().all(|i| ends(&i.text)), format!("{name}: indicators in sentences"));
        }
    }
    let mut seen = BTreeSet::new();
    for text in texts(framework) {
        must(seen.insert(text), format!("stands twice: {text}"));
        must(!text.contains(['\'', '"', '!']), format!("a straight quote or an exclamation mark: {text}"));
    }
    wrong
}

#[test]
fn every_competency_is_whole() {
    for framework in [core(), vcse()] {
        assert_eq!(lacks(framework), [""; 0]);
    }
    let all: Vec<_> = core().areas.iter().chain(&vcse().areas).flat_map(|area| &area.competencies).collect();
    let count = |of: fn(&Competency) -> usize| all.iter().map(|c| of(c)).sum::<usize>();
    println!(
        "{} competencies, {} prompts, {} starters, {} indicators",
        all.len(),
        count(|c| c.prompts.len()),
        count(|c| c.starters.len()),
        count(|c| c.indicators.len())
    );
}

#[test]
fn the_glossary_explains_its_12_terms_in_two_or_three_sentences() {
    let terms: Vec<_> = core().glossary.iter().map(|term| term.term.as_str()).collect();
    assert_eq!(terms.join(" · "), GLOSSARY);
    let ids: Vec<_> = core().glossary.iter().map(|term| term.id.as_str()).collect();
    assert_eq!(ids, TERMS.map(|(id, _)| id));
    for term in &core().glossary {
        assert!((2..=3).contains(&sentences(&term.meaning).len()), "{}: {}", term.term, term.meaning);
    }
}

#[test]
fn every_mention_of_a_term_is_linked_and_every_link_resolves() {
    for framework in [core(), vcse()] {
        assert_eq!(wrong_links(framework), [""; 0]);
    }
    let linked: BTreeSet<_> =
        core().areas.iter().flat_map(|area| &area.competencies).flat_map(|c| &c.terms).collect();
    println!("{} of {} terms are linked from a competency", linked.len(), TERMS.len());
    assert_eq!(linked.len(), TERMS.len(), "a term nobody mentions need not be explained");
}

/// They have no links of their own: a page looks for a term as it stands in the glossary.
#[test]
fn ways_to_develop_name_each_term_in_full() {
    let lines =
        [&core().training, &core().develop, &core().demonstrate].map(|list| list.join("; ")).join("; ");
    for id in mentioned(&lines) {
        let term = core().glossary.iter().find(|term| term.id == id).unwrap();
        assert!(lines.to_lowercase().contains(&term.term.to_lowercase()), "{}", term.term);
    }
}

#[test]
fn no_sentence_of_a_framework_has_more_than_25_words() {
    for text in [core(), vcse()].into_iter().flat_map(texts) {
        assert_eq!(too_long(text), [""; 0]);
    }
}

#[test]
fn no_sentence_of_a_page_has_more_than_25_words() {
    assert!(ENGLISH.len() > 500, "en.json was not read");
    let long: Vec<_> = ENGLISH
        .iter()
        .filter(|(_, message)| readings(message).iter().any(|reading| !too_long(reading).is_empty()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_whole_reads_at_grade_8_or_below() {
    // Labels and starters are short and flatter the figure, so what is in full sentences is held to it too.
    let full = |text: &&str| text.ends_with(['.', '?']);
    let frameworks: Vec<_> = [core(), vcse()].into_iter().flat_map(texts).collect();
    let pages: Vec<_> = ENGLISH.values().filter_map(|message| readings(message).pop()).collect();
    let pages: Vec<_> = pages.iter().map(String::as_str).collect();
    for (what, texts) in [
        ("both frameworks", &frameworks),
        ("Core Competencies", &self::texts(core())),
        ("VCSE", &self::texts(vcse())),
        ("en.json", &pages),
    ] {
        let whole = grade(texts.iter().copied());
        let sentences = grade(texts.iter().copied().filter(full));
        println!("{what}: reading grade {whole:.2}, of full sentences alone {sentences:.2}");
        assert!(whole <= MOST_GRADE && sentences <= MOST_GRADE, "{what}: {whole:.2}, {sentences:.2}");
    }
}

#[test]
fn each_check_finds_what_is_broken() {
    let broken = |change: &dyn Fn(&mut Framework)| {
        let mut framework = core().clone();
        change(&mut framework);
        framework
    };
    let first = |framework: &Framework| framework.areas[0].competencies[0].clone();
    assert!(
        wrong_links(&broken(&|f| f.areas[0].competencies[1].terms.clear()))[0].contains("cycle-of-change")
    );
    assert!(
        wrong_links(&broken(&|f| f.areas[0].competencies[0].terms.push("oops".into())))[0]
            .contains("nowhere")
    );
    let unlinked = broken(&|f| f.areas[0].competencies[0].prompts[0] = "Who coached you?".into());
    assert_eq!(mentioned(&says(&first(&unlinked))), ["coaching"]);
    assert_eq!(wrong_links(&unlinked).len(), 1);
    for (change, expected) in [
        (
            &(|f: &mut Framework| drop(f.areas[0].competencies[0].prompts.pop())) as &dyn Fn(&mut Framework),
            "three prompts",
        ),
        (&|f| f.areas[0].competencies[0].starters.truncate(2), "three starters"),
        (&|f| f.areas[0].competencies[0].statement = "One. Two. Three. Four.".into(), "one to three"),
        (&|f| f.areas[0].summary = "One. Two.".into(), "one line"),
        (&|f| f.develop[1] = f.develop[0].clone(), "twice"),
    ] {
        let found = lacks(&broken(change));
        assert!(found.len() == 1 && found[0].contains(expected), "{expected}: {found:?}");
    }
    assert_eq!(too_long(&"word ".repeat(26)).len(), 1);
    assert!(too_long(&format!("{}. Then it ends.", "word ".repeat(24))).is_empty());
}

#[test]
fn prose_is_measured_as_said() {
    assert_eq!(sentences("Is it? Yes. From 1.5 to 2 “it ends.” And on").len(), 4);
    for (word, expected) in [
        ("a", 1),
        ("cope", 1),
        ("trust", 1),
        ("people", 2),
        ("person-centred", 4),
        ("review", 2),
        ("competency", 4),
        ("10", 1),
    ] {
        assert_eq!(syllables(word), expected, "{word}");
    }
    // 0.39 × 6 words a sentence + 11.8 × 1 syllable a word − 15.59
    assert!((grade(["The cat sat on the mat."]) - -1.45).abs() < 0.005);
    assert_eq!(
        readings("{n, plural, one {# day} other {# days}} for {who}"),
        ["3 day for Sam", "3 days for Sam"]
    );
}
