use super::*;
use crate::id::ItemId;
use crate::session::example::{Table, rate, rescore};
use crate::session::rating::Decline;
use crate::session::showing::Cover;
use crate::session::{Actor, Command, CommandId, Stage, lobby};
use crate::time::DAY;
use crate::view::{Audience, EarlierView, Mine, MineCarried, mine, table as laid};

const C: &str = "reliable-and-consistent";
const OTHER: &str = "persevering";

fn sheet(n: u128) -> SheetId {
    SheetId(Uuid::from_u128(n))
}

fn day(n: i64) -> Date {
    crate::time::Zone::default().date(Timestamp(1_780_000_000_000).plus(n * DAY))
}

fn score(first: i64, after: i64) -> EarlierScore {
    EarlierScore { first: Score::new(first), after: Score::new(after) }
}

fn session(n: u128, scores: &[(&str, EarlierScore)]) -> EarlierSession {
    let scores = scores.iter().map(|(id, score)| ((*id).into(), *score)).collect();
    let title = Line::new(&format!("Session {n}")).unwrap();
    EarlierSession { sheet: sheet(n), on: day(n as i64), title, typed: false, scores }
}

fn action(n: u128, of: u128) -> BroughtAction {
    BroughtAction {
        action: ActionId(Uuid::from_u128(n)),
        sheet: sheet(of),
        on: day(of as i64),
        text: Words::new(&format!("Do {n}")).unwrap(),
        competency: None,
        review: None,
        note: None,
    }
}

/// Sheet `n` with one score each of a competency that is asked this time and one that is not.
fn brought(n: u128, actions: Vec<BroughtAction>) -> Brought {
    let own = session(n, &[(C, score(4, 6)), (OTHER, score(2, 3))]);
    Brought { own, along: Vec::new(), actions, left_out: 0 }
}

fn brings(table: &mut Table, id: ParticipantId, what: &Brought) -> Result<Taken, Refusal> {
    let me = table.state.person(id).unwrap();
    let (events, taken) = bring(&table.state, me, what, table.now)?;
    let commit = State::unasked(CommandId(Uuid::from_u128(7)), Actor::participant(id), events, table.now);
    table.state.apply(&commit);
    Ok(taken)
}

fn own(table: &Table, id: ParticipantId) -> Mine {
    mine(&table.state, id).unwrap()
}

fn seen(table: &Table, id: ParticipantId) -> Vec<Vec<String>> {
    let names = |session: &EarlierView| session.scores.keys().map(ToString::to_string).collect();
    own(table, id).earlier.iter().map(names).collect()
}

fn card(table: &Table, id: ParticipantId) -> MineCarried {
    own(table, id).carried.into_values().next().unwrap()
}

fn look(n: u128, outcome: Option<Outcome>, note: Option<&str>) -> Command {
    Command::LookBack(LookBack {
        action: ActionId(Uuid::from_u128(n)),
        outcome: outcome.map_or(Patch::Clear, Patch::Set),
        note: note.map_or(Patch::Leave, |note| Patch::Set(Words::new(note).unwrap())),
        was: None,
    })
}

fn show(n: u128, shown: bool) -> Command {
    Command::ShowLookBack(ShowLookBack { action: ActionId(Uuid::from_u128(n)), shown })
}

fn typed(on: Date, first: Patch<Score>) -> Command {
    Command::Earlier(Earlier { on, competency: C.into(), first, after: Patch::Leave })
}

