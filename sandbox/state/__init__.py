"""The sandbox's memory: people, conversations, messages, views, files; no I/O."""
