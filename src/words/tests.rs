//! How a text is found in a catalogue, and what a catalogue may not say.

use super::catalogue::Catalogue;

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
    let told = |text: &str| all.tell(text).unwrap_or_else(|| text.to_owned());
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
        all.tell("no owner, 3 days late; as of 2026-Q1").as_deref(),
        Some("keine verantwortliche Person, 3 Tage zu spät; Stand 2026-Q1")
    );
    assert_eq!(
        all.tell("no owner and 3 days late").as_deref(),
        Some("keine verantwortliche Person und 3 Tage zu spät")
    );
    let inside = all.tell("no owner (2 days late, 3 days late), no owner");
    let told = "keine verantwortliche Person (2 Tage zu spät, 3 Tage zu spät), keine verantwortliche Person";
    assert_eq!(inside.as_deref(), Some(told));
    assert_eq!(all.tell("no owner, whatever"), None);
}

#[test]
fn words_of_people_stay_as_they_are() {
    let all = catalogue();
    assert_eq!(
        all.tell("the root cause found was that Chains broke").as_deref(),
        Some("als Grundursache wurde gefunden: Chains broke")
    );
    for text in ["many days late", "a chain", "INC-2026-0001", "2026-01-01, 12", "", "chains"] {
        assert_eq!(all.tell(text), None, "{text}");
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
