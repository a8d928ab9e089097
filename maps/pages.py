"""The templates of this room: everything put into them is escaped, anything missing is an error."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from maps.content_policy import content_policy
from maps.words import note_in_words

__all__ = ["environment", "page", "paper", "style"]

_FOLDER = Path(__file__).parent / "templates"


@cache
def environment(*folders: Path) -> Environment:
    """Give the templates of `maps/templates`, and before them those of other folders."""
    made = Environment(
        loader=FileSystemLoader([*folders, _FOLDER]),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        auto_reload=False,  # a page of a day fills in hundreds of small ones: none asks the disk again
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["note"] = note_in_words
    return made


def page(template: str, **values: object) -> str:
    """Fill in a template of `maps/templates`."""
    return environment().get_template(template).render(**values)


def paper(template: str, *, style_sheet: str, **values: object) -> str:
    """Fill in a template of a page without scripts that stands alone, with its style inside."""
    text = style(style_sheet)
    own = {"layout": "paper.html", "style": Markup(text), "policy": content_policy(styles=[text])}  # noqa: S704 (ours)
    return page(template, **own, **values)


def style(name: str) -> str:
    """Read a style sheet of `maps/templates`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _escaped(value: object) -> Markup:
    """Escape for HTML, and a brace too: what is put in is no template, wherever it is read again."""
    if isinstance(value, Markup):
        return value
    text = escape(value)
    return Markup(str(text).replace("{", "&#123;")) if "{" in text else text  # noqa: S704 (ours) - escaped in the line above
