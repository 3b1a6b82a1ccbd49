//! How a text is found in a catalogue, and what a catalogue may not say.

use super::Written;
use super::catalogue::Catalogue;
use super::message::Message;
use std::cell::Cell;

fn tell(all: &Catalogue, text: &str) -> Option<String> {
    all.tell(text, &Written::new())
}

fn catalogue() -> Catalogue {
    let text = "\
site:
  \"{n} days late\": \"{n} Tage zu spät\"
  \"recorded {n} days after the date it states\": \"{n} Tage nach dem angegebenen Datum aufgezeichnet\"
  \"{id} names it and has {words}\": \"{id} nennt ihn und hat {words}\"
  \"no owner\": \"keine verantwortliche Person\"
  \"the root cause found was that {text}\": \"als Grundursache wurde gefunden: {text}\"
  \" and \": \" und \"
  \"Chains\": \"Ketten\"
  \"as of {day}\": \"Stand {day}\"
script:
  \"Close\": \"Schließen\"
";
    Catalogue::read(text).unwrap()
}

#[test]
fn a_sentence_is_told_with_what_stands_in_its_places() {
    let all = catalogue();
    let told = |text: &str| tell(&all, text).unwrap_or_else(|| text.to_owned());
    assert_eq!(told("Chains"), "Ketten");
    assert_eq!(told("12 days late"), "12 Tage zu spät");
    assert_eq!(told("as of 2026-01-02 14:00 +01:00"), "Stand 2026-01-02 14:00 +01:00");
    assert_eq!(
        told("ACT-2026-0001 names it and has no owner"),
        "ACT-2026-0001 nennt ihn und hat keine verantwortliche Person"
    );
    assert_eq!(told("Chains (2 days late)."), "Ketten (2 Tage zu spät).");
}

#[test]
fn parts_are_told_only_when_each_is_known() {
    let all = catalogue();
    assert_eq!(
        tell(&all, "no owner, 3 days late; as of 2026-Q1").as_deref(),
        Some("keine verantwortliche Person, 3 Tage zu spät; Stand 2026-Q1")
    );
    assert_eq!(
        tell(&all, "no owner and 3 days late").as_deref(),
        Some("keine verantwortliche Person und 3 Tage zu spät")
    );
    let inside = tell(&all, "no owner (2 days late, 3 days late), no owner");
    let told = "keine verantwortliche Person (2 Tage zu spät, 3 Tage zu spät), keine verantwortliche Person";
    assert_eq!(inside.as_deref(), Some(told));
    assert_eq!(tell(&all, "no owner, whatever"), None);
}

#[test]
fn words_of_people_stay_as_they_are() {
    let all = catalogue();
    assert_eq!(
        tell(&all, "the root cause found was that Chains broke").as_deref(),
        Some("als Grundursache wurde gefunden: Chains broke")
    );
    for text in ["many days late", "a chain", "INC-2026-0001", "2026-01-01, 12", "", "chains"] {
        assert_eq!(tell(&all, text), None, "{text}");
    }
}

#[test]
fn a_message_with_other_places_on_its_two_sides_is_refused() {
    for (english, told) in [
        ("{n} days", "Tage"),
        ("{n} {id}", "{id} {n}"),
        ("{who} is", "{who} ist"),
        ("{n}{n2} x", "{n}{n2} y"),
    ] {
        let text = format!("site:\n  \"{english}\": \"{told}\"\n");
        assert!(Catalogue::read(&text).is_err(), "{english}");
    }
}

#[test]
fn a_text_that_people_wrote_stays_and_one_of_ours_around_it_is_told() {
    let all = catalogue();
    let written = Written::from(["Chains", "no owner and 3 days late"]);
    assert_eq!(all.tell("Chains", &written), None);
    assert_eq!(all.tell("no owner and 3 days late", &written), None);
    let told = all.tell("Chains, 3 days late", &written);
    assert_eq!(told.as_deref(), Some("Chains, 3 Tage zu spät"));
}

#[test]
fn a_text_made_to_have_no_end_of_ways_is_given_up() {
    let places = (1..=8).map(|n| format!("{{id{n}}} (changes, {{words{n}}})")).collect::<Vec<_>>();
    let english = format!("{}, {{id9}} (incidents)", places.join(", "));
    let message = Message::read(&english, &english).unwrap();
    let text = format!("{}q x (incidents)", "A (changes, B), ".repeat(80));
    let steps = Cell::new(5_000);
    assert!(message.fits(&text, &steps).is_none());
    assert_eq!(steps.get(), 0, "it was not tried at all");
    let steps = Cell::new(5_000);
    let fitting = format!("{}x (incidents)", "A (changes, B), ".repeat(8));
    assert!(message.fits(&fitting, &steps).is_some() && steps.get() > 0);
}
