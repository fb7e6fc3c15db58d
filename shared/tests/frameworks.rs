//! The bundled frameworks against the facts of the method: names, order, counts, classes, the role matrix. How they are
//! written is held in `content.rs`.

use std::collections::BTreeSet;
use trivet_shared::framework::{Delivery, Framework, Level, Management, Thrive, bundled};

const CORE: [(&str, &str); 8] = [
    (
        "Meeting People Where They Are At",
        "Proactive and Patient · Facilitators of Change · Encouragers · Strengths-Focused and Structured · Flexible and Responsive · Risk Navigators",
    ),
    (
        "Building Trusting Relationships",
        "Persevering · Reliable and Consistent · Reconcilers · Interested in the Whole Person · Enablers of Positive Experiences · Empathic Listeners",
    ),
    (
        "Trauma-Informed Approach",
        "Trauma-Aware · Prepared and Invested · Skilful in Responding to Distress · Validating and Respectful · Empathetic but Boundaried",
    ),
    ("Working Together and Empowering", "Person-Centred · Collaborators · Problem Solvers"),
    (
        "Advocacy and Joined-Up Working",
        "Supporters of Client Voices · Transparent Communicators · Constructive Challengers · Sympathetic Advocates · Effective Multi-Agency Workers · Exemplary Practitioners",
    ),
    (
        "Emotional and Psychological Awareness",
        "Committed to Development · Culturally Sensitive · Aware of Worker/Client Dynamics · Attentive to Communication Styles · Aware of Inter-Professional Dynamics",
    ),
    ("Reflecting on Practice and Self-Care", "Practise Self-Care · Engage with Support Channels"),
    ("Values and Attitudes", "Non-Judgemental · Optimistic and Resilient · Humble and Open"),
];

const VCSE: [(&str, &str); 4] = [
    (
        "People skills",
        "EI Emotional Intelligence · EM Empathy · IN Initiative · IR Interpersonal Relations · LK Local Knowledge/Understanding · OA Organisational/Sector Awareness",
    ),
    (
        "Leadership/team working skills",
        "SD Self-Development · HP Holding People to Account · LO Leading Others · DO Developing/Managing Others · MC Managing/Delivering Change · TW Team Working",
    ),
    (
        "Partnership skills",
        "CP Creative Problem Solving/Decision-Making · AD Advocacy · RB Relationship/Network Building · ST Strategic Thinking · FL Flexibility",
    ),
    (
        "Technical skills",
        "AR Risk Assessment · CO Compliance · SK Specialist Knowledge/Expertise · MR Managing Resources",
    ),
];

const CORE_CODES: &str = "EI IN LK SD HP MC RB ST FL AR CO SK";

/// Critical competencies by role: core / secondary. In the last cell LO stands with the core ones, and is itself secondary.
const MATRIX: [(Delivery, Management, &str, &str); 9] = [
    (Delivery::Frontline, Management::Oneself, "EI IN LK HP RB FL AR SK", "IR TW"),
    (Delivery::Frontline, Management::Team, "EI IN LK SD HP FL AR CO SK", "IR DO MR"),
    (Delivery::Frontline, Management::Organisation, "EI LK HP FL CO SK", "IR LO AD MR"),
    (Delivery::Tactical, Management::Oneself, "HP FL AR CO", "EM TW CP"),
    (Delivery::Tactical, Management::Team, "LK SD HP MC ST AR CO", "EM IR OA DO MR"),
    (Delivery::Tactical, Management::Organisation, "LK HP MC RB ST", "EM IR OA LO CP AD MR"),
    (Delivery::Strategic, Management::Oneself, "HP ST AR CO", "EM TW CP"),
    (Delivery::Strategic, Management::Team, "LK SD HP MC ST CO", "EM OA DO CP MR"),
    (Delivery::Strategic, Management::Organisation, "LK HP MC RB ST LO", "EM OA CP AD MR"),
];

/// Behavioural indicators in the source, by competency, at the four stages.
const INDICATORS: [(&str, [usize; 4]); 21] = [
    ("EI", [3, 3, 3, 3]),
    ("EM", [3, 4, 2, 2]),
    ("IN", [4, 3, 4, 3]),
    ("IR", [3, 4, 3, 3]),
    ("LK", [3, 3, 4, 3]),
    ("OA", [2, 2, 3, 2]),
    ("SD", [3, 2, 3, 3]),
    ("HP", [4, 3, 3, 3]),
    ("LO", [3, 3, 3, 3]),
    ("DO", [3, 4, 4, 3]),
    ("MC", [3, 3, 3, 3]),
    ("TW", [3, 3, 3, 3]),
    ("CP", [3, 3, 3, 4]),
    ("AD", [3, 3, 3, 3]),
    ("RB", [4, 3, 3, 3]),
    ("ST", [4, 3, 3, 3]),
    ("FL", [4, 4, 4, 3]),
    ("AR", [3, 4, 3, 3]),
    ("CO", [4, 2, 2, 3]),
    ("SK", [3, 4, 3, 2]),
    ("MR", [3, 2, 3, 3]),
];

fn core() -> &'static Framework {
    &bundled()[0].framework
}

fn vcse() -> &'static Framework {
    &bundled()[1].framework
}

