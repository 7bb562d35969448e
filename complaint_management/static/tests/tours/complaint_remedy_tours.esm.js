import {
    choose,
    inState,
    openPage,
    patiently,
    pick,
    press,
    seesButtons,
    write,
} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const REMEDIES = ".o_field_widget[name='remedy_ids']";
const ROW = `${REMEDIES} .o_selected_row`;

/** Adds a line to what the customer gets, and stays in it. */
function addRemedy(type, what) {
    return [
        {
            content: `Add a line for ${type}`,
            trigger: `${REMEDIES} .o_field_x2many_list_row_add :is(a, button)`,
            run: "click",
        },
        {
            content: `Search ${type}`,
            trigger: `${ROW} [name='type_id'] input`,
            run: `edit ${type}`,
        },
        {
            content: `Pick ${type}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${type})`,
            run: "click",
        },
        {
            content: `Say what it is: ${what}`,
            trigger: `${ROW} [name='name'] input`,
            run: `edit ${what}`,
        },
    ];
}

function worth(amount) {
    return {
        content: `It is worth ${amount}`,
        trigger: `${ROW} [name='amount'] input`,
        run: `edit ${amount}`,
    };
}

function save() {
    return [
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_form_saved, .o_form_button_save:not(:visible)",
        },
    ];
}

function pressOnLine(what, name) {
    return {
        content: `Press ${name} on ${what}`,
        trigger: `${REMEDIES} .o_data_row:contains(${what}) button[name='action_${name}']`,
        run: "click",
    };
}

function lineIs(what, state) {
    return {
        content: `${what} is ${state}`,
        trigger: `${REMEDIES} .o_data_row:contains(${what}) [name='state']:contains(${state})`,
    };
}

// What is within the authority of the handler: settled in one click (R91, R95).

tours.add("complaint_remedy_within", {
    steps: () => patiently([
        inState("Investigating"),
        openPage("decision"),
        {
            content: "The form says what may be promised",
            trigger: "[name='authority_explanation']:contains(You may promise)",
        },
        ...addRemedy("Voucher", "A month for free"),
        worth("30"),
        ...save(),
        lineIs("A month for free", "Prepared"),
        press("settle"),
        inState("Resolved"),
        openPage("decision"),
        lineIs("A month for free", "Agreed"),
    ]),
});

// What is beyond it: no button promises it, somebody with authority approves (R92).

tours.add("complaint_remedy_beyond", {
    steps: () => patiently([
        inState("Investigating"),
        openPage("decision"),
        ...addRemedy("Refund", "What was paid in June"),
        worth("400"),
        ...save(),
        {
            content: "No button of the line promises it",
            trigger: `${REMEDIES} .o_data_row:contains(What was paid):not(:has([name='action_offer'], [name='action_grant']))`,
        },
        press("settle"),
        {
            content: "Nor does settling",
            trigger: ".modal:contains(Beyond what you may promise)",
        },
        {
            content: "Read on",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Ask for approval",
            trigger: "button[name='action_ask_approval']",
            run: "click",
        },
        {
            content: "Tell the customer honestly that somebody else decides",
            trigger: ".modal:contains(more than I may decide) .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Somebody is asked",
            trigger: `${REMEDIES} [name='approval_state']:contains(Waiting)`,
        },
    ]),
});

tours.add("complaint_remedy_approves", {
    steps: () => patiently([
        {
            content: "Everything to decide on is on one screen",
            trigger: ".o_form_view:has([name='demand']):has([name='like_summary'])",
        },
        press("approve"),
        inState("Approved"),
    ]),
});

tours.add("complaint_remedy_offers", {
    steps: () => patiently([
        inState("Investigating"),
        openPage("decision"),
        pressOnLine("What was paid", "offer"),
        lineIs("What was paid", "Offered"),
    ]),
});

// The electricity case to its end (R104-R108).

tours.add("complaint_electricity_proposes", {
    steps: () => patiently([
        inState("Investigating"),
        openPage("decision"),
        ...addRemedy("Refund", "What was paid for the shop"),
        worth("400"),
        ...save(),
        ...addRemedy("Compensation", "Moral damage"),
        worth("10000"),
        ...save(),
        pressOnLine("Moral damage", "ask_refusal"),
        write("refusal_reason", "Nobody was harmed in body or name."),
        {
            content: "Refuse it with the reason",
            trigger: ".modal-footer button[name='action_refuse']",
            run: "click",
        },
        lineIs("Moral damage", "Refused"),
        write("refusal_reason", "We return all that was paid; more was not lost."),
        press("propose"),
        inState("Proposed"),
        press("request_approval"),
        openPage("decision"),
        {
            content: "The decision waits for somebody else",
            trigger: "[name='decision_state']:contains(Waiting for approval)",
        },
    ]),
});

