"""Installing the app by OAuth: the page that asks, the checks before it, and what scopes mean in words."""
