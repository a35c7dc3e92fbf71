"""The person: body mesh, skeleton, limbs, clothing, hair, anatomy under the skin."""
