"""The person: body mesh, joints, limbs, clothing, hair, and the bones with the soft structures on them."""
