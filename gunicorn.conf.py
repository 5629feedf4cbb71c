"""gunicorn reads this file where it is started."""

# What it refuses by itself is told as a problem detail, as the API does.
worker_class = "lifow.server.ProblemWorker"
