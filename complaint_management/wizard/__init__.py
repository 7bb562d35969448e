from . import complaint_hold, complaint_merge, complaint_transition_wizard
