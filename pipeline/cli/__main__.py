"""``python -m pipeline.cli``, for where the entry point is not installed."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
