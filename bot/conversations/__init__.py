"""The desks: one module for each kind of conversation, behind bot.talk.Desk."""
