"""Other engines, each a module whose `choose` takes all allowed pairs and returns which it chose."""