tours.add("complaint_electricity_approves", {
    steps: () => patiently([
        inState("Proposed"),
        press("approve"),
        openPage("decision"),
        {
            content: "The decision is approved",
            trigger: "[name='decision_state']:contains(Approved)",
        },
    ]),
});

tours.add("complaint_electricity_settles", {
    steps: () => patiently([
        inState("Proposed"),
        press("answer"),
        openPage("decision"),
        lineIs("What was paid for the shop", "Offered"),
        pressOnLine("What was paid for the shop", "accept"),
        lineIs("What was paid for the shop", "Agreed"),
        pressOnLine("What was paid for the shop", "ask_fulfilment"),
        {
            content: "Say what was done",
            trigger: ".modal [name='fulfilment_note'] textarea",
            run: "edit Paid in cash at the counter.",
        },
        {
            content: "It is done",
            trigger: ".modal-footer button[name='action_fulfil']",
            run: "click",
        },
        lineIs("What was paid for the shop", "Fulfilled"),
        openPage("contacts"),
        {
            content: "Apologise",
            trigger: "button[name='action_apologise']",
            run: "click",
        },
        {
            content: "In person",
            trigger: ".modal [name='medium'] .o_radio_item:contains(In person) input",
            run: "click",
        },
        ...choose("response", "Not accepted"),
        write("note", "Words are cheap, he says."),
        {
            content: "Keep the apology",
            trigger: ".modal-footer button[name='action_apologise']",
            run: "click",
        },
        {
            content: "It was refused",
            trigger: "[name='apology_ids'] .o_data_row:contains(Not accepted)",
        },
        openPage("decision"),
        ...choose("customer_response", "Rejected"),
        {
            content: "The recourse was explained",
            trigger: "[name='recourse_explained'] input",
            run: "check",
        },
        press("resolve"),
        inState("Resolved"),
    ]),
});

tours.add("complaint_electricity_rewards", {
    steps: () => patiently([
        inState("Resolved"),
        {
            content: "Open the actions",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Propose a reward",
            trigger: ".o-dropdown-item:contains(Propose a Reward)",
            run: "click",
        },
        ...pick("employee_id", "Song Yu"),
        ...pick("rule_id", "Found or averted"),
        {
            content: "Say what for",
            trigger: ".modal [name='facts'] .odoo-editor-editable",
            run: "editor Noticed that the two meters were swapped.",
        },
        {
            content: "Propose it",
            trigger: ".modal-footer button[name='action_propose']",
            run: "click",
        },
        {
            content: "The case shows nothing of it",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:contains(Song Yu))",
        },
    ]),
});

// The entries: told, answered, decided, appealed.

function decide(label, reason) {
    return [
        {
            content: "Open the decision",
            trigger:
                ".o_statusbar_buttons button.btn-primary[name='action_open_decision']",
            run: "click",
        },
        ...(label ? choose("act", label) : []),
        {
            content: "Give the reason",
            trigger: ".modal [name='reason'] textarea",
            run: `edit ${reason}`,
        },
        {
            content: "Decide",
            trigger: ".modal-footer button[name='action_confirm']",
            run: "click",
        },
    ];
}

function tellYourSide(text) {
    return [
        {
            content: "Open what is said about me",
            trigger: ".o_data_row .o_data_cell[name='rule_name']",
            run: "click",
        },
        {
            content: "Say something",
            trigger:
                ".o_statusbar_buttons button[name='action_say'], button.o_statusbar_button_dropdown_item[name='action_say']",
            run: "click",
        },
        {
            content: "In my words",
            trigger: ".modal [name='text'] textarea",
            run: `edit ${text}`,
        },
        {
            content: "Hand it in",
            trigger: ".modal-footer button[name='action_confirm']",
            run: "click",
        },
    ];
}

tours.add("complaint_entry_tells", {
    steps: () => patiently([
        inState("Newly proposed"),
        press("notify"),
        {
            content: "Yes, tell the person",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        inState("Notified"),
    ]),
});

tours.add("complaint_entry_states", {
    steps: () => patiently([
        ...tellYourSide("The plates were unreadable."),
        {
            content: "It is there",
            trigger: "[name='statement']:contains(unreadable)",
        },
    ]),
});

tours.add("complaint_entry_confirms", {
    steps: () => patiently([
        ...decide(null, "The work order says so."),
        inState("Confirmed"),
        seesButtons(null, "open_decision", "print_entries"),
    ]),
});

tours.add("complaint_entry_appeals", {
    steps: () => patiently([
        ...tellYourSide("I was on leave that week."),
        inState("Appealed"),
    ]),
});

tours.add("complaint_entry_waives", {
    steps: () => patiently([
        ...decide("Waive", "The roster shows the leave."),
        inState("Waived"),
    ]),
});

tours.add("complaint_reward_confirms", {
    steps: () => patiently([...decide(null, "Well seen."), inState("Confirmed")]),
});
