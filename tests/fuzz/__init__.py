"""What reads text that nobody vouches for, fuzzed by Atheris: `make fuzz`. See `__main__.py`."""
