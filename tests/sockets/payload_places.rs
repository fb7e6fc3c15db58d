//! Every field of every command that takes words: how it is filled, and where its words are seen then. The fields come from
//! the published types: a new one has no place here, and that is a failure.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use trivet_shared::text::{LINE, LONG, NAME};
use trivet_tests::{ONE, TWO};

use crate::types;

/// Characters of an agreement and of a prompt, and of a theme.
const SAID: usize = 300;
const THEME: usize = 200;
const ACTION: &str = "00000000-0000-4000-8000-0000000000ac";
const THEME_ID: &str = "00000000-0000-4000-8000-00000000007e";
pub(crate) const BROUGHT: &str = "00000000-0000-4000-8000-0000000000b0";

/// Who of the group: the facilitator, Ann, Ben, the big screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Who {
    Desk,
    Ann,
    Ben,
    Screen,
}
pub(crate) use Who::{Ann, Ben, Desk, Screen};

/// A field of a command, how it is filled, and where its words are seen then.
pub(crate) struct Place {
    pub(crate) field: &'static str,
    pub(crate) by: Who,
    pub(crate) command: Value,
    /// Where in the command the words go.
    pub(crate) at: &'static str,
    pub(crate) most: usize,
    /// It is one line.
    pub(crate) line: bool,
    /// White space around it is taken off.
    pub(crate) trimmed: bool,
    /// What is done next, so that others see it.
    pub(crate) then: Vec<Value>,
    pub(crate) seen: Vec<(Who, String)>,
}

/// Fields whose words are never kept: compared with what stands there, or the form of a secret.
const NEVER_KEPT: [&str; 14] = [
    "act.was",
    "coFacilitator.secret",
    "display.secret",
    "feedback.was",
    "jot.was",
    "lookBack.was",
    "newLink.secret",
    "note.was",
    "rate.was",
    "record.to.name",
    "rescore.was",
    "show.was.reason",
    "show.was.shift",
    "theme.was",
];

fn place(field: &'static str, by: Who, command: Value, seen: &[(Who, &str)]) -> Place {
    let name = field.split_once('.').unwrap();
    let mut command = command;
    command["type"] = json!(name.0);
    let at = match name.1 {
        "summaryTo.name" => "/summaryTo/name",
        "agreements" => "/agreements/0",
        "title" => "/title",
        "facilitator" => "/facilitator",
        "support" => "/support",
        "name" => "/name",
        "role" => "/role",
        "organisation" => "/organisation",
        "reason" => "/reason",
        "shift" => "/shift",
        "note" => "/note",
        _ => "/text",
    };
    let seen = seen.iter().map(|(who, at)| (*who, (*at).to_owned())).collect();
    Place { field, by, command, at, most: LONG, line: false, trimmed: false, then: Vec::new(), seen }
}

impl Place {
    fn most(self, most: usize) -> Place {
        Place { most, ..self }
    }

    fn line(self, most: usize) -> Place {
        Place { most, line: true, ..self }
    }

    fn name(self) -> Place {
        Place { trimmed: true, ..self.line(NAME) }
    }

    fn then(mut self, command: Value) -> Place {
        self.then.push(command);
        self
    }
}

