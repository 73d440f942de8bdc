"""Settings of all tests."""

from hypothesis import settings

# A busy machine is no failure: no test asserts a time.
settings.register_profile("footnote", deadline=None)
settings.load_profile("footnote")
