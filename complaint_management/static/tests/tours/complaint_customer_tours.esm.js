import {patiently} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function walk(name, getSteps) {
    tours.add(name, {steps: () => patiently(getSteps())});
}

// The customer's side of a case. Every page is loaded anew: a step that leaves one
// says so, and the next waits for what only the next page shows.

function leave(content, trigger) {
    return {content, trigger, run: "click", expectUnloadPage: true};
}

function click(content, trigger) {
    return {content, trigger, run: "click"};
}

function type(selector, text) {
    return {content: `Type into ${selector}`, trigger: selector, run: `edit ${text}`};
}

function sees(words, inside = "main") {
    return {
        content: `The page says: ${words}`,
        trigger: `${inside}:contains(${words})`,
    };
}

function tick(id) {
    return [
        click(`Choose ${id}`, `input#${id}`),
        {content: `${id} is chosen`, trigger: `input#${id}:checked`},
    ];
}

/** What stands after the "#" in the address: how the test tells what it made. */
function getHint() {
    return decodeURIComponent(window.location.hash.slice(1));
}

/**
 * Chooses a file in an input, as a person does in the dialog of their browser.
 *
 * The hint is the id of an attachment that holds it.
 */
function chooseFile(selector, name) {
    return [
        {
            content: `Choose the file ${name}`,
            trigger: selector,
            async run({anchor}) {
                const answer = await fetch(`/web/content/${getHint()}`);
                if (!answer.ok) {
                    throw new Error(`No file: ${answer.status}`);
                }
                const data = await answer.blob();
                const chosen = new DataTransfer();
                chosen.items.add(new File([data], name, {type: data.type}));
                anchor.files = chosen.files;
                anchor.dispatchEvent(new Event("change", {bubbles: true}));
                anchor.dataset.chosen = name;
            },
        },
        {content: "It is chosen", trigger: `${selector}[data-chosen='${name}']`},
    ];
}

// A stranger, in three visits.

walk("complaint_stranger_files", () => [
    sees("What can we do for you?"),
    ...tick("kind-complaint"),
    type("#description", "The fire door is locked at night."),
    ...tick("identity-anonymous"),
    ...chooseFile("#files", "door.jpg"),
    leave("Send", ".o_complaint_public_form button[type='submit']"),
    sees("Thank you. It has arrived."),
    {
        content: "Write down the code",
        trigger: ".o_complaint_code_value code",
        run({anchor}) {
            sessionStorage.setItem("written_down", anchor.textContent.trim());
        },
    },
    {
        content: "Look at the page once more",
        trigger: ".o_complaint_code",
        run() {
            window.location.reload();
        },
        expectUnloadPage: true,
    },
    sees("Your tracking code was shown here once"),
    {
        content: "The code is not shown again",
        trigger: "main:not(:has(.o_complaint_code))",
    },
    leave("Open the case", "main a:contains(Open your case)"),
    {
        content: "Enter the code",
        trigger: "#code",
        run(helpers) {
            return helpers.edit(sessionStorage.getItem("written_down"));
        },
    },
    leave("Go in", ".o_complaint_door button[type='submit']"),
    sees("How it stands"),
    {content: "The photo is there", trigger: "article a:contains(.jpg)"},
    leave("Leave", "button:contains(Leave this page)"),
    sees("This browser has forgotten the code."),
]);

walk("complaint_stranger_answers", () => [
    {
        content: "Enter the code that was written down",
        trigger: "#code",
        run(helpers) {
            return helpers.edit(getHint());
        },
    },
    leave("Go in", ".o_complaint_door button[type='submit']"),
    sees("Which of the doors is it?", "article"),
    type("#complaint_text", "The one behind the kitchen."),
    leave("Send", "#complaint_write button[type='submit']"),
    sees("Your message has arrived", "[role='status']"),
    sees("The one behind the kitchen.", "article"),
]);

// The handler, in the backend.

walk("complaint_handler_asks", () => [
    click("Write to the complainant", ".o-mail-Chatter-sendMessage"),
    type(".o-mail-Composer-input", "Which of the doors is it?"),
    click("Send", ".o-mail-Composer-send:enabled"),
    sees("Which of the doors is it?", ".o-mail-Message-body"),
]);

walk("complaint_handler_reads", () => [
    sees("The one behind the kitchen.", ".o-mail-Message-body"),
]);

// A customer with a login.

walk("complaint_customer_files", () => [
    sees("Nothing here yet"),
    leave("Tell us", "main a.btn:contains(Tell us)"),
    {content: "We know the name", trigger: "#name:value(Li Wei)"},
    type("#description", "The bill is for the shop next door."),
    type("#demand", "Please correct it."),
    {
        content: "Choose what it is about",
        trigger: "#category",
        run: "selectByLabel Wrong bill",
    },
    leave("Send", ".o_complaint_public_form button[type='submit']"),
    sees("Thank you. It has arrived."),
    sees("You get this by email as well."),
    leave("Look at the case", "main p a:contains(Complaints and suggestions)"),
    sees("Confirmed", ".badge"),
    sees("You get our answer by"),
    sees("We settle the matter with you by"),
    {
        content: "What was done is not promised any more",
        trigger: "main:not(:contains(We confirm that it arrived by))",
    },
]);

function opensAnswer() {
    return [
        leave("Open the case", ".o_complaint_row a"),
        sees("Answered", ".badge"),
        sees("You get the money back"),
    ];
}

const sendResponse = leave("Send", "form[action*='/respond'] button[type='submit']");

walk("complaint_customer_accepts", () => [
    ...opensAnswer(),
    ...tick("complaint_accept"),
    sendResponse,
    sees("We are glad that it is settled", "[role='status']"),
    sees("You accepted this answer."),
    sees("Settled", ".badge"),
]);

walk("complaint_customer_rates", () => [
    leave("To the questions", "main a:contains(Tell us how satisfied you are)"),
    ...tick("rating_result_4"),
    ...tick("rating_handling_5"),
    type("#rating_comment", "Kind people."),
    leave("Send", "form[action*='/rate'] button[type='submit']"),
    sees("Your answer has arrived."),
    leave("Back", "main a:contains(To your case)"),
    sees("Closed", ".badge"),
    {
        content: "They are not asked again",
        trigger: "main:not(:contains(Tell us how satisfied you are))",
    },
]);

walk("complaint_customer_rejects", () => [
    ...opensAnswer(),
    ...tick("complaint_reject"),
    sendResponse,
    sees("Please tell us what we should look at again.", "[role='alert']"),
    {content: "The choice is kept", trigger: "#complaint_reject:checked"},
    type("#complaint_reason", "You owe me 475, not 400."),
    sendResponse,
    sees("You did not accept this answer."),
    sees("The consumer council helps you.", "#complaint_recourse"),
    sees("we will then take up your case again", "#complaint_recourse"),
    sees("You owe me 475, not 400.", "article"),
]);
