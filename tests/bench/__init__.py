"""`make bench`: how long a reader waits, side by side with stock Pyodide in the same run, and how many bytes move. Reported, never asserted."""
