"""The one table of the Web API methods the sandbox answers."""

from sandbox.methods import auth, chat, conversations, files, users, views

METHODS = auth.METHODS | chat.METHODS | conversations.METHODS | files.METHODS | users.METHODS | views.METHODS
