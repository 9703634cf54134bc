"""Hand-written fakes of ports."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.faq.entry import Entry
from bot.faq.loader import Faq
from bot.faq.memory import Memory
from bot.faq.understood import Danger, Understood, Unknown


def entry(entry_id: str, **changes: object) -> Entry:
    """A small valid entry."""
    values: dict[str, object] = {
        "id": entry_id,
        "domain": entry_id.split("-")[0],
        "question": f"{entry_id} 怎么办？",
        "label": entry_id[:16],
        "variants": [f"{entry_id} 的第{n}种问法" for n in range(12)],
        "answer": "可以。先找物业，再找街道。",
        "citations": [{"law": "民法典", "article": 944}],
        "station_level": "township",
        "competent": [{"body": "街道办事处", "hotline": "12345"}],
        **changes,
    }
    return Entry.model_validate(values)


@dataclass
class FakeInterpreter:
    """Understands just the texts that it was told."""

    meanings: dict[str, Understood] = field(default_factory=dict)
    dangers: dict[str, Danger] = field(default_factory=dict)
    memories: list[Memory] = field(default_factory=list)

    def danger(self, text: str, memory: Memory) -> Danger | None:
        """The danger of this text, if it was told one."""
        return self.dangers.get(text)

    def read(self, text: str, memory: Memory) -> Understood:
        """The meaning of this text; Unknown where it was told none."""
        self.memories.append(memory)
        return self.meanings.get(text, Unknown())


@dataclass
class FakeKnowledge:
    """A FAQ of a few entries."""

    faq: Faq
    interpreter: FakeInterpreter = field(default_factory=FakeInterpreter)


def knowledge(*entries: Entry) -> FakeKnowledge:
    """Knowledge of these entries."""
    return FakeKnowledge(Faq(entries, "0" * 64))
