"""The whole-body solver: any joint, any contact, in every posture."""
