"""The states of a pairing, in the groups that are asked for."""

HOLDING = ["accepted", "active"]
UNDER_WAY = ["asked", *HOLDING]
OPEN = ["proposed", *UNDER_WAY]
COMMENTABLE = [*HOLDING, "completed"]
OVER = ["completed", "ended", "declined", "expired"]
LEFT = "left"
