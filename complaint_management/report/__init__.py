from . import complaint_print, complaint_report
