"""Frozen dataclasses that cross rooms: requests going down, results and views coming back."""