#[test]
fn an_earlier_score_waits_for_the_answer_and_reaches_nobody_else() {
    let (mut table, alex, priya) = Table::at(Stage::Lobby);
    let taken = brings(&mut table, alex, &brought(1, vec![])).unwrap();
    assert_eq!((taken.competencies, taken.title.as_str()), (2, "Session 1"));
    assert_eq!(seen(&table, alex), [Vec::<String>::new()]);
    let (mut table, alex, priya_too) = Table::at(Stage::Rate);
    assert_eq!(priya, priya_too);
    let before = (own(&table, priya), laid(&table.state, Audience::Desk));
    brings(&mut table, alex, &brought(1, vec![])).unwrap();
    assert_eq!(seen(&table, alex), [[OTHER]], "what is not asked is seen from Rate on");
    table.as_person(alex, rate(C, None, Some("a reason, and no number yet"))).unwrap();
    assert_eq!(seen(&table, alex), [[OTHER]]);
    table.as_person(alex, rate(C, Some(5), None)).unwrap();
    assert_eq!(seen(&table, alex), [[OTHER, C]]);
    assert_eq!(own(&table, alex).earlier[0].scores[&C.into()], score(4, 6));
    table.as_person(alex, Command::Decline(Decline { competency: C.into(), declined: true })).unwrap();
    assert_eq!(seen(&table, alex), [[OTHER, C]], "words are an answer");
    table.as_person(alex, Command::Decline(Decline { competency: C.into(), declined: false })).unwrap();
    assert_eq!(seen(&table, alex), [[OTHER]]);
    table.as_person(alex, rescore(C, None)).unwrap_err();
    table.go_to(Stage::Competencies);
    assert!(seen(&table, alex)[0].is_empty(), "another may be chosen now");
    assert_eq!(before, (own(&table, priya), laid(&table.state, Audience::Desk)));
}

#[test]
fn the_same_sheet_again_replaces_what_it_brought_and_keeps_what_was_answered() {
    let (mut table, alex, _) = Table::at(Stage::Lobby);
    brings(&mut table, alex, &brought(1, vec![action(1, 1), action(2, 1)])).unwrap();
    table.as_person(alex, look(1, Some(Outcome::Going), Some("slowly"))).unwrap();
    let version = table.state.person(alex).unwrap().clone();
    brings(&mut table, alex, &brought(1, vec![action(1, 1), action(2, 1)])).unwrap();
    assert_eq!(table.state.person(alex).unwrap().carried, version.carried);
    assert_eq!(table.state.person(alex).unwrap().earlier, version.earlier);
    let mut other = brought(1, vec![action(3, 1)]);
    other.own.scores = BTreeMap::from([(C.into(), score(5, 5))]);
    brings(&mut table, alex, &other).unwrap();
    let kept: Vec<u128> =
        table.state.person(alex).unwrap().carried.iter().map(|one| one.action.0.as_u128()).collect();
    assert_eq!(kept, [1, 3], "2 is on the sheet no more, 1 has been answered");
    assert_eq!(table.state.person(alex).unwrap().earlier, [other.own]);
}

#[test]
fn a_sheet_brings_along_what_it_carries_and_fills_what_is_missing() {
    let (mut table, alex, _) = Table::at(Stage::Lobby);
    brings(&mut table, alex, &brought(1, vec![])).unwrap();
    let mut second = brought(2, vec![]);
    second.along = vec![session(1, &[(C, score(9, 9)), ("reconcilers", score(1, 1))])];
    brings(&mut table, alex, &second).unwrap();
    let all = &table.state.person(alex).unwrap().earlier;
    assert_eq!(all.iter().map(|one| one.sheet).collect::<Vec<_>>(), [sheet(1), sheet(2)]);
    assert_eq!(all[0].scores[&C.into()], score(4, 6), "a sheet knows its own session best");
    assert_eq!(all[0].scores[&"reconcilers".into()], score(1, 1));
}

#[test]
fn twelve_sessions_and_forty_actions_are_the_most() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    for n in 1..=14 {
        brings(&mut table, alex, &brought(n, vec![])).unwrap();
    }
    let oldest = table.state.person(alex).unwrap().earlier.first().unwrap().sheet;
    assert_eq!((table.state.person(alex).unwrap().earlier.len(), oldest), (MOST_SESSIONS, sheet(3)));
    table.as_person(alex, rate(C, Some(5), None)).unwrap();
    let refused = table.as_person(alex, typed(day(40), Patch::Set(Score::new(3).unwrap())));
    assert_eq!(refused, Err(Refusal::TooMany { most: MOST_SESSIONS }));
    let taken = brings(&mut table, alex, &brought(20, (1..=45).map(|n| action(n, 20)).collect())).unwrap();
    assert_eq!((taken.actions, taken.left_out), (MOST_CARRIED, 5));
    for n in 1..=20 {
        table.as_person(alex, show(n, true)).unwrap();
    }
    assert_eq!(table.as_person(alex, show(21, true)), Err(Refusal::TooMany { most: MOST_SHOWN }));
    table.as_person(alex, show(20, true)).unwrap();
}

