"""What people do in Slack's client and administration, and what the app's answers do to it."""
