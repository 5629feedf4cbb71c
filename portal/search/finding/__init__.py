"""What search finds over several apps: people by what they can do, and pages of lifow."""
