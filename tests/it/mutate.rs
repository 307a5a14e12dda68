//! Seeded damage to texts: the same seed, the same texts.

/// How many mutated documents are compared; `EVERYNODE_MUTATIONS` asks for another number.
pub(crate) fn mutations() -> usize {
    let default = if cfg!(debug_assertions) {
        4_000
    } else {
        100_000
    };
    std::env::var("EVERYNODE_MUTATIONS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(default)
}

/// xorshift64*: small, seeded, the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub(crate) fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.below(words.len())]
    }
}

/// What people type, and what trips readers.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    ":",
    ": ",
    ":\n",
    "- ",
    "-",
    "? ",
    "#",
    " #",
    " # c\n",
    "'",
    "''",
    "\"",
    "\\",
    "\\\n",
    "\\n",
    "\\x41",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "!x ",
    "!",
    "|",
    "|-\n",
    "|+\n",
    ">\n",
    ">2\n",
    "%",
    "@",
    "`",
    "---",
    "---\n",
    "...",
    "...\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{FEFF}",
    "é",
    "~",
    "null",
    "yes",
    "0x1F",
    "1e3",
    ".5",
    "1_000",
    "-x",
    "=",
    "a",
    "b: 1\n",
    " : ",
    "\n  ",
    "\n    ",
    "{}",
    "[]",
    "\u{7}",
    "a: b: c\n",
    "- - ",
    ".inf",
    "{a: 1}",
    "[a, b]",
];

pub(crate) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

pub(crate) fn mutate(text: &mut String, random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(text.len() + 1);
        let at = boundary(text, at);
        match random.below(10) {
            0..=3 => text.insert_str(at, random.pick(PIECES)),
            4 | 5 => {
                let end = boundary(text, at + 1 + random.below(8)).max(at);
                text.replace_range(at..end, "");
            }
            6 => {
                let end = boundary(text, at + random.below(60)).max(at);
                let copy = text[at..end].to_string();
                let to = random.below(text.len() + 1);
                text.insert_str(boundary(text, to), &copy);
            }
            7 => text.truncate(at),
            _ => {
                let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
                if random.below(2) == 0 {
                    text.insert_str(line, &"    "[..1 + random.below(4)]);
                } else if text[line..].starts_with(' ') {
                    text.remove(line);
                }
            }
        }
    }
    if random.below(40) == 0 {
        *text = text.replace('\n', "\r\n");
    }
}
