"""A report's page as a PDF that can be read aloud: tagged after PDF/UA-1, with its language and its title.

WeasyPrint lays out the same page that a browser shows, by the rules of its style sheet for paper. Nothing is fetched;
fonts are the machine's own, and go along in the file. The same page on the same machine gives the same bytes.
"""

import logging
from contextlib import redirect_stdout
from functools import lru_cache
from hashlib import sha256
from io import StringIO
from typing import Any

from kernel.errors import MissingToolError

__all__ = ["pdf_of"]

VARIANT = "pdf/ua-1"
"""ISO 14289-1: headings, tables and figures by their kind, and pictures told in words."""


@lru_cache(maxsize=16)  # printing takes seconds of a processor, and a report that is asked for is asked for again
def pdf_of(page: str) -> bytes:
    """Print a page.

    Parameters
    ----------
    page: HTML that stands alone, with `lang` and a title.

    Raises
    ------
    MissingToolError
        WeasyPrint, or what it needs of the system, is not installed.
    """
    weasyprint = _weasyprint()
    nowhere = weasyprint.urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=page, url_fetcher=nowhere)
    # The identifier is of what is printed; WeasyPrint's own is drawn by chance.
    return document.write_pdf(pdf_variant=VARIANT, pdf_identifier=sha256(page.encode()).digest()[:16])


def _weasyprint() -> Any:
    """Load the printer only where something is printed: it is an extra, and its libraries take their time."""
    try:
        with redirect_stdout(StringIO()):  # it tells of a missing library there, in lines of its own
            import weasyprint  # noqa: PLC0415 - see above
    except ImportError as fault:
        raise MissingToolError(
            "a PDF needs WeasyPrint", way_out="Run `make setup`, or `pip install weasyprint`."
        ) from fault
    except OSError as fault:
        raise MissingToolError(
            "a PDF needs Pango and HarfBuzz", way_out="Type: sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from fault
    weasyprint.LOGGER.setLevel(logging.ERROR)  # its warnings are of rules that only screens and SVG know
    return weasyprint