fn codes(text: &str) -> BTreeSet<&str> {
    text.split(' ').collect()
}

#[test]
fn both_are_bundled_and_read() {
    let ids: Vec<_> = bundled().iter().map(|b| b.framework.id.0.as_str()).collect();
    assert_eq!(ids, ["core-competencies", "vcse"]);
}

#[test]
fn core_has_its_8_areas_and_36_competencies() {
    let names: Vec<_> = core()
        .areas
        .iter()
        .map(|area| {
            let names: Vec<_> = area.competencies.iter().map(|c| c.name.as_str()).collect();
            (area.name.as_str(), names.join(" · "))
        })
        .collect();
    let expected: Vec<_> = CORE.iter().map(|(area, names)| (*area, (*names).to_owned())).collect();
    assert_eq!(names, expected);
    assert_eq!(core().areas.iter().map(|area| area.competencies.len()).sum::<usize>(), 36);
    assert_eq!(
        (core().source.publisher.as_str(), core().source.year),
        ("Fulfilling Lives South East Partnership", 2020)
    );
}

#[test]
fn vcse_has_its_4_groups_and_21_competencies_12_core_and_9_secondary() {
    let names: Vec<_> = vcse()
        .areas
        .iter()
        .map(|area| {
            let names: Vec<_> = area
                .competencies
                .iter()
                .map(|c| format!("{} {}", c.code.as_deref().unwrap_or("?"), c.name))
                .collect();
            (area.name.as_str(), names.join(" · "))
        })
        .collect();
    let expected: Vec<_> = VCSE.iter().map(|(area, names)| (*area, (*names).to_owned())).collect();
    assert_eq!(names, expected);
    let all: Vec<_> = vcse().areas.iter().flat_map(|area| &area.competencies).collect();
    let of = |level| {
        all.iter()
            .filter(|c| c.level == Some(level))
            .filter_map(|c| c.code.as_deref())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!((all.len(), of(Level::Core).len(), of(Level::Secondary).len()), (21, 12, 9));
    assert_eq!(of(Level::Core), codes(CORE_CODES));
}

#[test]
fn the_role_matrix_has_its_9_cells() {
    let code = |id| vcse().competency(id).and_then(|(_, c)| c.code.as_deref()).unwrap_or("?");
    assert_eq!(vcse().roles.len(), 9);
    for (delivery, management, core, secondary) in MATRIX {
        let cell = vcse()
            .roles
            .iter()
            .find(|role| (role.delivery, role.management) == (delivery, management))
            .unwrap();
        assert_eq!(
            cell.core.iter().map(code).collect::<BTreeSet<_>>(),
            codes(core),
            "{delivery:?} {management:?}"
        );
        assert_eq!(
            cell.secondary.iter().map(code).collect::<BTreeSet<_>>(),
            codes(secondary),
            "{delivery:?} {management:?}"
        );
    }
}

/// LO is critical for whoever leads an organisation over years, and is classed as secondary nevertheless.
#[test]
fn a_cell_keeps_to_the_classes_but_for_leading_others_in_the_last() {
    let mut strays = Vec::new();
    for role in &vcse().roles {
        for (ids, class) in [(&role.core, Level::Core), (&role.secondary, Level::Secondary)] {
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "one stands twice: {role:?}");
            for (_, competency) in ids.iter().filter_map(|id| vcse().competency(id)) {
                if competency.level != Some(class) {
                    strays.push((
                        role.delivery,
                        role.management,
                        competency.code.as_deref(),
                        competency.level,
                    ));
                }
            }
        }
    }
    let expected = (Delivery::Strategic, Management::Organisation, Some("LO"), Some(Level::Secondary));
    assert_eq!(strays, [expected]);
}

#[test]
fn every_cell_has_as_many_indicators_as_the_source() {
    let stages =
        [Thrive::GettingAdvice, Thrive::GettingHelp, Thrive::GettingMoreHelp, Thrive::GettingRiskSupport];
    for (code, counts) in INDICATORS {
        let all = vcse().areas.iter().flat_map(|area| &area.competencies);
        let competency = all.into_iter().find(|c| c.code.as_deref() == Some(code)).unwrap();
        let ours = stages.map(|stage| competency.indicators.iter().filter(|i| i.stage == stage).count());
        assert_eq!(ours, counts, "{code}");
    }
    assert_eq!(INDICATORS.iter().flat_map(|(_, counts)| counts).sum::<usize>(), 259);
}

#[test]
fn both_say_whom_they_were_written_for_and_how_their_words_are_used() {
    for framework in [core(), vcse()] {
        assert!(!framework.scope.is_empty() && framework.source.note.contains("our own words"));
    }
    assert_eq!((core().glossary.len(), core().training.len()), (12, 5));
    assert_eq!((core().develop.len(), core().demonstrate.len()), (4, 4));
}

#[test]
fn names_stand_in_sentence_case_in_text() {
    assert_eq!(core().in_text("Effective Multi-Agency Workers"), "Effective multi-agency workers");
    assert_eq!(
        vcse().in_text("Creative Problem Solving/Decision-Making"),
        "Creative problem solving/decision-making"
    );
    let brought = Framework { id: "brought".into(), ..core().clone() };
    assert_eq!(brought.in_text("Working in Kent"), "Working in Kent");
}
