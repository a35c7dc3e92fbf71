"""The person: body mesh, skeleton, limbs, clothing, hair, skeleton and what lies on it."""
