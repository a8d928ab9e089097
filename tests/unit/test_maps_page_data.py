"""What stands in a page as data: any text goes in and comes out, and none of it means anything to the page."""

import json

from hypothesis import given
from hypothesis import strategies as st

from maps.page_data import page_data

EVIL = st.sampled_from(["{{", "{%", "{#", "</script>", "<!--", '"', "\\", '\\"', "{", "}", "&"])
TEXTS = st.lists(EVIL | st.text(st.characters(exclude_categories=["Cs"]))).map("".join)


@given(st.recursive(TEXTS | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_every_text_comes_out_as_it_went_in_and_holds_no_template_and_no_tag(value: object):
    written = page_data(value)
    assert json.loads(written) == value
    assert not any(sign in written for sign in ("{{", "{%", "{#", "<", ">", "&"))
