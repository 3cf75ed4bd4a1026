"""How a question is understood: names, words, what the conversation adds, what narrows it."""
