"""What geomap costs, measured beside the tools people would pick instead: ``python -m benchmarks``."""
