"""Each folder mirrors a package; backing/ starts what tests need; flows/ and browser/ tell whole stories."""
