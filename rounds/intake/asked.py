"""What a customer was asked when ordering, as it comes with the order: read strictly, for much hangs on it."""

from dataclasses import dataclass

from data.drafts.customer_reply import ReplyDraft
from impact.question import ROTATIONS, Answer, wording, wordings
from kernel.errors import BadInputError
from kernel.text import Text
from rounds.intake.cell import UnreadableCellError, quoted

__all__ = ["GivenAsked", "read_answer", "read_asked", "read_rotation", "read_wording"]


@dataclass(frozen=True, slots=True)
class GivenAsked:
    """A reply as it was handed in.

    Attributes
    ----------
    wording: the version of the question; `answer`: its word or its text, empty where none came.
    rotation: which answer stood first, in digits; empty where nobody tells.
    """

    wording: str
    answer: str = ""
    rotation: str = ""
    after_shown: bool = False


def read_asked(given: GivenAsked) -> tuple[ReplyDraft | None, list[tuple[str, Text]]]:
    """Read a reply; what is wrong is told by field: "asked/wording"."""
    faults: list[tuple[str, Text]] = []
    version, answer, rotation, field = "", None, None, "asked/wording"
    try:
        version = read_wording(given.wording)
        field = "asked/answer"
        answer = read_answer(given.answer, version)
    except UnreadableCellError as fault:
        faults.append((field, fault.text))
    try:
        rotation = read_rotation(given.rotation)
    except UnreadableCellError as fault:
        faults.append(("asked/rotation", fault.text))
    return (None if faults else ReplyDraft(version, answer, rotation, given.after_shown)), faults


def read_wording(cell: str) -> str:
    """Read the version of the question."""
    try:
        return wording(cell).version
    except BadInputError:
        known = ", ".join(wordings())
        raise UnreadableCellError(
            f"{quoted(cell)} is geen versie van de vraag; die zijn er: {known}",
            f"{quoted(cell)} is no wording of the question; there is: {known}",
        ) from None


def read_answer(cell: str, version: str) -> Answer | None:
    """Read an answer by its word, or by its text in a wording; nothing is somebody who did not say."""
    said = " ".join(cell.split()).rstrip(".").casefold()
    if not said:
        return None
    if said in set(Answer):
        return Answer(said)
    for answer, text in wordings()[version].answers.items():
        if said in {text.nl.casefold(), text.en.casefold()}:
            return answer
    known = ", ".join(Answer)
    raise UnreadableCellError(
        f"{quoted(cell)} is geen antwoord op de vraag; schrijf een van {known}, of niets",
        f"{quoted(cell)} is no answer to the question; write one of {known}, or nothing",
    )


def read_rotation(cell: str) -> int | None:
    """Read which answer stood first."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) < 3 and int(cell) < ROTATIONS):
        last = ROTATIONS - 1
        raise UnreadableCellError(
            f"{quoted(cell)} is geen volgorde van antwoorden; schrijf 0 tot en met {last}, of niets",
            f"{quoted(cell)} is no order of answers; write 0 to {last}, or nothing",
        )
    return int(cell)
