"""What the page in the browser asks of the sandbox: routes, reads, acts, and word of changes."""
