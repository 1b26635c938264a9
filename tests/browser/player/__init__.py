"""The session player: one exercise at a time, by finger, by keyboard and by the clock."""
