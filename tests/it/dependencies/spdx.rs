//! Licence expressions: `MIT OR Apache-2.0`, `(A AND B) OR C WITH D`, and the old `A/B`.

/// True when the licences for which `accepts` holds are enough to use what is under `expression`.
///
/// The error says what is wrong with the expression.
pub(super) fn satisfied(expression: &str, accepts: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut reader = Reader { words: spaced.split_whitespace().collect(), at: 0, accepts };
    let holds = reader.any()?;
    match reader.peek() {
        None => Ok(holds),
        Some(word) => Err(format!("`{word}` is left over in `{expression}`")),
    }
}

struct Reader<'a> {
    words: Vec<&'a str>,
    at: usize,
    accepts: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn next(&mut self) -> Option<&'a str> {
        self.at += 1;
        self.words.get(self.at - 1).copied()
    }

    fn skip(&mut self, word: &str) -> bool {
        let here = self.peek() == Some(word);
        self.at += usize::from(here);
        here
    }

    /// `OR` binds weakest.
    fn any(&mut self) -> Result<bool, String> {
        let mut holds = self.all()?;
        while self.skip("OR") {
            holds |= self.all()?;
        }
        Ok(holds)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut holds = self.one()?;
        while self.skip("AND") {
            holds &= self.one()?;
        }
        Ok(holds)
    }

    fn one(&mut self) -> Result<bool, String> {
        match self.next() {
            Some("(") => {
                let holds = self.any()?;
                if self.skip(")") { Ok(holds) } else { Err("a bracket is not closed".to_owned()) }
            }
            Some(word @ (")" | "AND" | "OR" | "WITH")) => {
                Err(format!("`{word}` where a licence is expected"))
            }
            Some(licence) if self.skip("WITH") => {
                let exception = self.next().ok_or("`WITH` without an exception")?;
                Ok((self.accepts)(&format!("{licence} WITH {exception}")))
            }
            Some(licence) => Ok((self.accepts)(licence)),
            None => Err("a licence is missing".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(expression: &str) -> bool {
        let accepts =
            |licence: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
        satisfied(expression, &accepts).unwrap()
    }

    #[test]
    fn a_choice_needs_one_and_a_sum_needs_all() {
        assert!(holds("MIT OR GPL-3.0-only"));
        assert!(holds("GPL-3.0-only/MIT"));
        assert!(!holds("MIT AND GPL-3.0-only"));
        assert!(holds("GPL-3.0-only AND X OR MIT AND ISC"));
        assert!(!holds("(MIT OR GPL-3.0-only) AND X"));
        assert!(holds("(MIT OR GPL-3.0-only) AND ISC"));
    }

    #[test]
    fn an_exception_is_part_of_the_licence() {
        assert!(holds("Apache-2.0 WITH LLVM-exception"));
        assert!(!holds("Apache-2.0"));
        assert!(!holds("MIT WITH LLVM-exception"));
    }

    #[test]
    fn a_broken_expression_is_refused() {
        for broken in ["", "MIT OR", "(MIT", "MIT ISC", "AND MIT", "MIT WITH", "MIT)"] {
            assert!(satisfied(broken, &|_| true).is_err(), "{broken}");
        }
    }
}
