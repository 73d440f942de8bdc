"""Credits of pictures, and captions that end in one."""

from __future__ import annotations

import re

from index.lines import DECORATION

_AGENCIES = (
    r"Getty(?: Images)?(?: (?:Europe|News))?",
    r"AFP|EPA|REUTERS|Reuters|AP(?: Photo| Images)?|PA(?: Wire| Images)?|TASS|Xinhua|Sputnik|dpa|ANP|ZUMA",
    r"Shutterstock|iStock|Alamy(?: Stock Photo)?|Flickr|Wikimedia Commons|Unsplash|Bloomberg|Anadolu(?: Agency)?",
)
_AGENCY = f"(?:{'|'.join(_AGENCIES)})"
_PICTURE = (
    r"(?i:(?:cover |lead |top |header |main |file |featured? )?"
    r"(?:photo(?:graph|graphy)?|image|picture|illustration|screen ?shot|artwork)s?)"
)
_CREDIT = re.compile(
    # "Photo: …", "Image credit: …"
    rf"{_PICTURE}(?i: (?:credit|source|copyright|caption)s?)? ?[:：] ?\S.{{0,250}}"
    # "Image source, Reuters", as one broadcaster prints them
    r"|(?i:(?:image|media|photo) (?:source|copyright|caption|credit)), ?\S.{0,250}"
    r"|(?i:(?:video|graphic|map) credit) ?[:：].{0,120}"
    # "Photo by Jane Doe/EPA", "Image via Flickr": names only, see below
    rf"|{_PICTURE}(?i: credits?)? (?i:by|via|courtesy(?: of)?|from) (?P<names>\S.{{0,119}})"
    # "Jane Doe/Reuters", "AP Photo/Jane Doe", "Getty Images"
    rf"|(?:[^\W\d_][\w .'’,&-]{{0,60}}? ?[/|] ?)?{_AGENCY}(?: ?/ ?[\w .'’/-]{{2,60}})?"
    r"|(?i:file (?:photo|picture|image)|handout(?: photo| image)?|stock (?:photo|image))"
)
_CAPTION = re.compile(
    r".{0,320}\((?:AP Photo|Photo(?:graph)? by|Photo(?:graph)? ?:|Image ?:|Picture ?:|REUTERS ?/"
    rf"|[^()]{{1,60}}/ ?{_AGENCY})[^()]{{0,80}}\)\.?"
)
_SMALL_WORDS = frozenset(
    "and of the for via by from on in de van von der la le el al bin handout courtesy file pool photo".split()
)


def is_credit(line: str) -> bool:
    """Whether the line is a picture's credit, or a caption that ends in one."""
    if len(line) > 400:
        return False
    if _CAPTION.fullmatch(line) is not None:
        return True
    match = _CREDIT.fullmatch(line.strip(DECORATION).removesuffix("."))
    if match is None or match["names"] is None:
        return match is not None
    # "Photo by photo, the archive shows …" is a sentence: a credit is made of names.
    words = match["names"].split()
    return len(words) <= 12 and all(_could_be_in_a_name(word) for word in words)


def _could_be_in_a_name(word: str) -> bool:
    return word in _SMALL_WORDS or not word.isalpha() or not word.islower()
