"""Markdown, and the file of results that it is put into."""

from textwrap import fill

from running import replace

HEAD = """\
# How well Dialpace paces

Written by [`Benchmarks/pacing/measure`](pacing/README.md), which says how to read it and to make it
again. The predictive policy is told nothing beforehand, neither answer rates nor times, and every
replication begins cold. All policies meet the same callers.
"""


def section(*parts):
    """Puts headings, paragraphs and tables together; a paragraph is broken into lines."""
    return "\n\n".join(part if part[0] in "#|<-" else fill(part, 110) for part in parts)


def table(head, rows, words=()):
    """Returns a Markdown table; `words` are the columns that hold some, the others hold figures."""
    lines = [head, [":--" if place in words else "--:" for place in range(len(head))], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def percent(share, places=2):
    return "–" if share is None else f"{share * 100:.{places}f}"


def of(part, whole):
    """As `3 of 20`, on one line."""
    return f"{part:,}\u00a0of\u00a0{whole:,}"


def points(value):
    """A difference in points of percent, with its sign."""
    return f"{value:+.2f}".replace("-", "−")


def put_together(file, name, text, order):
    """Puts a section into the file in place of the one it has; the others stay as they are."""
    parts = {}
    if file.exists():
        for part in file.read_text().split("\n<!-- section ")[1:]:
            own, _, rest = part.partition(" -->\n")
            parts[own] = rest.strip("\n")
    parts[name] = text
    whole = HEAD + "".join(
        f"\n<!-- section {own} -->\n\n{parts[own]}\n" for own in order if own in parts
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    replace(file, whole)