#[test]
fn a_sheet_is_taken_back_with_what_was_not_answered() {
    let (mut table, alex, priya) = Table::at(Stage::Lobby);
    brings(&mut table, alex, &brought(1, vec![action(1, 1), action(2, 1)])).unwrap();
    table.as_person(alex, look(1, Some(Outcome::Done), None)).unwrap();
    let forget = || Command::Forget(Forget { sheet: sheet(1) });
    assert_eq!(table.as_person(priya, forget()), Err(Refusal::unknown("sheet")));
    table.as_person(alex, forget()).unwrap();
    assert!(own(&table, alex).earlier.is_empty());
    assert_eq!(own(&table, alex).carried.len(), 1);
    table.as_person(alex, look(1, None, None)).unwrap();
    table.as_person(alex, forget()).unwrap();
    assert!(own(&table, alex).carried.is_empty());
    assert_eq!(table.as_person(alex, forget()), Err(Refusal::unknown("sheet")));
}

#[test]
fn what_is_shown_is_a_copy_for_those_here_and_never_on_the_big_screen() {
    let (mut table, alex, priya) = Table::at(Stage::Lobby);
    brings(&mut table, alex, &brought(1, vec![action(1, 1)])).unwrap();
    table.as_person(alex, look(1, Some(Outcome::Done), Some("went well"))).unwrap();
    assert!(laid(&table.state, Audience::Desk).looked_back.is_empty());
    table.as_person(alex, show(1, true)).unwrap();
    let (late, _) = table.join("Lee").unwrap();
    table.as_person(alex, look(1, Some(Outcome::Done), Some("not for others"))).unwrap();
    let on = |who| laid(&table.state, who).looked_back;
    for who in [Audience::Desk, Audience::Participant(priya), Audience::Participant(alex)] {
        assert_eq!(on(who)[0].note.as_deref(), Some("went well"));
    }
    assert!(on(Audience::Participant(late)).is_empty() && on(Audience::Display).is_empty());
    assert!(card(&table, alex).changed && card(&table, alex).shown);
    assert_eq!(card(&table, alex).to.len(), 3);
    table.erase(priya);
    assert_eq!(card(&table, alex).to.len(), 2);
    let item: ItemId = laid(&table.state, Audience::Desk).looked_back[0].item.clone();
    table.desk(Command::Cover(Cover { item: item.clone() })).unwrap();
    assert!(laid(&table.state, Audience::Desk).looked_back.is_empty() && card(&table, alex).covered);
    assert_eq!(table.desk(Command::Cover(Cover { item })), Err(Refusal::unknown("item")));
    table.as_person(alex, show(1, true)).unwrap();
    table.as_person(alex, show(1, false)).unwrap();
    assert!(laid(&table.state, Audience::Desk).looked_back.is_empty() && !card(&table, alex).covered);
}

#[test]
fn somebody_who_left_takes_back_and_does_not_show() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    brings(&mut table, alex, &brought(1, vec![action(1, 1), action(2, 1)])).unwrap();
    table.as_person(alex, show(1, true)).unwrap();
    table.as_person(alex, Command::Leave(lobby::Leave {})).unwrap();
    assert_eq!(table.as_person(alex, show(2, true)), Err(Refusal::NotNow));
    table.as_person(alex, show(1, false)).unwrap();
    brings(&mut table, alex, &brought(2, vec![])).unwrap();
    table.desk(Command::Remove(lobby::Remove { participant: alex })).unwrap();
    assert_eq!(brings(&mut table, alex, &brought(3, vec![])), Err(Refusal::Forbidden));
}

