"""Files and words from anyone, mutated: by Hypothesis in every run of the tests, by a coverage-guided fuzzer for longer."""
