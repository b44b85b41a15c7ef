"""The way to the app: payloads and events, and the transports that carry them, with Slack's retries."""
