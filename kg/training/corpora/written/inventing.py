"""Names of things that do not exist, or do: people, companies, towns, films."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Words = Mapping[str, Sequence[str]]

_MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Invented:
    """A thing: its type, its name in full, a shorter one that also does, and of a person the sex, "m" or "f"."""

    label: str
    name: str
    short: str
    sex: str = ""


def read_words(lines: Sequence[str]) -> Words:
    """Return the lists of words by their names."""
    lists = (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
    return {
        name: [word.strip() for word in (rest.split(",") if "," in rest else rest.split())]
        for name, rest in lists
    }


class Inventor:
    """Invents things of the kinds that gaps name."""

    def __init__(self, words: Words, draw: random.Random) -> None:
        self._words, self._draw = words, draw
        self._makers: dict[str, tuple[str, Callable[[], tuple[str, str]]]] = {
            "o": ("organisation", self._company),
            "u": ("organisation", self._university),
            "g": ("organisation", self._publisher),
            "lb": ("organisation", lambda: self._same(f"{self._one('word')} Records")),
            "j": ("organisation", self._party),
            "t": ("organisation", self._team),
            "l": ("organisation", self._league),
            "x": ("organisation", self._force),
            "c": ("place", lambda: self._same(self.town())),
            "k": ("place", lambda: self._same(self._one("k"))),
            "q": ("place", lambda: self._same(self._one("q"))),
            "r": ("place", lambda: self._same(self._made_place())),
            "b": ("place", self._building),
            "y": ("time", lambda: self._same(str(draw.randint(1860, 2024)))),
            "d": ("time", self._date),
            "w": ("thing", self._title),
            "f": ("thing", self._title),
            "m": ("thing", self._title),
            "a": ("thing", self._award),
            "e": ("thing", self._battle),
            "s": ("thing", self._product),
            "n": ("thing", lambda: self._same(self._one("n"))),
        }

    def thing(self, kind: str) -> Invented:
        """Return a thing of a kind, by the letter of its gap."""
        label, make = self._makers[kind]
        return Invented(label, *make())

    def person(self, sex: str = "", last: str = "") -> Invented:
        """Return a person, with a family name if one is given."""
        sex = sex or self._draw.choice("mf")
        last = last or self._last()
        given = self._one(f"p{sex}")
        roll = self._draw.random()
        if roll < 0.08:
            given = f"{given} {self._one(f'p{sex}')}"
        elif roll < 0.14:
            given = f"{given} {self._draw.choice('ABCDEFGHJKLMPRSTW')}."
        return Invented("person", f"{given} {last}", last, sex)

    def profession(self) -> str:
        """Return what somebody may be."""
        return self._one("h")

    def town(self) -> str:
        """Return the name of a town."""
        return self._one("c") if self._draw.random() < 0.65 else self._made_place()

    def _one(self, name: str) -> str:
        return self._draw.choice(self._words[name])

    def _same(self, name: str) -> tuple[str, str]:
        return name, name

    def _last(self) -> str:
        made = self._draw.random() < 0.15
        return self._made_place() if made else self._one("last")

    def _made_place(self) -> str:
        return (self._one("placelike") + self._one("placeend")).capitalize()

    def _company(self) -> tuple[str, str]:
        one, two = self._one("word"), self._one("trade")
        stem = self._draw.choice(
            [
                f"{one} {two}",
                f"{self._last()} {two}",
                f"{self.town()} {two}",
                f"{self._last()} & {self._last()}",
                f"{one}{self._draw.choice(['tech', 'soft', 'works', 'ware', 'line', 'bio', 'net'])}",
                f"{one} {self._one('word')} {two}",
                f"{self._last()}",
            ]
        )
        form = self._one("form") if self._draw.random() < 0.4 or " " not in stem else ""
        return (f"{stem} {form}".strip(), stem)

    def _university(self) -> tuple[str, str]:
        town, last = self.town(), self._last()
        return self._same(
            self._draw.choice(
                [
                    f"University of {town}",
                    f"{town} University",
                    f"{last} College",
                    f"Technical University of {town}",
                    f"{town} Institute of Technology",
                    f"{town} School of Economics",
                    "Royal Academy of Music",
                    f"{last} Medical School",
                ]
            )
        )

    def _publisher(self) -> tuple[str, str]:
        last = self._last()
        return self._same(
            self._draw.choice(
                [
                    f"{last} Press",
                    f"{last} and {self._last()}",
                    f"{self._one('word')} Books",
                    f"{last} Verlag",
                    f"{self.town()} University Press",
                ]
            )
        )

    def _party(self) -> tuple[str, str]:
        kind = "Liberal Labour Conservative Green Progress Centre Christian-Democratic Social-Democratic Republican Reform".split()
        return self._same(f"{self._draw.choice(kind)} Party")

    def _team(self) -> tuple[str, str]:
        town = self.town()
        end = self._draw.choice("United City Rovers Town Athletic Wanderers Albion Rangers".split())
        return self._same(self._draw.choice([f"{town} {end}", f"FC {town}", f"{town} FC", f"Sparta {town}", f"{town} {end}"]))  # fmt: skip

    def _league(self) -> tuple[str, str]:
        kind = self._draw.choice(["Premier League", "First Division", "Super League", "Second Division"])  # fmt: skip
        return self._same(f"{self._one('q')} {kind}")

    def _force(self) -> tuple[str, str]:
        nation = self._one("q")
        return self._same(self._draw.choice([f"{nation} Army", f"Royal {nation} Navy", f"{nation} Air Force"]))  # fmt: skip

    def _building(self) -> tuple[str, str]:
        kind = "Castle Cathedral Abbey Hall Library Theatre Museum Palace".split()
        return self._same(f"{self._made_place()} {self._draw.choice(kind)}")

    def _date(self) -> tuple[str, str]:
        day, month, year = self._draw.randint(1, 28), self._draw.choice(_MONTHS), self._draw.randint(1860, 2024)  # fmt: skip
        written = [f"{day} {month} {year}", f"{month} {day}, {year}", f"{month} {year}"]
        return self._same(self._draw.choice(written))

    def _title(self) -> tuple[str, str]:
        first, second = self._one("noun"), self._one("noun")
        adjective = self._one("adjective")
        return self._same(
            self._draw.choice(
                [
                    f"The {adjective} {first}",
                    f"{adjective} {first}",
                    f"The {first} of the {second}",
                    f"{first} of {self.town()}",
                    f"The {first}'s {second}",
                    f"{first} and {second}",
                    f"A {first} for {self._one('pf')}",
                ]
            )
        )

    def _award(self) -> tuple[str, str]:
        last = self._last()
        return self._same(
            self._draw.choice(
                [
                    f"{last} Prize",
                    f"{last} Medal",
                    f"{self._one('word')} Award",
                    f"{self.town()} Film Award for Best {self._draw.choice(['Actor', 'Actress', 'Director', 'Screenplay'])}",
                    f"Order of {last}",
                    "Booker Prize",
                    "Nobel Prize in Physics",
                    f"{self.town()} Book Prize",
                ]
            )
        )

    def _battle(self) -> tuple[str, str]:
        return self._same(self._draw.choice([f"Battle of {self._made_place()}", f"Siege of {self.town()}", f"{self._one('word')} War"]))  # fmt: skip

    def _product(self) -> tuple[str, str]:
        word = self._one("word")
        return self._same(self._draw.choice([word, f"{word} {self._draw.randint(2, 900)}", f"{word}{self._draw.choice(['OS', 'Works', 'Base', 'Kit'])}"]))  # fmt: skip
