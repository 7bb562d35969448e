import {
    choose,
    compose,
    inState,
    openPage,
    patiently,
    pick,
    press,
    write,
} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// Swapped meters: from the early warning to the proof that the cause is gone.

const openMenu = (section, menu) => [
    {
        content: "Open the apps",
        trigger: ".o_navbar_apps_menu button",
        run: "click",
    },
    {
        content: "Click the icon of the app",
        trigger: ".o_app[data-menu-xmlid='complaint_management.complaint_menu_root']",
        run: "click",
    },
    {
        content: `Open the menu ${section}`,
        trigger: `.o_menu_sections [data-menu-xmlid$='complaint_menu_${section}']`,
        run: "click",
    },
    {
        content: `Choose ${menu} in it`,
        trigger: `.o-dropdown--menu [data-menu-xmlid$='complaint_menu_${menu}']`,
        run: "click",
    },
];

const openRow = (name) => ({
    content: `Open ${name}`,
    trigger: `.o_data_row .o_data_cell:contains(${name})`,
    run: "click",
});

const inDialog = (steps) =>
    steps.map((step) => ({...step, trigger: `.modal ${step.trigger}`}));

const confirm = {
    content: "Confirm the dialog",
    trigger: ".modal-footer button[name='action_confirm']",
    run: "click",
};

const noDialog = {
    content: "The dialog is gone",
    trigger: "body:not(:has(.modal)) .o_form_view",
};

/** Fails unless the customers behind it are so many. */
const hasCases = (count) => ({
    content: `It has ${count} cases`,
    trigger: `.oe_stat_button[name='action_view_cases'] .o_stat_value:contains(/^${count}$/)`,
});

tours.add("complaint_meters_warning", {
    steps: () =>
        patiently([
            ...openMenu("warning", "alert"),
            {
                content: "Meters stand out, in words that a manager understands",
                trigger: ".o_kanban_record:contains(Meters):contains(3 this week)",
                run: "click",
            },
            {
                content: "There is a chart of the weeks before",
                trigger: ".o_field_widget[name='chart'] canvas",
            },
            press("open_incident"),
            inState("New"),
            hasCases(3),
            {
                content: "The lot that all three name is known",
                trigger: ".o_field_widget[name='lot_id'] input:value(B-2026-06)",
            },
            write("name", "Meters swapped at the exchange"),
            {
                content: "So is the cause that they have in common",
                trigger: ".o_field_widget[name='cause_id'] input:value(Meters swapped)",
            },
            compose("description", "Two meters of a floor were connected crosswise."),
            openPage("fix"),
            write("workaround", "You pay nothing until the meters are exchanged back."),
            press("assess"),
            inState("Assessed"),
        ]),
});

tours.add("complaint_meters_others", {
    steps: () =>
        patiently([
            ...openMenu("learning", "incident"),
            openRow("Meters swapped"),
            press("find_affected"),
            ...choose("way", "Who complained before"),
            {
                content: "Of this lot",
                trigger: ".modal .o_field_widget[name='lot_id'] input:value(B-2026-06)",
            },
            {
                content: "Look",
                trigger: ".modal button[name='action_search']",
                run: "click",
            },
            {
                content: "Two customers had a meter of the batch, and did not complain",
                trigger:
                    ".modal .o_data_row:contains(Dora) ~ .o_data_row:contains(Emil)",
            },
            {
                content: "Nobody else",
                trigger: ".modal .o_field_widget[name='line_ids']",
                run() {
                    const rows = document.querySelectorAll(".modal .o_data_row");
                    if (rows.length !== 2) {
                        throw new Error(`${rows.length} customers, not 2`);
                    }
                },
            },
            ...pickAndSee("remedy_type_id", "Compensation"),
            write("amount", "50"),
            {
                content: "Offer it now",
                trigger: ".modal .o_field_widget[name='do_offer'] input",
                run: "click",
            },
            {
                content: "What was found stands there already",
                trigger: ".modal .o_field_widget[name='finding']:contains(crosswise)",
            },
            {
                content: "A case for each",
                trigger: ".modal-footer button[name='action_make_cases']",
                run: "click",
            },
            {
                content: "There are two of them",
                trigger: ".o_list_view .o_data_row ~ .o_data_row",
            },
            {
                content: "Back to the incident",
                trigger: ".o_breadcrumb a:contains(Meters swapped)",
                run: "click",
            },
            hasCases(5),
            press("view_news"),
            compose("body", "Your meter and your neighbour's were swapped. It is put right."),
            {
                content: "Keep it",
                trigger: ".o_form_button_save",
                run: "click",
            },
            press("send"),
            {
                content: "It cannot be taken back: yes",
                trigger: ".modal-footer .btn-primary",
                run: "click",
            },
            inState("Going Out"),
        ]),
});

