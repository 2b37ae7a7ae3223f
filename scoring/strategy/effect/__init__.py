"""Did it work? What came in of what was overdue, what actions brought, one strategy against another, what was learned."""
