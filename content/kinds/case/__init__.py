"""A case story: what a customer was like, what was offered, what they said against it, and what closed it."""
