//! Which words of a text mention which term of the Core Competencies glossary, held as a table apart from the data.

use trivet_shared::framework::{Competency, Framework};

/// The 12 terms: the id, and the words and inflections, in lower case, that mention it.
pub(crate) const TERMS: [(&str, &[&str]); 12] = [
    ("ambit", &["ambit"]),
    ("coaching", &["coach", "coaches", "coached", "coaching"]),
    ("cycle-of-change", &["cycle of change"]),
    ("drama-triangle", &["drama triangle"]),
    ("learning-styles", &["learning style", "learning styles"]),
    ("motivational-skills", &["motivational skill", "motivational skills", "motivational interviewing"]),
    ("person-centred-support", &["person-centred"]),
    ("splitting", &["splitting"]),
    ("strengths-based", &["strengths-based", "strengths-focused"]),
    ("transference", &["transference", "countertransference"]),
    ("trauma-informed-practice", &["trauma-informed"]),
    (
        "psychologically-informed-environments",
        &["psychologically informed", "psychologically informed environment", "pie", "pies"],
    ),
];

/// The terms a text mentions, in the order of the table. Whole words only: "split a goal" is not splitting.
pub(crate) fn mentioned(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let bound = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let has = |words: &str| {
        text.match_indices(words).any(|(at, _)| {
            bound(text[..at].chars().next_back()) && bound(text[at + words.len()..].chars().next())
        })
    };
    TERMS.into_iter().filter(|(_, forms)| forms.iter().any(|form| has(form))).map(|(id, _)| id).collect()
}

/// Everything a competency says, its name first.
pub(crate) fn says(competency: &Competency) -> String {
    let Competency { name, statement, prompts, starters, why_it_matters, .. } = competency;
    let mut all = vec![name.as_str(), statement.as_str()];
    all.extend(why_it_matters.iter().chain(prompts).chain(starters).map(String::as_str));
    all.extend(competency.indicators.iter().map(|indicator| indicator.text.as_str()));
    all.join("\n")
}

/// Every competency whose links are not exactly what it mentions, of the terms the framework explains; and every link
/// that leads nowhere.
pub(crate) fn wrong_links(framework: &Framework) -> Vec<String> {
    let explained = |id: &str| framework.glossary.iter().any(|term| term.id == id);
    let mut wrong = Vec::new();
    for competency in framework.areas.iter().flat_map(|area| &area.competencies) {
        let mut expected = mentioned(&says(competency));
        expected.retain(|id| explained(id));
        let mut linked: Vec<&str> = competency.terms.iter().map(String::as_str).collect();
        wrong.extend(
            linked
                .iter()
                .filter(|id| !explained(id))
                .map(|id| format!("{}: {id} leads nowhere", competency.name)),
        );
        expected.sort_unstable();
        linked.sort_unstable();
        if linked != expected {
            wrong.push(format!("{}: links {linked:?}, mentions {expected:?}", competency.name));
        }
    }
    wrong
}
