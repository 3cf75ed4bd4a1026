"""`cairn eval`: questions with known answers, asked of a fresh sample and judged by code."""
