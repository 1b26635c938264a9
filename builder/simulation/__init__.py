"""Made-up patients live through the planner day by day, and every promise of the rules is checked on each of their days."""
