//! Names made of titles: lower-case letters, digits and hyphens.

/// Longest name that is made of a title, in bytes.
const LIMIT: usize = 60;

/// The name that a title gives; empty when it has no letter or digit that can be written so.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for word in words(title) {
        if !out.is_empty() && out.len() + 1 + word.len() > LIMIT {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(LIMIT));
    }
    out
}

/// Runs of letters and digits, in plain lower-case Latin letters.
fn words(title: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in title.chars().flat_map(char::to_lowercase) {
        let last = words.last_mut().expect("there is always a last word");
        if c.is_ascii_alphanumeric() {
            last.push(c);
        } else if let Some(plain) = transliterated(c) {
            last.push_str(plain);
        } else {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A lower-case Latin letter as people write it without its marks; `None` for what parts words.
fn transliterated(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'þ' => "th",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' | 'ŧ' => "t",
        'ù' | 'ú' | 'û' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // Marks that stand inside a word: apostrophes and combining accents.
        '\'' | '’' | '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Kind;
    use proptest::prelude::*;

    #[test]
    fn letters_keep_their_sound() {
        for (title, name) in [
            ("Access control policy", "access-control-policy"),
            ("Zugriffsschutz für Büros & Außenstellen", "zugriffsschutz-fuer-bueros-aussenstellen"),
            ("Café Šimůnek's plan", "cafe-simuneks-plan"),
            ("Cafe\u{301} 2.0", "cafe-2-0"),
            ("-- ??", ""),
            ("方針", ""),
        ] {
            assert_eq!(slug(title), name);
        }
        assert!(slug(&"word ".repeat(40)).len() <= 60);
        assert!(slug(&"w".repeat(400)).len() <= 60);
    }

    proptest! {
        #[test]
        fn a_name_that_is_not_empty_makes_an_id(title in "\\PC{0,80}") {
            let name = slug(&title);
            let form = Kind::Policy.spec().id;
            prop_assert!(name.is_empty() || form.fits(&format!("POL-{name}")), "{name}");
        }
    }
}