#[test]
fn the_sheet_of_this_session_is_no_earlier_one() {
    let (mut table, alex, priya) = Table::at(Stage::Rate);
    for whose in [alex, priya] {
        let mut this = brought(1, vec![]);
        this.own.sheet = table.state.sheet_of(whose);
        assert_eq!(brings(&mut table, alex, &this), Err(Refusal::invalid("id", Why::Oneself)));
    }
}

#[test]
fn a_score_is_typed_from_paper_once_this_time_is_answered() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    let set = |value| Patch::Set(Score::new(value).unwrap());
    assert_eq!(table.as_person(alex, typed(day(1), set(3))), Err(Refusal::NotNow));
    table.as_person(alex, rate(C, Some(5), None)).unwrap();
    let today = table.state.about.zone.date(table.now);
    let refused = table.as_person(alex, typed(today, set(3)));
    assert_eq!(refused, Err(Refusal::invalid("on", Why::NotBeforeToday)));
    brings(&mut table, alex, &brought(1, vec![])).unwrap();
    table.as_person(alex, typed(day(1), set(3))).unwrap();
    table.as_person(alex, typed(day(1), set(4))).unwrap();
    table.as_person(alex, typed(day(0), set(2))).unwrap();
    let all = own(&table, alex).earlier;
    let typed_ones: Vec<_> = all.iter().filter(|one| one.typed).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(typed_ones.iter().map(|one| one.on).collect::<Vec<_>>(), [day(0), day(1)]);
    assert_eq!(typed_ones[1].scores[&C.into()].first, Score::new(4));
    table.as_person(alex, typed(day(1), Patch::Clear)).unwrap();
    table.as_person(alex, typed(day(0), Patch::Clear)).unwrap();
    assert_eq!(own(&table, alex).earlier.len(), 1, "what a sheet brought stays");
}

#[test]
fn an_action_is_due_by_the_day_of_this_session() {
    let (mut table, alex, _) = Table::at(Stage::Lobby);
    let today = table.state.about.zone.date(table.now);
    let mut actions = vec![action(1, 1), action(2, 1), action(3, 1)];
    actions[1].review = Some(today);
    actions[2].review = Some(table.state.about.zone.date(table.now.plus(DAY)));
    brings(&mut table, alex, &brought(1, actions)).unwrap();
    let due = |table: &Table| {
        let mut all: Vec<_> = own(table, alex).carried.into_values().collect();
        all.sort_by_key(|one| one.order);
        all.iter().map(|one| one.due).collect::<Vec<_>>()
    };
    assert_eq!(due(&table), [true, true, false]);
    table.now = table.now.plus(DAY);
    table.go_to(Stage::Area);
    assert_eq!(due(&table), [true, true, true], "the group met a day later");
}

#[test]
fn in_a_kept_sheet_nobody_learns_who_else_keeps_one() {
    let refused = |alone: bool, reduced: bool| {
        let (mut table, alex, priya) = Table::at(Stage::Closed);
        for id in if alone { vec![alex] } else { vec![alex, priya] } {
            let keep = crate::session::keeping::KeepSheet { kept: true };
            table.as_person(id, Command::KeepSheet(keep)).unwrap();
        }
        if reduced {
            let crate::session::keeping::Due::Some(events) = table.state.due(table.state.kept_until()) else {
                panic!("it is due");
            };
            table.state.apply(&State::unasked(
                CommandId(Uuid::from_u128(9)),
                Actor::default(),
                events,
                table.now,
            ));
        }
        [alex, priya].map(|whose| {
            let own = EarlierSession { sheet: table.state.sheet_of(whose), ..session(1, &[]) };
            let brought = Brought { own, along: Vec::new(), actions: Vec::new(), left_out: 0 };
            brings(&mut table, alex, &brought).is_err()
        })
    };
    assert_eq!(refused(true, true), [true, false]);
    assert_eq!(refused(false, true), [true, false]);
    assert_eq!(refused(false, false), [true, true], "while all are there a neighbour's sheet is a mistake");
}
