import {inState, openPage, pick, press, write} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Waits until a deadline of the case is told at a level, with these words. */
function sees(milestone, level, words) {
    const clock = `li[data-milestone='${milestone}'][data-level='${level}']`;
    return {
        content: `${milestone} is ${level}: ${words}`,
        trigger: `.o_complaint_clocks ${clock}:contains(${words})`,
    };
}

function seesNote(words) {
    return {
        content: `The chatter says: ${words}`,
        trigger: `.o-mail-Message-body:contains(${words})`,
    };
}

function confirm(name, dialog = ".modal") {
    return {
        content: `Confirm with ${name}`,
        trigger: `${dialog} button[name='${name}']`,
        run: "click",
    };
}

// A case that nobody answers: between the tours the tester moves the time.

tours.add("complaint_deadline_runs", {
    steps: () => [sees("resolve", "ok", "15 working hours left")],
});

tours.add("complaint_deadline_warns", {
    steps: () => [
        sees("resolve", "warn", "2 working hours left"),
        seesNote("Resolution is due"),
    ],
});

tours.add("complaint_deadline_is_missed", {
    steps: () => [
        sees("resolve", "late", "1 working hour late"),
        seesNote("has not been reached"),
        {
            content: "The button counts the late deadlines",
            trigger: "button[name='action_view_clocks']:contains(1)",
            run: "click",
        },
        {
            content: "It leads to the deadlines of the case",
            trigger: ".o_list_view .o_data_row:contains(was due):contains(Late)",
        },
    ],
});

tours.add("complaint_deadline_late_list", {
    steps: () => [
        {
            content: "Look for what is late",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "Filter the late cases",
            trigger: ".o_filter_menu .o_menu_item:text(Late)",
            run: "click",
        },
        {
            content: "The filter is on",
            trigger: ".o_facet_value:text(Late)",
        },
        {
            content: "The late case says so with an icon and a word",
            trigger:
                ".o_kanban_record:contains(Nobody answers) .o_complaint_due .fa-exclamation-circle",
        },
    ],
});

tours.add("complaint_deadline_is_escalated", {
    steps: () => [
        sees("resolve", "late", "9 working hours late"),
        openPage("log"),
        {
            content: "The ledger keeps the warning",
            trigger: "[name='clock_event_ids'] .o_data_row:contains(Warned)",
        },
        {
            content: "The ledger keeps the breach",
            trigger: "[name='clock_event_ids'] .o_data_row:contains(Missed)",
        },
        {
            content: "The ledger keeps the escalation",
            trigger: "[name='clock_event_ids'] .o_data_row:contains(Escalated)",
        },
        {
            content: "The case says why it has this policy",
            trigger: "[name='policy_explanation']:contains(first that fits)",
        },
    ],
});

tours.add("complaint_deadline_hold", {
    steps: () => [
        inState("New"),
        sees("resolve", "ok", "15 working hours left"),
        press("hold"),
        {
            content: "The dialog is open",
            trigger: ".modal [name='asked_what'] input",
            run: "edit the meter photo",
        },
        {
            content: "Say why",
            trigger: ".modal [name='reason'] textarea",
            run: "edit The meter numbers cannot be read",
        },
        confirm("action_confirm"),
        sees("resolve", "paused", "waiting for the meter photo from the complainant"),
    ],
});

tours.add("complaint_deadline_resume", {
    steps: () => [
        sees("resolve", "paused", "15 working hours left"),
        press("resume"),
        sees("resolve", "ok", "15 working hours left"),
    ],
});

tours.add("complaint_deadline_ask", {
    steps: () => [
        sees("resolve", "ok", "15 working hours left"),
        openPage("log"),
        {
            content: "Ask for more time",
            trigger: "div[name='clock_ids'] button[name='action_extend']",
            run: "click",
        },
        {
            content: "The limit is in sight",
            trigger: ".modal [name='cap']:contains(24 working hours)",
        },
        write("amount", "9"),
        {
            content: "Leave the field",
            trigger: ".modal [name='reason'] textarea",
            run: "click",
        },
        {
            content: "Beyond the longest time it is refused",
            trigger: ".modal .alert:contains(more than the 24)",
        },
        {
            content: "No button asks for it",
            trigger: ".modal-footer:not(:has(button[name='action_confirm']))",
        },
        write("amount", "8"),
        {
            content: "Say why",
            trigger: ".modal [name='reason'] textarea",
            run: "edit The laboratory needs longer",
        },
        {
            content: "The new due time is shown",
            trigger: ".modal [name='date_due_new']",
        },
        ...pick("approver_id", "Maria Lopez"),
        {
            content: "The manager is chosen",
            trigger: ".modal [name='approver_id'] input:value(Maria Lopez)",
        },
        confirm("action_confirm", ".modal-footer"),
        {
            content: "The request waits for a decision",
            trigger: "div[name='extension_ids'] .o_data_row:contains(To decide)",
        },
        sees("resolve", "ok", "15 working hours left"),
    ],
});

tours.add("complaint_deadline_approve", {
    steps: () => [
        openPage("log"),
        {
            content: "Approve",
            trigger:
                "div[name='extension_ids'] .o_data_row button[name='action_approve']",
            run: "click",
        },
        {
            content: "It is approved",
            trigger: "div[name='extension_ids'] .o_data_row:contains(Approved)",
        },
        sees("resolve", "ok", "23 working hours left"),
        {
            content: "Nothing is left to ask for",
            trigger:
                ".o_notebook:not(:has(div[name='clock_ids'] button[name='action_extend']))",
        },
    ],
});
