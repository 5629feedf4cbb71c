"""`python -m benchmarks.guidance_targets`: run the benchmark and print its result."""

from benchmarks.guidance_targets.running import run

if __name__ == "__main__":
    print(run().line())