const pickAndSee = (field, name) => [
    ...pick(field, name),
    {
        content: `${name} is there`,
        trigger: `.o_field_widget[name='${field}'] input:value(${name})`,
    },
];

const planAction = (name, ...more) => [
    press("plan_action"),
    {
        content: "A new action",
        trigger: ".o_form_view:has(.o_field_widget[name='checker_id'] input)",
    },
    write("name", name),
    ...pickAndSee("user_id", "Hannah Okafor"),
    ...pickAndSee("checker_id", "Chen Colleague"),
    {
        content: "By when",
        trigger: ".o_field_widget[name='date_due'] :is(input, button)",
        run: "click",
    },
    {
        content: "By the first day that is offered after today",
        trigger: ".o_date_item_cell.o_today",
        run: "click",
    },
    openPage("effect"),
    ...choose("measure", "Number of complaints"),
    {
        content: "Of the cause that it removes",
        trigger: ".o_field_widget[name='scope_cause_id'] input:value(Meters swapped)",
    },
    ...more,
    {
        content: "Keep it",
        trigger: ".o_form_button_save",
        run: "click",
    },
    {
        content: "It is kept",
        trigger: ".o_form_saved, .o_form_button_save:not(:visible)",
    },
];

const tellNobody = [
    openPage("told"),
    {
        content: "Nobody is told of this one",
        trigger: ".o_field_widget[name='tells_complainants'] input",
        run: "click",
    },
];

tours.add("complaint_meters_plan", {
    steps: () =>
        patiently([
            ...openMenu("learning", "incident"),
            openRow("Meters swapped"),
            ...planAction("Label both meters of a floor"),
            {
                content: "Back to the incident",
                trigger: ".o_breadcrumb a:contains(Meters swapped)",
                run: "click",
            },
            ...planAction("Teach the fitters once more", ...tellNobody),
        ]),
});

const doIt = (name, proof) => [
    ...openMenu("learning", "action"),
    openRow(name),
    {
        content: "It is done",
        trigger: ".o_statusbar_buttons button:contains(/^Done$/)",
        run: "click",
    },
    ...inDialog([write("proof", proof)]),
    confirm,
    inState("Done"),
];

tours.add("complaint_meters_done", {
    steps: () =>
        patiently([
            ...doIt("Label both", "All 212 meters carry a label, see the list"),
            noDialog,
            ...doIt("Teach the fitters", "List of those who took part"),
        ]),
});

const checkIt = (name) => [
    ...openMenu("learning", "action"),
    openRow(name),
    press("check"),
    inState("Checked"),
];

tours.add("complaint_meters_checked", {
    steps: () => patiently([...checkIt("Label both"), ...checkIt("Teach the fitters")]),
});

const signIt = (name, outcome) => [
    ...openMenu("learning", "action"),
    openRow(name),
    {
        content: "Sign the effect",
        trigger: ".o_statusbar_buttons button:contains(Sign the Effect)",
        run: "click",
    },
    {
        content: `It was ${outcome}`,
        trigger: `.modal .o_field_widget[name='outcome'] .o_radio_item:contains(${outcome}) input`,
        run: "click",
    },
];

tours.add("complaint_meters_signed", {
    steps: () =>
        patiently([
            ...signIt("Label both", "Effective"),
            confirm,
            noDialog,
            openPage("effect"),
            {
                content: "It worked, and stays checked",
                trigger: ".o_field_widget[name='effect']:contains(Effective)",
            },
            inState("Checked"),
            ...signIt("Teach the fitters", "Ineffective"),
            ...inDialog([write("words", "They knew it before: the labels helped.")]),
            {
                content: "Something else is to be done",
                trigger: ".modal .o_field_widget[name='again'] :is(input, button)",
                run: "click",
            },
            {
                content: "By today",
                trigger: ".o_date_item_cell.o_today",
                run: "click",
            },
            confirm,
            inState("Open"),
            {
                content: "It says why it is open again",
                trigger: ".alert-danger:contains(did not work):contains(labels helped)",
            },
        ]),
});
