"""The kinds of the YAML profile (ZY) and of files that cannot be read (ZI1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from zopa.diagnostics.finding import Kind, Severity

__all__ = [
    "AMBIGUOUS_BOOLEAN",
    "AMBIGUOUS_NULL",
    "AMBIGUOUS_NUMBER",
    "ANCHOR",
    "BASE_60",
    "BLOCK_TEXT",
    "BYTE_ORDER_MARK",
    "COMPLEX_KEY",
    "CONTROL_CHARACTER",
    "CUT_BY_COMMENT",
    "DIRECTIVE",
    "DUPLICATE_KEY",
    "EMPTY_FILE",
    "ESCAPED_CHARACTER",
    "FILE_MISSING",
    "FLOW_AT_MARGIN",
    "FLOW_TEXT",
    "HIDDEN_LINE_BREAK",
    "INVALID_UTF8",
    "INVISIBLE_CHARACTER",
    "KEYS_DIFFER_IN_CASE",
    "KEY_NOT_TEXT",
    "KINDS",
    "MISSING_VALUE",
    "MIXED_SCRIPTS",
    "NOT_A_REGULAR_FILE",
    "NO_FINAL_LINE_BREAK",
    "NUMBER_TOO_LARGE",
    "OVER_LIMIT",
    "PAIR_IN_LIST",
    "RESERVED_WORD",
    "ROOT_NOT_MAPPING",
    "RUN_LIMIT",
    "SEVERAL_DOCUMENTS",
    "SEVERAL_LINES",
    "STRANGE_SPACE",
    "SYNTAX",
    "TAB",
    "TAG",
    "TEXT_AFTER_QUOTE",
    "TEXT_DIRECTION",
    "TEXT_DIRECTION_MARK",
    "UNREADABLE",
    "WRONG_ENCODING",
]

SYNTAX: Final = Kind(
    "ZY001",
    "syntax",
    Severity.ERROR,
    """The text is not YAML: a bracket or quote is left open, a line is indented like
none above it, or a value begins with a sign that YAML keeps for itself. Nothing
can be read from the file until that is mended. The place is that of the cause
where it can be known: the bracket that is never closed, not the end of the file.

Wrong:

```yaml
title: [First berth, second berth
note: @later
```

Right:

```yaml
title: [First berth, second berth]
note: "@later"
```
""",
)
OVER_LIMIT: Final = Kind(
    "ZY101",
    "over-limit",
    Severity.ERROR,
    """A file, a line, a text, a key or the nesting is larger than a corpus needs. The
limits keep a hostile or damaged file from using up time and memory; each is a
setting, and the help names it.

Wrong:

```yaml
a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
```

Right:

```yaml
a: [[1]]
```
""",
)
WRONG_ENCODING: Final = Kind(
    "ZY102",
    "wrong-encoding",
    Severity.ERROR,
    """The file is UTF-16 or UTF-32. Some YAML readers take that, most tools that compare
or search text do not. There is nothing to see in the text itself: choose UTF-8
when saving.
""",
)
INVALID_UTF8: Final = Kind(
    "ZY103",
    "invalid-utf-8",
    Severity.ERROR,
    """A byte is not a part of any UTF-8 character. Mostly the file was saved in an older
encoding such as Windows-1252, or was cut off within a character. Guessing the
encoding would change letters silently, so the file is not read: save it as UTF-8.
""",
)
CONTROL_CHARACTER: Final = Kind(
    "ZY104",
    "control-character",
    Severity.ERROR,
    """A control character, a character that Unicode keeps free, or one whose look is
private to a font. Terminals obey some of them, editors hide others. They have no
use in these files, in comments neither: delete the character.

Wrong:

```yaml
note: a⟨U+0007⟩b
```

Right:

```yaml
note: ab
```
""",
)
HIDDEN_LINE_BREAK: Final = Kind(
    "ZY105",
    "hidden-line-break",
    Severity.ERROR,
    """A character ends the line for YAML readers but not in an editor: a lone carriage
return, U+0085, U+2028 or U+2029. What looks like the rest of a comment or a text
can then be an entry of its own. Below, `⟨…⟩` stands for the character.

