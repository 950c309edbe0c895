"""Pure rules of the risk picture: the scoring model, what it makes of what is known, and what a judgement must say."""
