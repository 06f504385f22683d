"""The label of a creative: the words for an order's markets, where the policy asks for one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ugc import rights
from ugc.model.creatives import Copy
from ugc.model.rights import Case
from ugc.model.vocab import Identity, Purpose

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def labelled(
    workspace: "Workspace",
    words: Copy,
    cases: Iterable[Case],
    *,
    purposes: Iterable[Purpose],
    identity: Identity,
    territories: frozenset[str],
) -> Copy:
    """Return the words with a label, where the policy asks for one and no order has given its own.

    Where one is asked for and no words are on file, or none that all markets take, they come back as they are: the
    records then refuse the use, and say what is lacking.
    """
    if words.disclosure:
        return words
    text = label_for(
        workspace,
        cases,
        purposes=purposes,
        identity=identity,
        territories=territories,
        language=words.language,
    )
    return words.model_copy(update={"disclosure": text}) if text else words


def label_for(
    workspace: "Workspace",
    cases: Iterable[Case],
    *,
    purposes: Iterable[Purpose],
    identity: Identity,
    territories: frozenset[str],
    language: str,
) -> str | None:
    """Return the words of the label for some posts in one creative; None where none is asked for, or there are none."""
    policy, brand = workspace.settings.rights, workspace.settings.brand.name
    asked = [rights.Asked(brand, purpose, identity, territories) for purpose in sorted(set(purposes))]
    if not territories or not any(rights.asked_for(case, one, policy) for case in cases for one in asked):
        return None
    return rights.wording(territories, language, policy.disclosure.words).text
