"""The tests: each folder mirrors a package; backing/ starts what they need; flows/ and browser/ tell whole stories."""
