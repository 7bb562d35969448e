from . import complaint_clock_report, complaint_print, complaint_report
