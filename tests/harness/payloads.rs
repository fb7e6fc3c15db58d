//! Texts that try to be something else, kept for every test that puts them somewhere.

use serde_json::Value;

/// One of them.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Its family and name, for a failure to name.
    pub name: String,
    /// The text.
    pub text: String,
    /// It has a control character: no field takes it.
    pub refused: bool,
}

impl Payload {
    /// All that are kept.
    pub fn all() -> Vec<Payload> {
        let kept: Vec<Value> = serde_json::from_str(include_str!("../hostile/payloads.json")).unwrap();
        let all = kept.iter().map(|one| {
            let text = |name: &str| one[name].as_str().unwrap();
            let times = one["times"].as_u64().map_or(1, |times| usize::try_from(times).unwrap());
            Payload {
                name: format!("{}: {}", text("family"), text("name")),
                text: text("text").repeat(times),
                refused: one["refused"] == true,
            }
        });
        all.collect()
    }
}