pub(crate) fn places(ann: &str, ben: &str) -> Vec<Place> {
    let item = |part: &str| format!("/table/items/{ann}~1{ONE}/{part}");
    let (reason, shift) = (item("reason"), item("shift"));
    vec![
        place(
            "prepare.title",
            Desk,
            json!({}),
            &[(Desk, "/room/title"), (Ann, "/room/title"), (Screen, "/room/title")],
        )
        .line(LINE),
        place("prepare.facilitator", Desk, json!({}), &[(Ben, "/room/facilitators/0/name")]).name(),
        place(
            "prepare.agreements",
            Desk,
            json!({"agreements": [""]}),
            &[(Ann, "/room/prepared/agreements/0")],
        )
        .most(SAID),
        place("prepare.support", Desk, json!({}), &[(Ann, "/room/prepared/support")]),
        place(
            "prepare.summaryTo.name",
            Desk,
            json!({"summaryTo": {"who": "others"}}),
            &[(Ann, "/room/prepared/summaryTo/name")],
        )
        .line(LINE),
        place(
            "coFacilitator.name",
            Desk,
            json!({"secret": trivet_tests::new_secret()}),
            &[(Ann, "/room/facilitators/1/name")],
        )
        .name(),
        place("prompt.text", Desk, json!({"prompt": THEME_ID}), &[(Desk, "/desk/prompts/0/text")]).most(SAID),
        place("sendPrompt.text", Desk, json!({}), &[(Ann, "/room/prompt/text"), (Ben, "/room/prompt/text")])
            .most(SAID),
        place(
            "theme.text",
            Desk,
            json!({"theme": THEME_ID, "kind": "theme"}),
            &[(Desk, "/room/themes/0/text"), (Ann, "/room/themes/0/text"), (Screen, "/room/themes/0/text")],
        )
        .line(THEME),
        place("note.text", Desk, json!({"stage": "discuss"}), &[(Desk, "/desk/notes/discuss")]),
        place(
            "rename.name",
            Ann,
            json!({}),
            &[(Ann, "/mine/me/name"), (Ben, "/room/people/0/name"), (Screen, "/room/people/0/name")],
        )
        .name(),
        place("about.role", Ann, json!({}), &[(Ann, "/mine/me/role")]).line(LINE),
        place("about.organisation", Ann, json!({}), &[(Ann, "/mine/me/organisation")]).line(LINE),
        place(
            "rate.reason",
            Ann,
            json!({"competency": ONE}),
            &[(Ann, &format!("/mine/rows/{ONE}/reason")), (Ben, &reason), (Desk, &reason), (Screen, &reason)],
        )
        .then(json!({"type": "show", "competency": ONE, "reason": true, "display": true})),
        place(
            "rescore.shift",
            Ann,
            json!({"competency": ONE}),
            &[(Ann, &format!("/mine/rows/{ONE}/shift")), (Ben, &shift), (Desk, &shift), (Screen, &shift)],
        )
        .then(json!({"type": "show", "competency": ONE, "shift": true, "display": true})),
        place(
            "feedback.text",
            Ann,
            json!({"to": ben, "competency": ONE, "kind": "strength"}),
            &[(Ann, "/mine/sent/0/text"), (Ben, "/mine/received/0/text")],
        ),
        place(
            "jot.text",
            Ann,
            json!({"competency": TWO, "box": "heard"}),
            &[(Ann, &format!("/mine/rows/{TWO}/jots/heard"))],
        ),
        place(
            "act.text",
            Ann,
            json!({"action": ACTION}),
            &[
                (Ann, &format!("/mine/actions/{ACTION}/text")),
                (Desk, "/desk/record/summary/people/0/actions/0/text"),
            ],
        )
        .then(json!({"type": "record", "actions": {ACTION: true}})),
        place(
            "lookBack.note",
            Ann,
            json!({"action": BROUGHT, "outcome": "going"}),
            &[
                (Ann, &format!("/mine/carried/{BROUGHT}/note")),
                (Ben, "/table/lookedBack/0/note"),
                (Desk, "/table/lookedBack/0/note"),
            ],
        )
        .then(json!({"type": "showLookBack", "action": BROUGHT, "shown": true})),
    ]
}

#[test]
fn every_field_of_words_has_its_place() {
    let mut placed: BTreeSet<String> = places("", "").iter().map(|place| place.field.to_owned()).collect();
    placed.insert("addSeat.name".to_owned());
    placed.extend(NEVER_KEPT.iter().map(|field| (*field).to_owned()));
    assert_eq!(types::texts(), placed);
}
