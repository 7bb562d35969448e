import {choose, write} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function openMenu(section, menu) {
    return [
        {
            content: `Open the menu ${section}`,
            trigger: `.o_menu_sections [data-menu-xmlid$='complaint_menu_${section}']`,
            run: "click",
        },
        {
            content: `Choose ${menu}`,
            trigger: `.o-dropdown--menu [data-menu-xmlid$='complaint_menu_${menu}']`,
            run: "click",
        },
    ];
}

tours.add("complaint_goal_manager", {
    steps: () => [
        ...openMenu("steering", "goal"),
        {
            content: "Set a target",
            // The board before it has such a button, too.
            trigger: ".o_control_panel:has(.o_breadcrumb:contains(Targets)) .o-kanban-button-new",
            run: "click",
        },
        write("name", "Nobody is told off unfairly"),
        ...choose("measure", "Share Upheld"),
        {
            content: "Say how much",
            trigger: ".o_field_widget[name='target'] input:visible",
            run: "edit 60",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "At once one sees where we stand",
            trigger: ".o_form_saved .o_field_widget[name='value_words']:text(100.0 %)",
        },
        {
            content: "And that it is enough",
            trigger: ".o_field_widget[name='standing']:text(On Track)",
        },
    ],
});

tours.add("complaint_goal_employee", {
    steps: () => [
        ...openMenu("steering", "goal"),
        {
            content: "Nobody but managers sets targets",
            trigger: ".o_kanban_view:not(:has(.o-kanban-button-new))",
        },
        {
            content: "Open the target",
            trigger: ".o_kanban_record:contains(Nobody is told off unfairly)",
            run: "click",
        },
        {
            content: "Read where we stand",
            trigger: ".o_field_widget[name='value_words']:text(100.0 %)",
        },
        {
            content: "It is read, and opens no case",
            trigger: ".o_form_view:not(:has(button[name='action_view_cases']))",
        },
        {
            content: "How it went over time",
            trigger: "button[name='action_view_earlier']",
            run: "click",
        },
        {
            content: "The same target in all periods",
            trigger: ".o_kanban_record:contains(Nobody is told off unfairly)",
        },
    ],
});
