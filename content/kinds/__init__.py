"""One folder a kind of module: what it consists of, its builder, its player, and what learners do with it.

`content.catalogue.kinds` has what a kind gives, and the registry that `AppConfig.ready` fills.
"""
