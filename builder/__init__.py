"""The generator: YAML records in, Markdown pages and the browser's bundle out."""
