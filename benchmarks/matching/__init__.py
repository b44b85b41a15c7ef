"""The matcher's figures: `company` generates instances, `python -m benchmarks.matching` measures."""