Wrong:

```yaml
since: 2025-08-19 # relayed⟨U+2028⟩until: 2025-08-20
```

Right:

```yaml
since: 2025-08-19 # relayed
until: 2025-08-20
```
""",
)
TAB: Final = Kind(
    "ZY106",
    "tab",
    Severity.ERROR,
    r"""A tab. How far it reaches differs between editors, and whether it may stand before
a value differs between YAML readers. Use spaces; within a text, write `\t` in
double quotes.

Wrong:

```yaml
note: a⟨U+0009⟩b
```

Right:

```yaml
note: "a\tb"
```
""",
)
TEXT_DIRECTION: Final = Kind(
    "ZY107",
    "text-direction",
    Severity.ERROR,
    """A character that changes the direction in which text is shown, so that what you
see is not the order that is read. The marks U+200E, U+200F and U+061C have honest
uses within texts and are only warned of there; in keys they are errors.

Wrong:

```yaml
note: ⟨U+202E⟩abc
```

Right:

```yaml
note: abc
```
""",
)
TEXT_DIRECTION_MARK: Final = replace(TEXT_DIRECTION, severity=Severity.WARNING)
"""The same entry of the catalogue, for marks that are only warned of."""
INVISIBLE_CHARACTER: Final = Kind(
    "ZY108",
    "invisible-character",
    Severity.ERROR,
    """A character without any width or ink. Two keys or ids that look the same would
differ. Joiners and variation selectors, which some scripts and emoji need, are
accepted in values, not in keys.

Wrong:

```yaml
li⟨U+200B⟩mit: 3
```

Right:

```yaml
limit: 3
```
""",
)
STRANGE_SPACE: Final = Kind(
    "ZY109",
    "strange-space",
    Severity.ERROR,
    """A character that looks like a space and is none to YAML, such as the non-breaking
space that text editors and web pages leave behind. After a `:` it makes one word
of key and value. Replace it by an ordinary space.

In the midst of a text, and in quotes, it is a part of the text and stays: French has
such spaces, and numbers before their unit.

Wrong:

```yaml
limit:⟨U+00A0⟩3
```

Right:

```yaml
limit: 3
```
""",
)
ESCAPED_CHARACTER: Final = Kind(
    "ZY110",
    "escaped-character",
    Severity.ERROR,
    r"""An escape in double quotes stands for a character that no file may hold as such: a
control character, one that changes the direction of text, an invisible one, or
half of a surrogate pair.

Wrong:

```yaml
note: "\u202eabc"
face: "\ud83d\ude00"
```

Right:

```yaml
note: abc
face: "\U0001F600"
```
""",
)
BYTE_ORDER_MARK: Final = Kind(
    "ZY111",
    "byte-order-mark",
    Severity.WARNING,
    """The file begins with U+FEFF. It is harmless here, but other tools take it for a part
of the first key. Writing the file again removes it.
""",
)
MIXED_SCRIPTS: Final = Kind(
    "ZY112",
    "mixed-scripts",
    Severity.WARNING,
    """A word of a key has letters of two alphabets, such as a Cyrillic `а` among Latin
letters. It looks like another key and is not. Write the key in one alphabet; the
message names the character.

Wrong:

```yaml
⟨U+0430⟩mount: 3
```

Right:

```yaml
amount: 3
```
""",
)
NO_FINAL_LINE_BREAK: Final = Kind(
    "ZY113",
    "no-final-line-break",
    Severity.WARNING,
    """The last line has no line break. A YAML file that was cut off often still reads
without an error, with less in it; a missing last line break is the only trace.
Check that the end is there, and end the line.
""",
)
MISSING_VALUE: Final = Kind(
    "ZY201",
    "missing-value",
    Severity.ERROR,
    """Nothing stands after `key:` or `-`. YAML reads that as no value, which is rarely
what was meant: mostly the lines below are not indented, or were forgotten. Write
the value, `null` or `[]`, or remove the key.

Wrong:

```yaml
statements:
title: A pause
```

