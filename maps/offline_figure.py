"""A folium page that needs no network: scripts and styles inside, and a policy that forbids the rest.

What is not known by name is refused, so that a plugin which would load from a content network fails here,
not at the reader's.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from branca.element import CssLink, Element, Figure, JavascriptLink
from markupsafe import Markup

from kernel.errors import MissingToolError
from maps.content_policy import content_policy
from maps.page_data import page_data
from maps.pages import page

__all__ = ["OfflineFigure", "need_static_files", "static_text"]

_STATIC = Path(__file__).parent / "static"
_STATIC_FILES = ("leaflet.css", "leaflet.js", "roundmap.js")
_KNOWN = {"leaflet.js", "leaflet.css", "roundmap.js"}


class OfflineFigure(Figure):
    """Renders its children into one page without a single link to fetch.

    Parameters
    ----------
    body: HTML put after what the children put into the body.
    styles: style sheets put after those of the children.
    data: what the children's scripts read as the page's data; no template ever sees it.
    """

    def __init__(
        self,
        *,
        title: str,
        lang: str,
        body: str = "",
        styles: Sequence[str] = (),
        data: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(title=title)
        self.lang = lang
        self.body = body
        self.styles = styles
        self.data = data or {}

    def render(self, **kwargs: object) -> str:
        """Render the page.

        Raises
        ------
        MissingToolError
            The browser's part has not been built.
        ValueError
            A child asks for a script, a style or a head that this page does not know, or makes a template.
        """
        for child in self._children.values():
            child.render(**kwargs)
        for part in (self.header, self.html, self.script):
            _refuse_templates(part)
        head = [child for name, child in self.header._children.items() if name != "meta_http"]  # noqa: SLF001 - branca has no public way to its children
        scripts = [_inline_script(_linked(child)) for child in head if isinstance(child, JavascriptLink)]
        styles = [_linked(child) for child in head if isinstance(child, CssLink)]
        unknown = [child for child in head if not isinstance(child, JavascriptLink | CssLink)]
        if unknown:
            raise ValueError(f"a page without network does not know {unknown[0].get_name()} in its head")
        scripts.append(_inline_script(self.script.render(**kwargs)))
        styles.extend(self.styles)
        return page(
            "offline_figure.html",
            lang=self.lang,
            title=self.title,
            policy=content_policy(scripts=scripts, styles=styles),
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - escaped for scripts above
            styles=[Markup(text) for text in styles],  # noqa: S704 - our own files
            data=Markup(page_data(self.data)),  # noqa: S704 - escaped for scripts by page_data
            body=Markup(self.html.render(**kwargs) + self.body),  # noqa: S704 - rendered with escapes
        )


def need_static_files() -> None:
    """Refuse to go on where a map could not be drawn at the end.

    Raises
    ------
    MissingToolError
        The browser's part has not been built.
    """
    for name in _STATIC_FILES:
        static_text(name)


def static_text(name: str) -> str:
    """Read what `scripts/build_web.py` built.

    Raises
    ------
    MissingToolError
        It has not been built.
    """
    try:
        return (_STATIC / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingToolError(
            "the browser's part of the map is not built", where=f"maps/static/{name}", way_out="Run `make setup`."
        ) from None


def _refuse_templates(part: Element) -> None:
    """What a child made, branca compiles as a template; what compiles to more than itself is data gone astray."""
    for child in part._children.values():  # noqa: SLF001 - branca has no public way to its children
        if re.search(r"\{[{%#]", child._template_str or ""):  # noqa: SLF001 - the same
            raise ValueError("what an element has made would be compiled as a template: hand data over beside it")


def _linked(link: Element) -> str:
    name = str(getattr(link, "url", ""))
    if name not in _KNOWN:
        raise ValueError(f"{name} would be fetched: a page without network holds only {', '.join(sorted(_KNOWN))}")
    return static_text(name)


def _inline_script(text: str) -> str:
    """Keep the page's reader from taking a piece of text for the end of the script."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)
