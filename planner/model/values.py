"""Values that every part of the model shares."""

Range = tuple[int, int]

# The days of the week, as answers and records name them; Monday is first, as in date.weekday().
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# How hard an exercise can be, from gentle to hard.
INTENSITIES = ("light", "moderate", "heavy")
