"""The tools that people would pick for a history of control, each in its best case."""