Right:

```yaml
statements: []
title: A pause
```
""",
)
AMBIGUOUS_BOOLEAN: Final = Kind(
    "ZY202",
    "ambiguous-boolean",
    Severity.ERROR,
    """YAML 1.1 reads `yes`, `no`, `on`, `off`, `y` and `n` as true or false, YAML 1.2 as
text; `True` is taken by some readers only. The country code of Norway became
`false` that way. Write `true` or `false`, or quote the word.

Wrong:

```yaml
binding: yes
country: NO
```

Right:

```yaml
binding: true
country: "NO"
```
""",
)
AMBIGUOUS_NULL: Final = Kind(
    "ZY203",
    "ambiguous-null",
    Severity.ERROR,
    """`~`, `Null` and `NULL` mean no value to some readers and are text to others. Write
`null`, or quote the text.

Wrong:

```yaml
until: ~
```

Right:

```yaml
until: null
```
""",
)
AMBIGUOUS_NUMBER: Final = Kind(
    "ZY204",
    "ambiguous-number",
    Severity.ERROR,
    """YAML readers do not agree on the number: `010` is 8 to some and 10 to others, `1e3`
a text or a thousand, `1_000` a text or a thousand; `.inf` and `.nan` are no numbers
to reckon with. Write plain decimal digits, or quote it if it is an identifier.

Wrong:

```yaml
number: 010
personnel: 600_000
```

Right:

```yaml
number: "010"
personnel: 600000
```
""",
)
NUMBER_TOO_LARGE: Final = Kind(
    "ZY205",
    "number-too-large",
    Severity.ERROR,
    """A number that not every program keeps exact: an integer beyond 2^53 - 1 in size, or a
decimal number of more than 34 digits. Use a larger unit; quote it if it is an
identifier.

Wrong:

```yaml
account: 9007199254740993
```

Right:

```yaml
account: "9007199254740993"
```
""",
)
BASE_60: Final = Kind(
    "ZY206",
    "base-60-number",
    Severity.ERROR,
    """YAML 1.1 reads digits with colons in base 60: `12:30` is 750 and `3:1` is 181. All
clock times and ratios are to be quoted, also those that happen to stay text.

Wrong:

```yaml
from: 12:30
ratio: 3:1
```

Right:

```yaml
from: "12:30"
ratio: "3:1"
```
""",
)
RESERVED_WORD: Final = Kind(
    "ZY207",
    "reserved-word",
    Severity.ERROR,
    """`=` and `<<` have a meaning of their own in YAML 1.1. Quote them.

Wrong:

```yaml
sign: =
```

Right:

```yaml
sign: "="
```
""",
)
CUT_BY_COMMENT: Final = Kind(
    "ZY208",
    "text-cut-by-comment",
    Severity.WARNING,
    """A `#` after a space begins a comment, so the text ends before it. This is reported
where the comment has no space after its `#`, as if the two belonged together. Quote
the value, or write `# ` if it is a comment.

Wrong:

```yaml
note: Clause #4 applies
```

Right:

```yaml
note: "Clause #4 applies"
```
""",
)
DUPLICATE_KEY: Final = Kind(
    "ZY300",
    "duplicate-key",
    Severity.ERROR,
    """A mapping has the same key twice. Most readers keep the last value without a word, so
one of the two entries is dead. Keys that differ only in how an accented letter is
encoded count as the same.

Wrong:

```yaml
pay: raise
pay: freeze
```

Right:

```yaml
pay: freeze
```
""",
)
KEY_NOT_TEXT: Final = Kind(
    "ZY301",
    "key-not-text",
    Severity.ERROR,
    """A key that some readers take for a boolean, a number, null or a date. `on` becomes
`true`, and `1` and `true` may even count as the same key. Quote the key.

Wrong:

```yaml
on: 2025-08-17
2026: later
```

Right:

```yaml
"on": 2025-08-17
"2026": later
```
""",
)
ANCHOR: Final = Kind(
    "ZY302",
    "anchor",
    Severity.ERROR,
    """Anchors (`&name`), aliases (`*name`) and merge keys (`<<`) are not supported. A value
