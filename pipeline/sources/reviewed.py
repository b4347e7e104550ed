"""Lists in YAML that a person keeps beside the documents, each entry checked before it is used.

Belongs here: reading such a list, and errors that name the file and the line. Does not belong here: what the entries mean.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

DEEPEST = 10  # levels of lists and entries; the lists here have four

Entry = TypeVar("Entry", bound=BaseModel)


class InvalidEntries(ValueError):
    """A list that cannot be used; the message has a line per mistake, with the file and the line where it stands."""


def read_entries(path: Path, kind: type[Entry]) -> tuple[Entry, ...]:
    """The entries of a list, in the order of the file; none where there is no such file or nothing in it.

    ``InvalidEntries`` with every mistake at once.
    """
    return tuple(entry for _, entry in read_placed_entries(path, kind))


def read_placed_entries(path: Path, kind: type[Entry]) -> tuple[tuple[str, Entry], ...]:
    """``read_entries``, each with the file and the line where it begins, for what only later shows to be wrong."""
    if not path.exists():
        return ()
    listed = _compose(path)
    if listed is None:
        return ()
    if not isinstance(listed, yaml.SequenceNode):
        raise InvalidEntries(f"{_at(path, listed)}: a list is expected here: begin every entry with '- '")
    mistakes: list[str] = []
    entries = [(_at(path, node), _read_entry(path, node, kind, mistakes)) for node in listed.value]
    if mistakes:
        raise InvalidEntries("\n".join(mistakes))
    return tuple((at, entry) for at, entry in entries if entry is not None)


def _compose(path: Path) -> yaml.Node | None:
    """The file as nodes that know their lines."""
    try:
        text = path.read_text(encoding="utf-8")
        _check_plainness(path, text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise InvalidEntries(f"{path.name}: it is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise InvalidEntries(f"{path.name}:{line}: it is no YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise InvalidEntries(f"{path.name}: it is no YAML: {' '.join(str(error).split())}") from error


def _check_plainness(path: Path, text: str) -> None:
    """``InvalidEntries`` where values stand for others (``*x``), which a few lines can make gigabytes of, or lie within each other
    as no entry's do."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        at = f"{path.name}:{event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.AliasEvent):
            raise InvalidEntries(f"{at}: *{event.anchor} stands for another value: write the value out")
        if depth > DEEPEST:
            raise InvalidEntries(f"{at}: lists within lists within lists: an entry is written as 'name: value' lines")


def _read_entry(path: Path, node: yaml.Node, kind: type[Entry], mistakes: list[str]) -> Entry | None:
    """One entry, or its mistakes."""
    if not isinstance(node, yaml.MappingNode):
        mistakes.append(f"{_at(path, node)}: an entry is written as 'name: value' lines")
        return None
    if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
        mistakes.append(f"{_at(path, node)}: a name is a word: an entry is written as 'name: value' lines")
        return None
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    if len(lines) < len(node.value):
        mistakes.append(f"{_at(path, node)}: a name stands twice in this entry")
        return None
    loader = yaml.SafeLoader("")
    try:
        return kind.model_validate(loader.construct_mapping(node, deep=True))
    except ValidationError as error:
        for one in error.errors():
            name = str(one["loc"][0]) if one["loc"] else ""
            line = lines.get(name, node.start_mark.line + 1)
            where = ": ".join(filter(None, (f"{path.name}:{line}", ".".join(map(str, one["loc"])))))
            mistakes.append(f"{where}: {one['msg'].removeprefix('Value error, ')}")
    except (yaml.YAMLError, ValueError) as error:  # a day such as 2025-13-01 is one that the loader itself cannot make
        mistakes.append(f"{_at(path, node)}: {' '.join(str(error).split())}")
    finally:
        loader.dispose()
    return None


def _at(path: Path, node: yaml.Node) -> str:
    return f"{path.name}:{node.start_mark.line + 1}"
