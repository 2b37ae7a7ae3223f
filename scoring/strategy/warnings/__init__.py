"""Early warnings: indicators as data, when they trip, what their record was, and the life of an alert."""
