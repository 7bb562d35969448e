/** Steps that the tours of complaints share: what a person does on a case. */

/** Waits until the case is in a state, told by the label on its status bar. */
export function inState(label) {
    return {
        content: `The case is ${label}`,
        trigger: `.o_form_statusbar .o_arrow_button_current:contains(${label})`,
    };
}

/** Fails unless the buttons of the case are these, the primary one first. */
export function seesButtons(primary, ...others) {
    return {
        content: `The buttons are ${[primary, ...others]}`,
        trigger: ".o_form_statusbar",
        run() {
            const bar = document.querySelector(".o_statusbar_buttons");
            const names = (selector) =>
                [...bar.querySelectorAll(selector)]
                    .map((button) => button.name.replace("action_", ""))
                    .sort()
                    .join(", ");
            const expected = [primary, ...others].filter(Boolean).sort().join(", ");
            if (names("button") !== expected) {
                throw new Error(`Buttons: ${names("button")}, not: ${expected}`);
            }
            if (names("button.btn-primary") !== (primary || "")) {
                throw new Error(`Primary: ${names(".btn-primary")}, not: ${primary}`);
            }
        },
    };
}

export function press(name) {
    return {
        content: `Press ${name}`,
        trigger: `.o_statusbar_buttons button[name='action_${name}']`,
        run: "click",
    };
}

export function openPage(name) {
    return {
        content: `Open the page ${name}`,
        trigger: `.o_notebook .nav-link[name='${name}']`,
        run: "click",
    };
}

/** The widget of a field, on the form or in the dialog over it. */
function widget(field) {
    return `.o_field_widget[name='${field}']`;
}

/**
 * Chooses from a list and waits until it is seen: an input that is left while it
 * is still empty empties the field.
 */
export function choose(field, label) {
    return [
        {
            content: `Open the choices of ${field}`,
            trigger: `${widget(field)} input`,
            run: "click",
        },
        {
            content: `Choose ${label}`,
            trigger: `.o_select_menu_item:text(${label})`,
            run: "click",
        },
        {
            content: `${label} is chosen`,
            trigger: `${widget(field)} input:value(${label})`,
        },
    ];
}

export function pick(field, name) {
    return [
        {
            content: `Search ${name} for ${field}`,
            trigger: `${widget(field)} input`,
            run: `edit ${name}`,
        },
        {
            content: `Pick ${name}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${name})`,
            run: "click",
        },
    ];
}

export function write(field, text) {
    return {
        content: `Write ${field}`,
        trigger: `${widget(field)} :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

/** Writes into an HTML field. */
export function compose(field, text) {
    return {
        content: `Write ${field}`,
        trigger: `${widget(field)} .odoo-editor-editable`,
        run: `editor ${text}`,
    };
}

/** Lets every step wait long: a busy machine is slow, and no reason to fail. */
export function patiently(steps) {
    return steps.map((step) => ({timeout: 45000, ...step}));
}
