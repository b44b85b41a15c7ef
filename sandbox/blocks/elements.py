"""Which elements may sit where."""

from sandbox.blocks.buttons import BUTTON, CONTEXTUAL, PRESSED
from sandbox.blocks.choices import CHOSEN, DATE_AND_TIME
from sandbox.blocks.inputs import RICH_TEXT_INPUT, TYPED
from sandbox.blocks.objects import image, text_kinds
from sandbox.blocks.rules import by_type

_IMAGE = {"image": image()}

IN_ACTIONS = by_type(PRESSED | CHOSEN | DATE_AND_TIME | RICH_TEXT_INPUT)
IN_INPUTS = by_type(CHOSEN | DATE_AND_TIME | TYPED)
IN_SECTIONS = by_type(PRESSED | CHOSEN | _IMAGE)
IN_CONTEXTS = by_type(_IMAGE | text_kinds(3000))
IN_CONTEXT_ACTIONS = by_type(CONTEXTUAL)
IN_CARDS = by_type({"button": BUTTON})
