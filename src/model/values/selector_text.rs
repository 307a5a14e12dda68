//! The selector syntax of `kubectl -l`: `app=web,tier in (a,b),!legacy`. Follows the lexer and parser of apimachinery
//! `labels/selector.go`, whose quirks are part of the syntax.
use super::selector::{Operator, Requirement, invalid};
use super::{ValueError, aggregate, names};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    End,
    Close,
    Open,
    Comma,
    Not,
    Compare(Operator),
    /// `in` and `notin` are words where a value is expected.
    Set(Operator),
    Word,
}

#[derive(Clone, Copy)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
}

impl Token<'_> {
    /// As a value, where keywords mean themselves.
    fn as_value(self) -> Self {
        match self.kind {
            Kind::Set(_) => Token {
                kind: Kind::Word,
                ..self
            },
            _ => self,
        }
    }
}

struct Parser<'t> {
    rest: &'t str,
}

/// Reads the requirements, in the order in which they are written.
pub(super) fn parse(text: &str) -> Result<Vec<Requirement>, ValueError> {
    let mut parser = Parser { rest: text };
    let mut all = Vec::new();
    loop {
        let token = parser.peek().as_value();
        match token.kind {
            Kind::Word | Kind::Not => {}
            Kind::End => return Ok(all),
            _ => {
                return fail(&format!(
                    "found '{}', expected: !, identifier, or 'end of string'",
                    token.text
                ));
            }
        }
        let requirement = parser.requirement();
        all.push(
            requirement
                .map_err(|why| ValueError::new(format!("unable to parse requirement: {why}")))?,
        );
        let token = parser.next().as_value();
        match token.kind {
            Kind::End => return Ok(all),
            Kind::Comma => {
                let token = parser.peek().as_value();
                if !matches!(token.kind, Kind::Word | Kind::Not) {
                    return fail(&format!(
                        "found '{}', expected: identifier after ','",
                        token.text
                    ));
                }
            }
            _ => {
                return fail(&format!(
                    "found '{}', expected: ',' or 'end of string'",
                    token.text
                ));
            }
        }
    }
}

fn fail<T>(text: &str) -> Result<T, ValueError> {
    Err(ValueError::new(text.to_owned()))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_special(c: char) -> bool {
    matches!(c, '=' | '!' | '(' | ')' | ',' | '>' | '<')
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Token<'t> {
        Parser { rest: self.rest }.next()
    }

    fn next(&mut self) -> Token<'t> {
        self.rest = self.rest.trim_start_matches(is_blank);
        let rest = self.rest;
        let length = match rest.chars().next() {
            // Kubernetes' lexer takes a NUL for the end of the text.
            None | Some('\0') => {
                return Token {
                    kind: Kind::End,
                    text: "",
                };
            }
            Some('=') if rest.starts_with("==") => 2,
            Some('!') if rest.starts_with("!=") => 2,
            Some(c) if is_special(c) => 1,
            Some(_) => rest
                .find(|c| is_special(c) || is_blank(c) || c == '\0')
                .unwrap_or(rest.len()),
        };
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        // A NUL right behind a token is swallowed with it.
        self.rest = after.strip_prefix('\0').unwrap_or(after);
        let kind = match text {
            ")" => Kind::Close,
            "(" => Kind::Open,
            "," => Kind::Comma,
            "!" => Kind::Not,
            "=" => Kind::Compare(Operator::Equals),
            "==" => Kind::Compare(Operator::DoubleEquals),
            "!=" => Kind::Compare(Operator::NotEquals),
            ">" => Kind::Compare(Operator::GreaterThan),
            "<" => Kind::Compare(Operator::LessThan),
            "in" => Kind::Set(Operator::In),
            "notin" => Kind::Set(Operator::NotIn),
            _ => Kind::Word,
        };
        Token { kind, text }
    }

    fn requirement(&mut self) -> Result<Requirement, ValueError> {
        let mut token = self.next().as_value();
        let negated = token.kind == Kind::Not;
        if negated {
            token = self.next().as_value();
        }
        if token.kind != Kind::Word {
            return fail(&format!("found '{}', expected: identifier", token.text));
        }
        let key = token.text;
        let errors = names::qualified_name(key);
        if !errors.is_empty() {
            // The path is nil, and Go prints it so.
            return Err(ValueError::new(invalid("<nil>", key, &errors.join("; "))));
        }
        if negated {
            return new(key, Operator::DoesNotExist, &[]);
        }
        if matches!(self.peek().kind, Kind::End | Kind::Comma) {
            return new(key, Operator::Exists, &[]);
        }
        let token = self.next();
        match token.kind {
            Kind::Compare(operator) => new(key, operator, &[self.value()?]),
            Kind::Set(operator) => new(key, operator, &self.values()?),
            _ => fail(&format!(
                "found '{}', expected: in, notin, =, ==, !=, gt, lt",
                token.text
            )),
        }
    }

    fn value(&mut self) -> Result<&'t str, ValueError> {
        if matches!(self.peek().kind, Kind::End | Kind::Comma) {
            return Ok("");
        }
        let token = self.next().as_value();
        if token.kind == Kind::Word {
            return Ok(token.text);
        }
        fail(&format!("found '{}', expected: identifier", token.text))
    }

    fn values(&mut self) -> Result<Vec<&'t str>, ValueError> {
        let token = self.next().as_value();
        if token.kind != Kind::Open {
            return fail(&format!("found '{}' expected: '('", token.text));
        }
        let token = self.peek().as_value();
        match token.kind {
            Kind::Word | Kind::Comma => {
                let mut values = self.identifiers()?;
                if self.next().kind != Kind::Close {
                    return fail(&format!("found '{}', expected: ')'", token.text));
                }
                values.sort_unstable();
                values.dedup();
                Ok(values)
            }
            Kind::Close => {
                self.next();
                Ok(vec![""])
            }
            _ => fail(&format!(
                "found '{}', expected: ',', ')' or identifier",
                token.text
            )),
        }
    }

    /// Possibly empty words with commas between them.
    fn identifiers(&mut self) -> Result<Vec<&'t str>, ValueError> {
        let mut values = Vec::new();
        loop {
            let token = self.next().as_value();
            let after = self.peek().as_value();
            match token.kind {
                Kind::Word => {
                    values.push(token.text);
                    match after.kind {
                        Kind::Comma => {}
                        Kind::Close => return Ok(values),
                        _ => {
                            return fail(&format!("found '{}', expected: ',' or ')'", after.text));
                        }
                    }
                }
                Kind::Comma => {
                    if values.is_empty() || matches!(after.kind, Kind::Close | Kind::Comma) {
                        values.push("");
                    }
                    if after.kind == Kind::Close {
                        return Ok(values);
                    }
                }
                _ => {
                    return fail(&format!(
                        "found '{}', expected: ',', or identifier",
                        token.text
                    ));
                }
            }
        }
    }
}

fn new(key: &str, operator: Operator, values: &[&str]) -> Result<Requirement, ValueError> {
    Requirement::new(key, operator, Some(values), "")
        .map_err(|errors| ValueError::new(aggregate(&errors)))
}
