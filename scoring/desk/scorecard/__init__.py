"""The scorecard over the store: observations, fits, versions, scores, monitoring, the model document."""
