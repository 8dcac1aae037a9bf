"""Makes of a documentation comment what somebody could have typed to find the symbol."""

from __future__ import annotations

import re

_MARKUP = (
    (re.compile(r"\{@\w+\s+([^{}]*)\}"), r"\1"),  # Javadoc's {@link X}
    (re.compile(r":[a-z:+-]+:`~?([^`<]*)[^`]*`"), r"\1"),  # reStructuredText's :class:`X`
    (re.compile(r"\[([^\]\[]+)\](?:\([^)]*\)|\[[^\]]*\])?"), r"\1"),  # Markdown's [x](y)
    (re.compile(r"<[/a-zA-Z][^<>]*>"), " "),
    (re.compile(r"https?://\S+"), " "),
    (re.compile(r"\S+@\S+\.\S+"), " "),
    (re.compile(r"[`*_]{1,2}(\S[^`*]*)[`*_]{1,2}"), r"\1"),
    (re.compile(r"\\[a-z]+\s"), " "),  # Doxygen's \brief
)
_BRIEF = re.compile(r"^\s*[@\\](?:brief|summary|description|desc|short)\b:?\s*")
#: What begins another part than the description.
_PART = re.compile(
    r"^\s*(?:[@\\]\w+|:\w+[^:]*:|#+\s|-{3,}|={3,}|>>>|```|\.\. |\|[- ]|Args?:|Arguments:|"
    r"Parameters:?|Params?:|Returns?:|Raises:|Yields:|Examples?:|Usage:|Notes?:|Throws:|Errors?:|"
    r"Since:|See )",
)
_END = re.compile(r"(?<![\s.][a-zA-Z])(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)[.!?](?=\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z']+")

#: Words of nearly every English sentence, of which one is asked for.
_ENGLISH = frozenset(
    [
        *("a", "an", "the", "of", "to", "in", "for", "is", "and", "or", "that", "this", "with"),
        *("from", "by", "on", "if", "be", "as", "are", "it", "at", "into", "when", "all", "not"),
        *("given", "which", "will", "has", "whether", "using", "used", "its", "no", "new"),
    ]
)
_EMPTY = re.compile(
    r"(?i)^(todo|fixme|xxx|hack|deprecated|internal|private|copyright|licen[cs]e|inheritdoc|"
    r"auto-?gen|generated|see |note|"
    r"returns? (the |a )?(value|result|string|self|this|true|false|none|null)\W*$|"
    r"constructor\W*$|default constructor|(gets|sets|getter|setter|get|set)( the| a)? \w+\W*$|test)"
)
_FEWEST_WORDS = 3
_MOST_WORDS = 40


def question_of(documentation: str, name: str) -> tuple[str, str] | None:
    """Give the first sentence and what comes after it; nothing when it is no use as a question."""
    description = _description(documentation)
    end = _END.search(description)
    cut = end.end() if end else len(description)
    sentence = _plain(description[:cut])
    # Go begins with the name, C's comments often: it would be found by that alone.
    said = re.match(rf"(?:{re.escape(name)}(?:\(\))?)(?:\s*(?:--?|:|—)\s+|\s+)", sentence)
    if said:
        sentence = sentence[said.end() :]
    words = _WORD.findall(sentence)
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or _EMPTY.match(sentence):
        return None
    if not any(word.lower() in _ENGLISH for word in words) and len(words) > _FEWEST_WORDS + 1:
        return None
    if sum(map(len, words)) < 0.6 * len(re.sub(r"\s", "", sentence)):
        return None
    return sentence, documentation[documentation.find(description[:cut]) + cut :].strip()


def _description(documentation: str) -> str:
    """Give the first paragraph, without the parts that follow a description."""
    lines: list[str] = []
    for line in documentation.strip().splitlines():
        text = line if lines else _BRIEF.sub("", line)
        if not text.strip():
            if lines:
                break
            continue
        if _PART.match(text):
            break
        lines.append(text)
    return "\n".join(lines)


def _plain(text: str) -> str:
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return " ".join(text.split()).strip(" .:-*\"'")
