"""The Web API methods of the sandbox, one file per family, as pure functions."""
