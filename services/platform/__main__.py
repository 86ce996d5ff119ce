"""``python -m services.platform`` is ``hub``."""

from services.platform.cli import main

main()
