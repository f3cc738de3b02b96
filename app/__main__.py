"""`python -m app` is `coach`."""

from app.cli import main

raise SystemExit(main())
