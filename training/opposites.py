"""Words whose exchange turns a question into another one, which its text does not answer."""

_OPPOSITES = """
first/last before/after largest/smallest biggest/smallest highest/lowest most/least more/less increase/decrease
increased/decreased north/south northern/southern east/west eastern/western male/female men/women man/woman
early/late earlier/later oldest/youngest older/younger best/worst better/worse win/lose won/lost start/end
started/ended begin/end began/ended support/oppose supported/opposed allow/forbid allowed/forbidden include/exclude
always/never strong/weak stronger/weaker high/low higher/lower long/short longer/shorter major/minor public/private
rich/poor richest/poorest true/false old/new urban/rural positive/negative maximum/minimum majority/minority
internal/external import/export buy/sell bought/sold rise/fall rose/fell accept/reject accepted/rejected
""".split()
OPPOSITE = {a: b for pair in _OPPOSITES for a, b in (pair.split("/"), pair.split("/")[::-1])}
"""Words whose exchange turns a question into another one."""
