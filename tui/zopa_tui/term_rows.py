"""What the rows of the tree of terms say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from zopa_tui.views.glyphs import signs_for
from zopa_tui.words import humanised, issue_name, picks_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.corpus import Corpus
    from zopa.questions.options import Marked
    from zopa_tui.glyphs import Glyphs
    from zopa_tui.session.draft import Draft

__all__ = ["TermRows"]

Drawn: TypeAlias = tuple[str, str, tuple[str, str]]
"""What stands at the left, what at the right, and the names of their inks."""


@dataclass(frozen=True, slots=True)
class TermRows:
    """A draft and its marks, as rows."""

    corpus: Corpus
    draft: Draft
    marks: Mapping[tuple[str, str], Marked]
    """Empty while they are pending."""
    left: Mapping[tuple[str, str], int]
    """Deals with each term, as far as they were counted."""
    signs: Glyphs
    stale: bool
    """Whether the counts are of an older draft."""
    roomy: bool
    """Whether there is room for the word after a count."""

    def section(self, section: str) -> Drawn:
        """A section: its name, and how many issues are decided."""
        issues = [x for x in self.corpus.issues.values() if x.section == section]
        decided = sum(str(each.id) in self.draft.choices for each in issues)
        return humanised(section), f"{decided}/{len(issues)}", ("head", "muted")

    def issue(self, issue: str, *, folded: bool) -> Drawn:
        """An issue: its question, or when folded its name and what is decided."""
        known, draft, sign = self.corpus.issues[issue], self.draft, self.signs
        ids = [(issue, str(term)) for term in known.terms]
        forced = [key[1] for key in ids if key in self.marks and self._is(key, "forced")]
        possible = sum(key in self.marks and self._is(key, "possible") for key in ids)
        left = issue_name(self.corpus, issue) if folded else known.question
        if draft.silent(issue):
            return left, f"{sign.silent} silent", ("", "muted")
        if issue in draft.choices:
            words = picks_words(self.corpus, issue, draft.picks(issue))
            return left, f"{sign.chosen} {words}" if folded else "", ("", "")
        if forced:
            titles = " + ".join(known.terms[each].title for each in forced)
            return left, f"{sign.forced} {titles if folded else ''}", ("", "forced")
        if not self.marks:
            return left, sign.undecided, ("", "muted")
        if possible == 0 and not forced:
            if any(self.marks[key].by == "positions" for key in ids):
                return left, f"{sign.barred} only silent", ("", "crossed")
            return left, f"{sign.excluded} only silent", ("", "muted")
        return left, f"{sign.undecided} {possible}/{len(ids)}", ("", "muted")

    def _is(self, key: tuple[str, str], mark: str) -> bool:
        return self.marks[key].mark == mark

    def term(self, issue: str, term: str) -> Drawn:
        """A term, and what has become of it."""
        known, sign = self.corpus.issues[issue].terms[term], self.signs
        picks = self.draft.picks(issue)
        mark = self.marks.get((issue, term))
        title = known.title
        if given := picks.get(term):
            title = picks_words(self.corpus, issue, {term: given})
        elif known.parameters:
            title = f"{title} ({', '.join(known.parameters)})"
        left = self.left.get((issue, term))
        count = signs_for(sign).number(left) if left is not None else ""
        if count:
            count = f"({count})" if self.stale else f"{count} deals" if self.roomy else count
        if term in picks:
            return f"{sign.chosen} {title}", "chosen", ("head", "muted")
        if mark is None:
            return f"{sign.possible} {title}", "", ("muted", "muted")
        if mark.mark == "forced":
            return f"{sign.forced} {title}", "forced", ("forced", "forced")
        if mark.mark == "possible":
            return f"{sign.possible} {title}", count, ("", "muted")
        if mark.by == "rules":
            return f"{sign.excluded} {title}", "excluded", ("muted", "muted")
        return f"{sign.barred} {title}", "crosses a line", ("muted", "crossed")