would be shared by two places, so that an edit of one changes the other; a few lines
of them can stand for millions of values. Write the value where it is used.

Wrong:

```yaml
a: &terms {choose: one}
b: *terms
```

Right:

```yaml
a: {choose: one}
b: {choose: one}
```
""",
)
TAG: Final = Kind(
    "ZY303",
    "tag",
    Severity.ERROR,
    """A tag (`!name`, `!!str`) tells a reader how to build the value, up to running code in
some of them. None is supported. A number in quotes is a text and one without quotes a
number, which is all that tags are needed for here.

Wrong:

```yaml
number: !!str 010
```

Right:

```yaml
number: "010"
```
""",
)
DIRECTIVE: Final = Kind(
    "ZY304",
    "directive",
    Severity.ERROR,
    """A line that begins with `%` speaks to the YAML reader itself. Readers disagree on which
they know, and none changes anything that matters here. Remove the line.

Wrong:

```yaml
%YAML 1.2
---
title: A pause
```

Right:

```yaml
title: A pause
```
""",
)
SEVERAL_DOCUMENTS: Final = Kind(
    "ZY305",
    "several-documents",
    Severity.ERROR,
    """A second document begins after `---` or `...`. Many readers take only the first one.
Put each document in a file of its own.

Wrong:

```yaml
title: One
---
title: Two
```

Right:

```yaml
title: One
```
""",
)
COMPLEX_KEY: Final = Kind(
    "ZY306",
    "complex-key",
    Severity.ERROR,
    """A key that is a list, a mapping or empty, or one that stands after `?`. Few programs can
hold such keys. Double braces of a template look like this too: templates are not
expanded, the file is read as it is.

Wrong:

```yaml
title: {{ title }}
? note
: later
```

Right:

```yaml
title: A pause
note: later
```
""",
)
PAIR_IN_LIST: Final = Kind(
    "ZY307",
    "pair-in-list",
    Severity.ERROR,
    """`key: value` within a list in square brackets, without braces. It stands for a list of
mappings with one entry each, which is easy to mistake for a mapping.

Wrong:

```yaml
effects: [set: operator, to: port]
```

Right:

```yaml
effects: [{set: operator}, {to: port}]
```
""",
)
SEVERAL_LINES: Final = Kind(
    "ZY308",
    "text-over-several-lines",
    Severity.ERROR,
    """A text goes on over the next line. YAML joins the lines with a space, so a forgotten
space after `:` or `-` turns entries into one text without an error. Keep texts on one
line; write long ones as a block.

Wrong:

```yaml
title:A pause
note:later
```

Right:

```yaml
title: A pause
note: |
  later, and in
  several lines
```
""",
)
TEXT_AFTER_QUOTE: Final = Kind(
    "ZY309",
    "text-after-quote",
    Severity.ERROR,
    """Something stands directly after a closing quote. Readers differ on whether `#` begins a
comment there. Put a space before a comment; put all of a text in the quotes.

Wrong:

```yaml
title: "A pause"#later
```

Right:

```yaml
title: "A pause" # later
```
""",
)
EMPTY_FILE: Final = Kind(
    "ZY310",
    "empty-file",
    Severity.ERROR,
    """The file holds nothing, or only comments. It is taken for a mistake, as a file that was
cut off looks the same. Write its content, or delete it.
""",
)
ROOT_NOT_MAPPING: Final = Kind(
    "ZY311",
    "root-not-mapping",
    Severity.ERROR,
    """At the top of every file stands a mapping, `key: value`. A list or a single text has no
room for anything that a later version of the format may need. Often just the space
after a `:` is missing.

Wrong:

```yaml
- id: pay
```

Right:

```yaml
issues:
  - id: pay
```
""",
)
BLOCK_TEXT: Final = Kind(
    "ZY312",
    "ambiguous-block-text",
    Severity.ERROR,
    """A text after `|` or `>` that readers take differently: a line in it holds nothing but
spaces, its first line has more than the signs `+`, `-` and a digit, or its lines are not
indented as that digit says. Spaces at the end of a line are easy to miss; delete them.

