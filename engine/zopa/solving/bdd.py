"""Binary decision diagrams (OxiDD), which count without listing.

No other module knows the library. Each variable is written in binary, its bits next to each
other, so that a diagram can be walked variable by variable. Counts are of outlines: scenarios
without the values of numbers. So the first bits of a variable encode its outline, and the
others, which only numbers need, can be quantified away.
"""

from __future__ import annotations

import itertools
import math
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from oxidd.bdd import BDDFunction, BDDManager
from oxidd.util import DDMemoryError

from zopa.solving import TooLarge
from zopa.solving.circuit import (
    TRUE,
    Settler,
    breadth,
    force_order,
    numbers_after,
    starts,
    variable_nodes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.solving import Stop
    from zopa.solving.arithmetic import Word
    from zopa.solving.circuit import Growth
    from zopa.solving.problem import Problem, Variable

__all__ = ["NEAR", "Counter", "FreeCombinations", "Scenarios"]

NODES = 1 << 23
"""Largest number of nodes of all diagrams; 8 million take about 200 MB."""
NEAR = 1 << 14
"""Number of nodes up to which every step is fast."""
BESIDE = 4
"""Factor of reserved nodes, so that steps do not collect garbage repeatedly."""
CACHE = 1 << 18
"""Cache entries for the diagrams of a large problem; allocating them takes 2 ms."""
LOOKS = 20_000
"""Places visited in the search for an order of diagrams that stay small."""
LIBRARY = 3 << 29
"""Bytes of addresses that OxiDD takes, nearly all of them for the stack of its worker."""
GLANCE = 4_096
BUCKETS = 512
"""Number of cached conjunctions without a number."""
KEPT = 16
"""Number of cached conjunctions of positions."""


@dataclass(frozen=True, slots=True)
class Bits:
    """Place of a variable in the diagram."""

    variable: Variable
    first: int
    """Its topmost bit; the others follow."""
    width: int
    """Number of bits of the outline; these come first."""
    inside: int
    """Number of bits that distinguish the options with this outline."""
    terms: tuple[str | None, ...]
    """Term of each outline."""
    codes: tuple[int, ...]
    """Bits of each option; the topmost is the lowest."""

    @classmethod
    def of(cls, variable: Variable, first: int) -> Bits:
        """Return the place of a variable from a bit on."""
        outlines: dict[tuple[object, ...], list[int]] = {}
        for place, option in enumerate(variable.options):
            outlines.setdefault(option.outline, []).append(place)
        width = (len(outlines) - 1).bit_length()
        codes = [0] * len(variable.options)
        for number, places in enumerate(outlines.values()):
            for one, place in enumerate(places):
                codes[place] = number | one << width
        return cls(
            variable=variable,
            first=first,
            width=width,
            inside=(max(map(len, outlines.values())) - 1).bit_length(),
            terms=tuple(variable.options[places[0]].term for places in outlines.values()),
            codes=tuple(codes),
        )

    @property
    def end(self) -> int:
        """Bit after its last."""
        return self.first + self.width + self.inside


@dataclass(frozen=True, slots=True)
class _Part:
    """Diagram to conjoin with others."""

    key: object
    """Node, or the parts of the conjunction."""
    function: BDDFunction
    words: frozenset[int]
    """Numbers in relations that it depends on."""


class Counter:
    """Counter of outlines of a problem's scenarios in which some nodes are true."""

    def __init__(
        self, problem: Problem, stop: Stop | None = None, *, most: int | None = None
    ) -> None:
        """Reserve room for diagrams.

        Args:
            problem: its scenarios are counted.
            stop: cancels the count between two steps.
            most: nodes after which the count is given up; all available ones if None.

        Raises:
            TooLarge: there is no room for the variables, or none for the library.
        """
        if not _has_room():
            raise TooLarge
        self._problem = problem
        self.stop = stop
        self._most = most
        self._bits: list[Bits] = []
        self._of_numbers: dict[int, int] = {}
        """Place in the diagram of each bit of a number in a relation."""
        end = 0
        looks = math.inf if most is None else LOOKS
        order = force_order(problem, looks=looks, look_round=self.check)
        numbers = numbers_after(problem, order)
        for variable, mine in zip(order, numbers, strict=True):
            bits = Bits.of(variable, end)
            self._bits.append(bits)
            end = bits.end
            self._of_numbers.update(zip(mine, itertools.count(end)))
            end += len(mine)
        room = NODES if most is None else min(NODES, BESIDE * most)
        self._manager = BDDManager(room, min(CACHE, room, 1 << 9 + end // 8), 1)
        self._manager.add_vars(end)
        self._clauses = [clause.node for clause in problem.clauses]
        self._conjunctions: dict[frozenset[int], BDDFunction] = {}
        self._parts: dict[int, _Part] = {}
        self._buckets: dict[object, _Part] = {}
        self._functions: dict[int, BDDFunction] = {TRUE: self._manager.true()}
        try:
            for bits in self._bits:
                for option, node in enumerate(variable_nodes(bits.variable)):
                    code = self._code(bits, option)
                    self._functions[abs(node)] = code if node > 0 else ~code
                self.look_round()
            for bit, place in self._of_numbers.items():
                self._functions[bit] = self._manager.var(place)
        except DDMemoryError as error:
            raise TooLarge from error

    def grow(self, growth: Growth) -> None:
        """Add the gates that were made since the problem was copied."""
        self._problem.circuit.grow(growth)

    def check(self) -> None:
        """Raise `Stopped` if the count was cancelled."""
        if self.stop is not None:
            self.stop.check()

    def look_round(self) -> None:
        """Check between two steps for cancellation and for too many nodes."""
        self.check()
        if self._most is not None and self._manager.approx_num_inner_nodes() > self._most:
            self._manager.gc()
            if self._manager.num_inner_nodes() > self._most // 2:
                raise TooLarge

    def _code(self, bits: Bits, option: int) -> BDDFunction:
        found = self._manager.true()
        for place in range(bits.end - bits.first):
            bit = self._manager.var(bits.first + place)
            found &= bit if bits.codes[option] >> place & 1 else ~bit
        return found

    @cached_property
    def _numbers(self) -> BDDFunction | None:
        """Conjunction of all bits that only distinguish numbers; None without such bits."""
        inside = [
            bit for bits in self._bits for bit in range(bits.first + bits.width, bits.end)
        ]
        inside += self._of_numbers.values()
        found = self._manager.true()
        for bit in reversed(inside):
            found &= self._manager.var(bit)
        return found if inside else None

    def outlines(self, function: BDDFunction) -> BDDFunction:
        """Return the outlines that some numbers extend to a scenario of the diagram."""
        return function if self._numbers is None else function.exists(self._numbers)

    @cached_property
    def _valid(self) -> BDDFunction:
        """Diagram of the valid codes: every code is that of an option."""
        found = self._manager.true()
        for bits in reversed(self._bits):
            self.look_round()
            used = len(bits.variable.options)
            if used != 1 << bits.end - bits.first:
                some = self._manager.false()
                for option in range(used):
                    some |= self._code(bits, option)
                found &= some
        return found

    def function(self, node: int) -> BDDFunction:
        """Return the diagram of a node of the circuit."""
        if abs(node) not in self._functions:
            self._define(node)
        return self._functions[node] if node > 0 else ~self._functions[-node]

    def _define(self, node: int) -> None:
        for each in self._problem.circuit.cone([node], known=self._functions.keys()):
            self._functions[each] = self._gate(each)

    def _gate(self, node: int) -> BDDFunction:
        circuit = self._problem.circuit
        parts = [
            self._functions[abs(child)] if child > 0 else ~self._functions[-child]
            for child in circuit.gates[node]
        ]
        kind = circuit.adders.get(node)
        self.look_round()
        if kind == "majority":
            one, other, third = parts
            return one & other | third & (one | other)
        if kind == "odd":
            found = self._manager.false()
            for each in parts:
                found ^= each
            return found
        found = self._manager.true()
        for each in parts:
            self.look_round()
            found &= each
        return found

    def _conjunction(self, nodes: Iterable[int]) -> BDDFunction:
        """Return the consistent scenarios with these gates true; the last few are cached.

        The conjunction is built from the bottom of the diagram upward, so that finished parts
        stay.
        """
        key = frozenset(nodes)
        if key not in self._conjunctions:
            first = self._of_numbers | {
                abs(node): bits.first for bits in self._bits for node in bits.variable.nodes
            }

            def top(node: int) -> tuple[int, int]:
                cone = self._problem.circuit.cone([node])
                return min((first[each] for each in cone if each in first), default=0), node

            found = self._valid
            for node in sorted({*key, *self._clauses}, key=top, reverse=True):
                self.look_round()
                found &= self.function(node)
            if len(self._conjunctions) == KEPT:
                del self._conjunctions[next(iter(self._conjunctions))]
            self._conjunctions[key] = found
        return self._conjunctions[key]

    def scenarios(self, nodes: Iterable[int]) -> Scenarios:
        """Return the consistent scenarios in which all of these nodes are true.

        With other choices and the same positions only the choices are computed again.

        Raises:
            TooLarge: the diagram has no room for them.
            Stopped: it was cancelled first.
        """
        if self._of_numbers:
            return Related(self, frozenset(nodes))
        gates: list[int] = []
        choices: list[int] = []
        for node in nodes:
            (gates if abs(node) in self._problem.circuit.gates else choices).append(node)
        try:
            found = self._conjunction(gates)
        except DDMemoryError as error:
            raise TooLarge from error
        return Scenarios(self, found).having(choices)

    # -- with numbers in relations --

    def set_aside(self, nodes: Iterable[int]) -> BDDFunction:
        """Return the outlines of the consistent scenarios with all of these nodes true.

        Each number is quantified away as soon as all parts that depend on it are conjoined,
        first the one that shares parts with the fewest other numbers (bucket elimination;
        Dechter 1999).
        """
        every = {*self._problem.words_kept, *self._clauses, *nodes}
        left = [self._part(node) for node in sorted(self._conjuncts(every))]
        while words := frozenset().union(*(each.words for each in left)):
            word = min(words, key=lambda each: (self._weight_beside(each, left), each))
            mine = [each for each in left if word in each.words]
            left = [each for each in left if word not in each.words]
            left.append(self._without(word, mine))
        found = self._valid
        for each in sorted(
            left, key=lambda each: each.function.node_level() or 0, reverse=True
        ):
            self.look_round()
            found &= each.function
        return self.outlines(found)

    def _conjuncts(self, nodes: Iterable[int]) -> set[int]:
        """Return the conjuncts of these nodes, through nested conjunctions."""
        circuit = self._problem.circuit
        found: set[int] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node > 0 and node in circuit.gates and node not in circuit.adders:
                waiting += circuit.gates[node]
            else:
                found.add(node)
        return found

    @cached_property
    def _word_of(self) -> Mapping[int, int]:
        """Number in a relation of each of its bits."""
        words = self._problem.words.of.values()
        return {bit: place for place, word in enumerate(words) for bit in word.bits}

    @cached_property
    def _cube_of(self) -> Mapping[int, BDDFunction]:
        """Conjunction of all bits of each of these numbers."""
        found: dict[int, BDDFunction] = {}
        for bit in sorted(self._word_of, key=self._of_numbers.__getitem__, reverse=True):
            word = self._word_of[bit]
            more = self._manager.var(self._of_numbers[bit])
            found[word] = more & found.get(word, self._manager.true())
        return found

    def _weight_beside(self, word: int, parts: Iterable[_Part]) -> int:
        """Return the total bits of the numbers that share parts with a number."""
        beside = frozenset().union(*(each.words for each in parts if word in each.words))
        return sum(len(self._words[each].bits) for each in beside)

    @cached_property
    def _words(self) -> Sequence[Word]:
        return list(self._problem.words.of.values())

    def _part(self, node: int) -> _Part:
        if node not in self._parts:
            self.look_round()
            cone = self._problem.circuit.cone([node])
            words = frozenset(self._word_of[each] for each in cone if each in self._word_of)
            self._parts[node] = _Part(node, self.function(node), words)
        return self._parts[node]

    def _without(self, word: int, parts: Sequence[_Part]) -> _Part:
        """Return the conjunction of all parts with a number, the number quantified away."""
        key = (word, frozenset(each.key for each in parts))
        if key not in self._buckets:
            if len(self._buckets) == BUCKETS:
                self._buckets.clear()
            found = self._manager.true()
            for each in sorted(parts, key=lambda each: (len(each.words), hash(each.key))):
                self.look_round()
                found &= each.function
            words = frozenset().union(*(each.words for each in parts)) - {word}
            found = found.exists(self._cube_of[word])
            self._buckets[key] = _Part(key, found, words)
        return self._buckets[key]

    @property
    def bits(self) -> Sequence[Bits]:
        """Variables from the top of the diagram to its bottom."""
        return self._bits

    @cached_property
    def width(self) -> int:
        """Number of bits of the outlines."""
        return sum(bits.width for bits in self._bits)


class Scenarios:
    """Set of scenarios as a diagram."""

    def __init__(self, counter: Counter, function: BDDFunction) -> None:
        self._counter = counter
        self._function = function

    @cached_property
    def _outlines(self) -> BDDFunction:
        try:
            return self._counter.outlines(self._function)
        except DDMemoryError as error:
            raise TooLarge from error

    def count(self) -> int:
        """Return the exact number of their outlines.

        Raises:
            TooLarge: the diagram has no room to quantify their numbers away.
        """
        return int(self._outlines.sat_count(self._counter.width))

    def having(self, nodes: Iterable[int]) -> Scenarios:
        """Return those of them in which all of these nodes are true.

        Raises:
            TooLarge: the diagram has no room for them.
            Stopped: the counter was cancelled first.
        """
        found = self._function
        try:
            for node in nodes:
                self._counter.look_round()
                found &= self._counter.function(node)
        except DDMemoryError as error:
            raise TooLarge from error
        return Scenarios(self._counter, found)

    def by_option(self) -> Mapping[tuple[str, str], int]:
        """Return the number of outlines with each issue and term: one walk down and one up.

        Raises:
            TooLarge: the diagram has no room to quantify their numbers away.
            Stopped: the counter was cancelled first.
        """
        counter = self._counter
        return Walk(counter.bits, self._outlines, counter.stop).by_option()


class Related(Scenarios):
    """Scenarios of a problem with numbers in relations; their outlines are computed on demand.

    Numbers are quantified away one by one, so that no diagram has them all.
    """

    def __init__(self, counter: Counter, nodes: frozenset[int]) -> None:
        self._counter = counter
        self._nodes = nodes

    @cached_property
    def _outlines(self) -> BDDFunction:
        try:
            return self._counter.set_aside(self._nodes)
        except DDMemoryError as error:
            raise TooLarge from error

    def having(self, nodes: Iterable[int]) -> Scenarios:
        """Return those of them in which all of these nodes are true."""
        return Related(self._counter, self._nodes | frozenset(nodes))


class Walk:
    """Walk over a diagram as one of multi-valued variables.

    OxiDD writes it out once; node-by-node access from Python takes ten times as long. Children
    have smaller numbers than their parents. It is a diagram of outlines: only their bits are
    counted here.
    """

    def __init__(self, bits: Sequence[Bits], root: BDDFunction, stop: Stop | None) -> None:
        self._bits = bits
        self._stop = stop
        self._looked = 0
        self._starts = list(accumulate((each.width for each in bits), initial=0))
        """First bit of each variable, without those of numbers."""
        self._width = width = self._starts[-1]
        place_of = {
            each.first + place: start + place
            for each, start in zip(bits, self._starts, strict=False)
            for place in range(each.width)
        }
        with tempfile.TemporaryDirectory(prefix="zopa-") as folder:
            file = Path(folder, "diagram.dddmp")
            root.manager.export_dddmp(file, [root], ascii=True)
            lines = file.read_text(encoding="ascii").splitlines()
        start = lines.index(".nodes") + 1
        header = dict(line.partition(" ")[::2] for line in lines[:start])
        tested = [int(each) for each in header[".permids"].split()]
        self._root = int(header[".rootids"])
        self._bit = [width]
        """Bit that each node tests; the number of bits at the terminal nodes."""
        self._yes = [0]
        self._no = [0]
        self._below = [0]
        """Number of paths from each node to true, over the bits from its own on."""
        for line in lines[start : lines.index(".end")]:
            self._glance()
            _, place, yes, no = line.split()
            self._yes.append(int(yes))
            self._no.append(int(no))
            if yes == "0":
                self._bit.append(width)
                self._below.append(int(place == "T"))
                continue
            bit = place_of[tested[int(place)]]
            self._bit.append(bit)
            self._below.append(
                sum(
                    self._below[child] << self._bit[child] - bit - 1
                    for child in (int(yes), int(no))
                )
            )

    def by_option(self) -> Mapping[tuple[str, str], int]:
        """Return the number of paths from the top to true with each issue and term.

        Paths that skip a variable, because nothing depends on it there, have each of its
        outlines equally often.
        """
        owner = [n for n, bits in enumerate(self._bits) for _ in range(bits.width)]
        owner.append(len(self._bits))
        starts = self._starts
        top = starts[owner[self._bit[self._root]]]
        above: dict[int, int] = {self._root: 1 << top}
        # Nodes at which paths enter each variable.
        entries: list[list[int]] = [[] for _ in range(len(self._bits) + 1)]
        entries[owner[self._bit[self._root]]].append(self._root)
        total = self._below[self._root] << self._bit[self._root]
        found: dict[tuple[str, str], int] = defaultdict(int)
        for place, bits in enumerate(self._bits):
            counts = [0] * len(bits.terms)
            first, end = starts[place : place + 2]
            for node in entries[place]:
                self._glance()
                for outline in range(len(counts)):
                    child = self._descend(node, first, end, outline)
                    if not self._below[child]:
                        continue
                    there = owner[self._bit[child]]
                    ways = above[node] << starts[there] - end
                    if child not in above:
                        above[child] = 0
                        entries[there].append(child)
                    above[child] += ways
                    counts[outline] += (
                        ways * self._below[child] << self._bit[child] - starts[there]
                    )
            aside = (total - sum(counts)) // len(counts)
            for term, count in zip(bits.terms, counts, strict=True):
                if term is not None:
                    found[bits.variable.issue, term] += count + aside
        return found

    def _glance(self) -> None:
        """Check for cancellation every few thousand nodes."""
        self._looked += 1
        if self._stop is not None and self._looked % GLANCE == 0:
            self._stop.check()

    def _descend(self, node: int, first: int, end: int, outline: int) -> int:
        """Return the target of an outline from a node that tests the bits in this range."""
        while self._bit[node] < end:
            yes = outline >> self._bit[node] - first & 1
            node = self._yes[node] if yes else self._no[node]
        return node


class FreeCombinations:
    """Diagram of the value combinations that some bars leave free."""

    def __init__(
        self,
        sizes: Mapping[int, int],
        bars: Iterable[Iterable[Iterable[tuple[int, int]]]],
        *,
        stop: Stop | None = None,
        most: int | None = None,
    ) -> None:
        """Build the diagram.

        Args:
            sizes: number of values of each variable in a bar.
            bars: each excludes the combinations that meet all of its needs; a need is met if
                one of its variables has the value that it names.
            stop: cancels the construction between two steps.
            most: nodes after which it is given up; all available ones if None.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: there is no room for the diagram, or none for the library.
        """
        if not _has_room():
            raise TooLarge
        self._sizes = sizes
        every = [sorted(map(sorted, bar)) for bar in bars]
        self._place(every)
        room = NODES if most is None else most
        self._manager = BDDManager(room, min(CACHE, room), 1)
        self._manager.add_vars(self._width)
        places = {variable: place for place, variable in enumerate(self._bits)}
        every.sort(key=lambda bar: sorted(-places[x] for need in bar for x, _ in need))
        self._stop = stop
        try:
            self._valid = {each: self._values(each) for each in self._bits}
            self._every = self._manager.true()
            for variable in reversed(self._bits):
                self._every &= self._valid[variable]
            self._free = self._manager.true()
            for bar in every:
                self._check()
                met = self._manager.true()
                for need in bar:
                    some = self._manager.false()
                    for variable, value in need:
                        some |= self._code(variable, value)
                    met &= some
                self._free &= ~met
        except DDMemoryError as error:
            raise TooLarge from error

    def _place(self, bars: Sequence[Sequence[Sequence[tuple[int, int]]]]) -> None:
        """Assign bits to variables, those with a common bar close to each other."""
        names = sorted(self._sizes)
        index = {name: place for place, name in enumerate(names)}
        met = (sorted({index[x] for need in bar for x, _ in need}) for bar in bars)
        edges = [edge for edge in met if len(edge) > 1]
        settle = Settler(len(names), edges)
        orders = [settle(start) for start in starts(len(names))]
        best = min(orders, key=lambda order: breadth(order, edges), default=[])
        self._bits: dict[int, range] = {}
        end = 0
        for place in best:
            width = (self._sizes[names[place]] - 1).bit_length()
            self._bits[names[place]] = range(end, end + width)
            end += width
        self._width = end

    def _check(self) -> None:
        if self._stop is not None:
            self._stop.check()

    def _code(self, variable: int, value: int) -> BDDFunction:
        found = self._manager.true()
        for place, bit in enumerate(self._bits[variable]):
            node = self._manager.var(bit)
            found &= node if value >> place & 1 else ~node
        return found

    def _values(self, variable: int) -> BDDFunction:
        """Return the diagram of the valid codes of a variable."""
        found = self._manager.false()
        for value in range(self._sizes[variable]):
            found |= self._code(variable, value)
        return found

    def count(self) -> int:
        """Return the number of free combinations of these variables.

        Raises:
            TooLarge: there is no room for the diagram.
        """
        try:
            return int((self._free & self._every).sat_count(self._width))
        except DDMemoryError as error:
            raise TooLarge from error

    def having(self, variable: int, value: int) -> int:
        """Return the number of free combinations of these variables that have the value.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: there is no room for the diagram.
        """
        self._check()
        try:
            free = self._free & self._every & self._code(variable, value)
            return int(free.sat_count(self._width))
        except DDMemoryError as error:
            raise TooLarge from error

    def deciding(self, variable: int) -> int:
        """Return the number of combinations of the others in which the variable decides.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: there is no room for the diagram.
        """
        self._check()
        try:
            cube = self._manager.true()
            for bit in reversed(self._bits[variable]):
                cube &= self._manager.var(bit)
            valid = self._valid[variable]
            yes = (self._free & valid).exists(cube)
            no = (~self._free & valid).exists(cube)
            number = int((yes & no & self._every).sat_count(self._width))
        except DDMemoryError as error:
            raise TooLarge from error
        return number // self._sizes[variable]


def _has_room() -> bool:
    """Return True if the library can reserve its memory; otherwise it ends the process."""
    try:
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit == resource.RLIM_INFINITY:
            return True
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):  # no such limits, or no telling
        return True
    return limit - pages * resource.getpagesize() > LIBRARY
