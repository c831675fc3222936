"""Who says so: evidence, origins, attestation, and what a framework holds and lacks."""
