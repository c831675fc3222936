"""Careers: who serves which function, which ways lead from role to role, and what is known of the workforce."""
