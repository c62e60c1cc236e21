"""One transaction: who calls and may, what is recorded, what comes in and goes out."""
