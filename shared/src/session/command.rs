//! The commands: one flat line per verb over payloads that live in the activities. Reading one from the wire, whose
//! it is, and which function decides it all follow from that line.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

use super::{
    Actor, Decision, State, actions, choosing, earlier, feedback, guiding, jotting, keeping, links, lobby,
    moves, pacing, preparing, rating, record, rescoring, showing, theming, turns,
};
use crate::refusal::Refusal;
use crate::text::Why;
use crate::time::Timestamp;

macro_rules! commands {
    (
        facilitator { $( $(#[$fdoc:meta])* $Fac:ident $ftype:literal ($fmod:ident::$ffun:ident) )* }
        participant { $( $(#[$pdoc:meta])* $Par:ident $ptype:literal ($pmod:ident::$pfun:ident) )* }
    ) => {
        /// Every verb there is. Each sets something ("my score for X is 7"), so that sending it again does no harm.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(tag = "type")]
        #[ts(export_to = "protocol.ts")]
        pub enum Command {
            $( $(#[$fdoc])* #[serde(rename = $ftype)] $Fac($fmod::$Fac), )*
            $( $(#[$pdoc])* #[serde(rename = $ptype)] $Par($pmod::$Par), )*
        }

        /// The facilitator's commands by their `type`.
        pub const FACILITATOR_COMMANDS: &[&str] = &[$($ftype),*];
        /// A participant's commands by their `type`.
        pub const PARTICIPANT_COMMANDS: &[&str] = &[$($ptype),*];

        impl Command {
            /// One of each, with empty payloads: for tests that must not miss a verb.
            #[must_use]
            pub fn one_of_each() -> Vec<Self> {
                vec![ $( Self::$Fac($fmod::$Fac::default()), )* $( Self::$Par($pmod::$Par::default()), )* ]
            }

            /// Its `type` on the wire.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $( Self::$Fac(_) => $ftype, )* $( Self::$Par(_) => $ptype, )* }
            }

            fn read_body(kind: &str, body: &str) -> Result<Self, Refusal> {
                match kind {
                    $( $ftype => read_payload(body).map(Self::$Fac), )*
                    $( $ptype => read_payload(body).map(Self::$Par), )*
                    _ => Err(Refusal::UnknownCommand),
                }
            }

            pub(super) fn decide(&self, state: &State, by: Actor, now: Timestamp) -> Decision {
                if by.co && self.renames_the_first() {
                    return Err(Refusal::Forbidden);
                }
                match self {
                    $( Self::$Fac(payload) => {
                        if !by.facilitator || by.co && FIRST_FACILITATORS.contains(&$ftype) {
                            return Err(Refusal::Forbidden);
                        }
                        $fmod::$ffun(state, payload, now)
                    } )*
                    $( Self::$Par(payload) => {
                        let me = by.participant.and_then(|id| state.person(id)).ok_or(Refusal::Forbidden)?;
                        keeping::check(state, $ptype)?;
                        $pmod::$pfun(state, me, payload, now)
                    } )*
                }
            }
        }
    };
}

commands! {
    facilitator {
        /// Lets somebody in who waits, or back in who was removed.
        Admit "admit" (lobby::admit)
        /// Takes somebody out of the room. Their own sheet stays open to them.
        Remove "remove" (lobby::remove)
        /// From now on a code only lets people ask.
        Lock "lock" (lobby::lock)
        /// A seat for somebody on paper.
        AddSeat "addSeat" (lobby::add_seat)
        /// Opens the room display under a secret that the console made, or ends it.
        Display "display" (links::display)
        /// The console's link is another one from now on.
        NewLink "newLink" (links::new_link)
        /// A link for a second facilitator, or none.
        CoFacilitator "coFacilitator" (links::co_facilitator)
        /// Settles title, seats, agreements and the like.
        Prepare "prepare" (preparing::prepare)
        /// Proposes area and competencies before the group chooses.
        Propose "propose" (preparing::propose)
        /// Counts the picks for the desk; again for a new count.
        Picks "picks" (choosing::picks)
        /// The group's area.
        ChooseArea "chooseArea" (choosing::choose_area)
        /// The group's competencies, the whole set.
        ChooseCompetencies "chooseCompetencies" (choosing::choose_competencies)
        /// Moves the group to a stage, forwards or back.
        GoTo "goTo" (pacing::go_to)
        /// Plans minutes per stage.
        Plan "plan" (pacing::plan)
        /// Adds minutes to a stage, or takes some off.
        Extend "extend" (pacing::extend)
        /// A break for all.
        Pause "pause" (pacing::pause)
        /// The end of the break.
        Resume "resume" (pacing::resume)
        /// Gives somebody the turn.
        GiveTurn "giveTurn" (turns::give_turn)
        /// On to the next turn.
        NextTurn "nextTurn" (turns::next_turn)
        /// The order turns come up in.
        TurnOrder "turnOrder" (turns::turn_order)
        /// Moves the line within a turn.
        TurnPart "turnPart" (turns::turn_part)
        /// Sets a turn aside, or brings it back.
        Park "park" (turns::park)
        /// Takes something shown off the screens; it goes back to its author as private.
        Cover "cover" (showing::cover)
        /// A prompt of the facilitator's own.
        Prompt "prompt" (guiding::prompt)
        /// Puts a prompt on everybody's phone, or takes it off.
        SendPrompt "sendPrompt" (guiding::send_prompt)
        /// Asks one person quietly whether they need anything.
        Nudge "nudge" (guiding::nudge)
        /// A theme or training idea of the group.
        Theme "theme" (theming::theme)
        /// The facilitator's own note on a stage.
        Note "note" (pacing::note)
        /// Takes back the last group move.
        Undo "undo" (moves::undo)
    }
    participant {
        /// Another name.
        Rename "rename" (lobby::rename)
        /// Role and organisation, for the sheet.
        About "about" (lobby::about)
        /// Which areas would help most.
        PreferAreas "preferAreas" (choosing::prefer_areas)
        /// Which competencies one would like to talk about.
        PreferCompetencies "preferCompetencies" (choosing::prefer_competencies)
        /// My score, my reason.
        Rate "rate" (rating::rate)
        /// I'd rather not score this.
        Decline "decline" (rating::decline)
        /// A signal to the facilitator.
        Ready "ready" (rating::ready)
        /// A signal to the facilitator.
        MoreTime "moreTime" (rating::more_time)
        /// The answer to the facilitator's question.
        Reply "reply" (guiding::reply)
        /// I'll go now.
        StartTurn "startTurn" (turns::start_turn)
        /// I'll go later in this round.
        Later "later" (turns::later)
        /// I'll pass this one.
        Pass "pass" (turns::pass)
        /// Shows copies of parts of what I wrote, or takes parts back.
        Show "show" (showing::show)
        /// Takes back all I showed about a competency.
        TakeBack "takeBack" (showing::take_back)
        /// Lets a late joiner see what I showed.
        ShowTo "showTo" (showing::show_to)
        /// Feedback to one person, kept as a draft or sent.
        Feedback "feedback" (feedback::feedback)
        /// What becomes of feedback I was given.
        KeepFeedback "keepFeedback" (feedback::keep_feedback)
        /// A hand up, for the facilitator.
        RaiseHand "raiseHand" (turns::raise_hand)
        /// My confidence now, and what shifted.
        Rescore "rescore" (rescoring::rescore)
        /// A line for myself beside a competency.
        Jot "jot" (jotting::jot)
        /// One development action.
        Act "act" (actions::act)
        /// Drops an action.
        DropAction "dropAction" (actions::drop_action)
        /// A score of an earlier session, from paper or from memory.
        Earlier "earlier" (earlier::earlier)
        /// Takes back what a sheet brought.
        Forget "forget" (earlier::forget)
        /// What became of an action of an earlier session.
        LookBack "lookBack" (earlier::look_back)
        /// Shows a copy of that, or takes it back.
        ShowLookBack "showLookBack" (earlier::show_look_back)
        /// What of mine goes into the group's summary.
        Record "record" (record::record)
        /// Keep my sheet until I've looked back, when everything else goes.
        KeepSheet "keepSheet" (keeping::keep_sheet)
        /// I step out for a while, or am back.
        StepOut "stepOut" (lobby::step_out)
        /// I leave.
        Leave "leave" (lobby::leave)
        /// Please check in with me afterwards: for the facilitator alone, also from somebody who left.
        CheckIn "checkIn" (lobby::check_in)
    }
}

/// What a co-facilitator may not do: links are the first facilitator's to make.
pub const FIRST_FACILITATORS: &[&str] = &["newLink", "coFacilitator"];

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
}

impl Command {
    /// The first facilitator's name is theirs to change.
    fn renames_the_first(&self) -> bool {
        matches!(self, Self::Prepare(prepare) if !prepare.facilitator.leaves())
    }

    /// Reads a command in two steps, so that a refusal names the field. Whose it is comes first: somebody it is not
    /// for learns nothing about its fields.
    ///
    /// # Errors
    /// `unknownCommand`, `forbidden`, or `invalid` with the field.
    pub fn read(by: Actor, raw: &RawValue) -> Result<Self, Refusal> {
        let kind: Kind<'_> = read_payload(raw.get())?;
        if FACILITATOR_COMMANDS.contains(&&*kind.kind) && !by.facilitator
            || by.co && FIRST_FACILITATORS.contains(&&*kind.kind)
            || PARTICIPANT_COMMANDS.contains(&&*kind.kind) && by.participant.is_none()
        {
            return Err(Refusal::Forbidden);
        }
        Self::read_body(&kind.kind, raw.get())
    }
}

/// Reads a struct; what does not fit is named by its field, from the outermost struct on.
///
/// # Errors
/// `invalid` with the field.
pub fn read_payload<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Refusal> {
    // A struct may be read from a list as well; on the wire it never is one.
    if json.trim_start().starts_with('[') {
        return Err(Refusal::invalid("command", Why::Kind));
    }
    let mut parser = serde_json::Deserializer::from_str(json);
    let read = serde_path_to_error::deserialize(&mut parser);
    if read.is_ok() && parser.end().is_err() {
        return Err(Refusal::invalid("command", Why::Kind)); // something stands after its end
    }
    read.map_err(|error| {
        let message = error.inner().to_string();
        let named = |prefix| message.strip_prefix(prefix).and_then(|rest: &str| rest.split('`').next());
        if let Some(field) = named("missing field `") {
            return Refusal::invalid(field, Why::Missing);
        }
        if let Some(field) = named("duplicate field `") {
            return Refusal::invalid(field, Why::Kind);
        }
        let path = error.path().to_string();
        // Where the path has no name in it (the top, or a key that is empty) the whole is what is wrong.
        let field = if path.chars().all(|c| c == '.') { "command".to_owned() } else { path };
        Refusal::invalid(&field, Why::out_of(&message))
    })
}
