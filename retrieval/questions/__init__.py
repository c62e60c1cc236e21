"""What a question asks: kind of answer, subject, place, period, what it presupposes."""
