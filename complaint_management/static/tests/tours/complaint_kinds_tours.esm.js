import {
    choose,
    compose,
    inState,
    openPage,
    press,
    seesButtons,
    write,
} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("complaint_form_employee", {
    steps: () => [
        write("name", "The lift is stuck again"),
        {
            content: "Register on the full form",
            trigger: ".o_statusbar_buttons button:text(Register)",
            run: "click",
        },
        {
            content: "From now on it is read, not edited",
            trigger: ".o_form_readonly .o_field_widget[name='number']",
        },
        seesButtons(),
    ],
});

tours.add("complaint_inquiry", {
    steps: () => [
        inState("New"),
        seesButtons("answer_inquiry", "acknowledge", "answer_orally", "hold", "cancel"),
        {
            content: "An inquiry is not investigated",
            trigger: ".o_notebook_headers:not(:has(.nav-link[name='findings']))",
        },
        openPage("answer"),
        compose("answer", "The new tariff starts on 1 January."),
        press("answer_inquiry"),
        inState("Resolved"),
        seesButtons("close", "reopen", "hold", "cancel"),
        press("close"),
        inState("Closed"),
    ],
});

tours.add("complaint_suggestion_handler", {
    steps: () => [
        inState("New"),
        openPage("decision"),
        write("promised_reply_date", "+7d"),
        press("assess"),
        inState("Assessed"),
        seesButtons(null, "hold", "cancel"),
    ],
});

tours.add("complaint_suggestion_manager", {
    steps: () => [
        inState("Assessed"),
        seesButtons("decide_suggestion", "hold", "override", "cancel"),
        openPage("decision"),
        ...choose("suggestion_outcome", "Partly adopted"),
        compose("decision", "Two branches open on Saturdays, for a trial."),
        compose("answer", "Thank you. We try it at two branches from March."),
        press("decide_suggestion"),
        inState("Resolved"),
    ],
});

tours.add("complaint_merge", {
    steps: () => [
        {
            content: "The form tells of the possible duplicate",
            trigger: ".o_complaint_banner:contains(Perhaps registered before)",
        },
        {
            content: "Merge",
            trigger: ".o_complaint_banner button[name='action_merge']",
            run: "click",
        },
        {
            content: "Both cases are proposed",
            trigger: ".modal [name='complaint_ids'] .o_data_row:nth-of-type(2)",
        },
        write("reason", "Husband and wife told the same"),
        {
            content: "Confirm",
            trigger: ".modal-footer button[name='action_merge']",
            run: "click",
        },
        {
            content: "The case that goes on opens",
            trigger: ".o_field_widget[name='name'] textarea:value(Meters of two flats)",
        },
        openPage("log"),
        {
            content: "It names the case that went into it",
            trigger: "[name='merged_ids'] .o_tag",
        },
    ],
});

tours.add("complaint_from_ticket", {
    steps: () => [
        {
            content: "Make a case of the ticket",
            trigger: "button[name='action_register_complaint']",
            run: "click",
        },
        inState("New"),
        {
            content: "The subject came along",
            trigger: ".o_field_widget[name='name'] textarea:value(Freezer defrosts by itself)",
        },
        {
            content: "The case leads back to its ticket",
            trigger: "button[name='action_view_ticket']",
        },
        {
            content: "The photo came along",
            trigger: ".o-mail-Chatter button[aria-label='Attach files']:contains(1)",
        },
    ],
});
