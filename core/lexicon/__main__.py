"""Prepare the books of all languages: `python -m core.lexicon`."""

from core.lexicon import compiled, headings, prepared

if __name__ == "__main__":
    prepared.write({code: compiled(code) for code in headings()})
