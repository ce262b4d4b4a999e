"""The leak check: every door of an installation is driven as every role, and judged by a second opinion on the rights."""
