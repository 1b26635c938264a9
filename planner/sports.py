"""What a stage starts with for somebody's sport."""

from planner.model import Records, Stage


def starts_with(stage: Stage, sport: str | None, records: Records) -> tuple[str, ...]:
    """The exercises that come first in this stage, with those that the sport adds."""
    wanted = records.protocol.sports.get(sport)
    also = tuple(id for id in wanted.also if stage.id in records.exercises[id].doses and id not in stage.start_with) if wanted else ()
    return (*also, *stage.start_with)
