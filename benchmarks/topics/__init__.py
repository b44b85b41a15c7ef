"""How well free text finds its topic: ``python -m benchmarks.topics`` measures it on a held-out list."""