Wrong:

```yaml
note: |
  first
⟨U+0020⟩⟨U+0020⟩
  second
```

Right:

```yaml
note: |
  first

  second
```
""",
)
FLOW_AT_MARGIN: Final = Kind(
    "ZY313",
    "flow-at-margin",
    Severity.ERROR,
    """A line within `[…]` or `{…}`, the one with the closing bracket too, stands as far left as
the key that it belongs to. YAML does not allow that; some readers take it all the same.
Indent the line.

Wrong:

```yaml
terms: [first,
second
]
```

Right:

```yaml
terms: [first,
  second
  ]
```
""",
)
FLOW_TEXT: Final = Kind(
    "ZY314",
    "ambiguous-flow-text",
    Severity.ERROR,
    """Between brackets an unquoted text must not hold `:`, `?` or `#`, and an unquoted key must
be followed by a colon and a space. `{a:1}` is a key `a:1` without a value to one reader
and an error to another.

Wrong:

```yaml
choice: {by:union}
links: [http://example.org]
```

Right:

```yaml
choice: {by: union}
links: ["http://example.org"]
```
""",
)
KEYS_DIFFER_IN_CASE: Final = Kind(
    "ZY315",
    "keys-differ-in-case",
    Severity.WARNING,
    """Two keys of one mapping differ only in capital letters. They are two keys, but a reader
of the file will take them for one. Rename one of them.

Wrong:

```yaml
Max: 1
max: 2
```

Right:

```yaml
most: 1
max: 2
```
""",
)
FILE_MISSING: Final = Kind(
    "ZI101",
    "file-missing",
    Severity.ERROR,
    """A file that was named does not exist. Nothing was checked in its place, so the run ends
with exit code 2.
""",
)
UNREADABLE: Final = Kind(
    "ZI102",
    "unreadable",
    Severity.ERROR,
    """A file exists and could not be read: its permissions do not allow it, its name is not
valid here, or the disk reported an error, which the note gives.
""",
)
NOT_A_REGULAR_FILE: Final = Kind(
    "ZI103",
    "not-a-regular-file",
    Severity.ERROR,
    """A directory, a pipe, a socket or a device stands where a file was expected. Reading from
a pipe could wait forever, so it is not tried.
""",
)
RUN_LIMIT: Final = Kind(
    "ZI104",
    "run-limit",
    Severity.ERROR,
    """The run would read more files or more bytes than are allowed for one run. What was not
read was not checked, so the run ends with exit code 2. Name fewer files, or raise the
limit.
""",
)
KINDS: tuple[Kind, ...] = (
    SYNTAX,
    OVER_LIMIT,
    WRONG_ENCODING,
    INVALID_UTF8,
    CONTROL_CHARACTER,
    HIDDEN_LINE_BREAK,
    TAB,
    TEXT_DIRECTION,
    INVISIBLE_CHARACTER,
    STRANGE_SPACE,
    ESCAPED_CHARACTER,
    BYTE_ORDER_MARK,
    MIXED_SCRIPTS,
    NO_FINAL_LINE_BREAK,
    MISSING_VALUE,
    AMBIGUOUS_BOOLEAN,
    AMBIGUOUS_NULL,
    AMBIGUOUS_NUMBER,
    NUMBER_TOO_LARGE,
    BASE_60,
    RESERVED_WORD,
    CUT_BY_COMMENT,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    ANCHOR,
    TAG,
    DIRECTIVE,
    SEVERAL_DOCUMENTS,
    COMPLEX_KEY,
    PAIR_IN_LIST,
    SEVERAL_LINES,
    TEXT_AFTER_QUOTE,
    EMPTY_FILE,
    ROOT_NOT_MAPPING,
    BLOCK_TEXT,
    FLOW_AT_MARGIN,
    FLOW_TEXT,
    KEYS_DIFFER_IN_CASE,
    FILE_MISSING,
    UNREADABLE,
    NOT_A_REGULAR_FILE,
    RUN_LIMIT,
)
"""All of them, by code; each code once."""
