import {
    choose,
    compose,
    inState,
    openPage,
    pick,
    press,
    seesButtons,
    write,
} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// The electricity case, told by the people who work on it, one after the other.

tours.add("complaint_case_clerk", {
    steps: () => [
        {
            content: "The board says that cards are not dragged",
            trigger: ".o_complaint_kanban_help",
        },
        {
            content: "Register with the keyboard, from the search box",
            trigger: ".o_searchview_input",
            run: "press alt+shift+r",
        },
        ...pick("partner_id", "Wang Jianguo"),
        {
            content: "The way to reach the customer is filled in",
            trigger: ".modal .o_field_widget[name='phone'] input:value(+86 10 5555 0134)",
        },
        ...pick("category_id", "Wrong bill"),
        write("name", "Charged for the shop next door"),
        compose("description", "The meters were swapped; 475 owed, 400 paid."),
        write("demand", "10000 and an apology"),
        {
            content: "Register",
            trigger: ".modal-footer button[name='action_register']",
            run: "click",
        },
        inState("New"),
        seesButtons(null, "print_for_signature"),
        {
            content: "The clerk reads, others work: no page for the assessment",
            trigger: ".o_notebook_headers:not(:has(.nav-link[name='findings']))",
        },
    ],
});

tours.add("complaint_case_handler_takes_over", {
    steps: () => [
        inState("New"),
        seesButtons("acknowledge", "assess", "print_for_signature", "hold", "cancel"),
        press("acknowledge"),
        inState("Acknowledged"),
        {
            content: "The form says what is missing, and leads there",
            trigger: ".o_complaint_missing li[data-field='grounds'] button",
            run: "click",
        },
        {
            content: "The page is open, the cursor in the field",
            trigger: ".o_notebook [name='grounds'] input:focus",
        },
        {
            content: "Staff see what the customer may expect",
            trigger: "[name='category_service_standard']:contains(two working days)",
        },
        ...choose("grounds", "Substantiated"),
        ...choose("demand_verdict", "Partly reasonable"),
        ...choose("mindset", "Venting a grievance"),
        {
            content: "Advice for the mindset",
            trigger: ".o_complaint_card:contains(Hear them out)",
        },
        press("assess"),
        inState("Assessed"),
        openPage("findings"),
        ...pick("investigator_id", "Ivan Petrov"),
        press("investigate"),
        inState("Investigating"),
        {
            content: "Tick a step of the checklist",
            trigger: ".o_complaint_checklist .form-check:contains(Hear both sides) input",
            run: "click",
        },
        {
            content: "It is ticked with who did it",
            trigger:
                ".o_complaint_checklist .form-check:contains(Hear both sides):contains(Hannah) input:checked",
        },
        seesButtons("propose", "hold", "cancel"),
    ],
});

tours.add("complaint_case_investigator", {
    steps: () => [
        inState("Investigating"),
        seesButtons("propose"),
        openPage("findings"),
        ...pick("cause_id", "Meters swapped"),
        ...choose("verdict", "Upheld"),
        ...choose("fault_level", "Ordinary mistake"),
        ...pick("responsible_department_ids", "Metering"),
        {
            content: "No single person made the mistake",
            trigger: "[name='responsible_process'] input",
            run: "check",
        },
        compose("finding", "Meters 4471 and 4472 were swapped at installation."),
        openPage("decision"),
        compose("decision", "Refund the money, swap the meters back, apologise."),
        compose("answer", "You are right, and we are sorry. We refund what you paid."),
        press("propose"),
        inState("Proposed"),
        seesButtons("request_approval"),
        press("request_approval"),
        {
            content: "The decision waits for somebody else",
            trigger: "[name='decision_state']:contains(Waiting for approval)",
        },
        seesButtons(),
    ],
});

tours.add("complaint_case_manager", {
    steps: () => [
        inState("Proposed"),
        seesButtons("approve", "refuse", "hold", "override", "cancel"),
        {
            content: "All that is decided is on one card: what was found, and the letter",
            trigger:
                ".o_complaint_approval:contains(Upheld):contains(Meters 4471):contains(You are right)",
        },
        {
            content: "Approve on the card",
            trigger: ".o_complaint_approval button[name='action_approve']",
            run: "click",
        },
        {
            content: "The decision is approved",
            trigger: "[name='decision_state']:contains(Approved)",
        },
    ],
});

tours.add("complaint_case_handler_closes", {
    steps: () => [
        inState("Proposed"),
        seesButtons("answer", "hold", "cancel"),
        openPage("decision"),
        press("answer"),
        {
            content: "The customer was told the cause on the phone",
            trigger: "[name='cause_told'] input",
            run: "check",
        },
        ...choose("customer_response", "Rejected"),
        {
            content: "The recourse was explained",
            trigger: "[name='recourse_explained'] input",
            run: "check",
        },
        press("resolve"),
        inState("Resolved"),
        {
            content: "The form says that the follow-up is missing",
            trigger: ".o_complaint_missing:contains(follow-up)",
        },
        openPage("contacts"),
        {
            content: "Log the follow-up",
            trigger: "button[name='action_log_call']",
            run: "click",
        },
        ...choose("purpose", "Follow-up"),
        {
            content: "How they felt, in one click",
            trigger: ".modal [name='mood'] .o_selection_badge:contains(4 – Content)",
            run: "click",
        },
        write("summary", "The refund arrived; content now."),
        {
            content: "Save the call",
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        {
            content: "The call is in the log",
            trigger: "[name='contact_ids'] .o_data_row:contains(refund arrived)",
        },
        openPage("learning"),
        {
            content: "Nobody else can have been mixed up",
            trigger: "[name='elsewhere'] .o_radio_item:contains(No):not(:contains(known)) input",
            run: "click",
        },
        compose("lesson", "Two people check which meter belongs to which flat."),
        press("close"),
        inState("Closed"),
        seesButtons(null, "reopen"),
        {
            content: "A closed case is not rewritten",
            trigger: ".o_field_widget[name='name'].o_readonly_modifier",
        },
    ],
});
