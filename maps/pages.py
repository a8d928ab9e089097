"""The templates of this room: everything put into them is escaped, anything missing is an error."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from maps.content_policy import content_policy
from maps.words import note_in_words

__all__ = ["page", "paper", "style"]

_FOLDER = Path(__file__).parent / "templates"


def page(template: str, **values: object) -> str:
    """Fill in a template of `maps/templates`."""
    return _environment().get_template(template).render(**values)


def paper(template: str, *, style_sheet: str, **values: object) -> str:
    """Fill in a template of a page without scripts, with its style inside."""
    text = style(style_sheet)
    # our own file, not what a person wrote
    return page(template, style=Markup(text), policy=content_policy(styles=[text]), **values)  # noqa: S704


def style(name: str) -> str:
    """Read a style sheet of `maps/templates`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _escaped(value: object) -> Markup:
    """Escape for HTML, and a brace too: what is put in is no template, wherever it is read again."""
    if isinstance(value, Markup):
        return value
    return Markup(str(escape(value)).replace("{", "&#123;"))  # noqa: S704 - escaped in this line


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["note"] = note_in_words
    return environment
