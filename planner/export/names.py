"""Names for other programs: the same thing of the same log has the same one, and nothing about the reader is in it."""

from uuid import NAMESPACE_URL, UUID, uuid5

from planner.model import Log

# The name under which all of ours are made. It is never looked up.
SPACE = uuid5(NAMESPACE_URL, "https://example.org/hamstring-guide/")


def name_of(log: Log, *parts: object) -> UUID:
    """A name made of the log's first entry and these parts. The entry's own id cannot be found out from it."""
    return shared_name(log.entries[0].id, *parts)


def shared_name(*parts: object) -> UUID:
    """A name that is the same in every file with these parts: of an exercise in a stage, for instance."""
    # An id from a strange file may hold half a letter of UTF-16. It is some reader's log all the same.
    return uuid5(SPACE, "\n".join(str(part) for part in parts).encode("utf-8", errors="surrogatepass"))
