"""The topics a new program starts with; the coordinator edits them in the set-up form."""

from messages.words import Words


def suggested_topics(t: Words) -> tuple[str, ...]:
    """Return what juniors often teach, then what seniors often give back."""
    return (
        t.plain("AI tools at work"),
        t.plain("Automating small tasks"),
        t.plain("Reading data"),
        t.plain("Social media"),
        t.plain("Short video and podcasts"),
        t.plain("Working remotely and across sites"),
        t.plain("What younger customers expect"),
        t.plain("What younger colleagues expect"),
        t.plain("Inclusion and belonging"),
        t.plain("Sustainability in daily work"),
        t.plain("Cybersecurity habits"),
        t.plain("Startups and new business models"),
        t.plain("Strategy and how decisions are made"),
        t.plain("Profit and loss"),
        t.plain("Talking with senior stakeholders"),
        t.plain("Negotiating"),
        t.plain("Leading a team"),
        t.plain("Careers and how they happen"),
        t.plain("How our industry works"),
        t.plain("Handling conflict"),
    )
