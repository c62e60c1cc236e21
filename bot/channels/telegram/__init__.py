"""The Telegram channel: durable in, durable out, python-telegram-bot between."""
