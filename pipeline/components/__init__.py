"""The components of the language pipeline, each a registered spaCy factory; `pipeline.nlp` knows their order."""
