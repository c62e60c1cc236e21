"""The desks: one module for each kind of conversation, behind bot.dialogue.talk.Desk."""
